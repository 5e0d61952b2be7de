import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type ReplayResult,
  type WorkflowBundle,
} from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import * as workflows from '../../src/workflows/index.ts';
import { CHANGES, changedWorkflows } from './changed-workflows.ts';
import { readHistories, type RecordedHistory } from './histories.ts';

const logger = new DefaultLogger('ERROR', () => undefined); // a violation is the test's to tell
const histories = await readHistories();

const bundle = (workflowsPath: string): Promise<WorkflowBundle> =>
  bundleWorkflowCode({ workflowsPath, logger });

async function replay(
  { name, history }: RecordedHistory,
  workflowBundle: WorkflowBundle,
): Promise<ReplayResult['error']> {
  const recorded = [{ workflowId: name, history }];
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, recorded)) {
    return error;
  }
  throw new Error(`nothing was replayed of ${name}`);
}

let todays: WorkflowBundle;
beforeAll(async () => {
  Runtime.install({ logger, telemetryOptions: { logging: { filter: 'ERROR' } } });
  todays = await bundle(fileURLToPath(new URL('../../src/workflows/index.ts', import.meta.url)));
});

test('every workflow has a recorded history', () => {
  const recorded = new Set(histories.map(({ workflowType }) => workflowType));
  expect([...recorded].toSorted()).toEqual(Object.keys(workflows).toSorted());
});

// A running process must survive a deploy: what was begun on yesterday's code goes on on today's.
test.each(histories)('$name replays on the workflows of today', async (recorded) => {
  expect(await replay(recorded, todays)).toBeUndefined();
});

describe('after a change of one line in each of the long-lived workflows', () => {
  let changed: WorkflowBundle;
  beforeAll(async () => {
    const copy = await changedWorkflows(CHANGES);
    try {
      changed = await bundle(copy.workflowsPath);
    } finally {
      await copy.remove();
    }
  });

  test.each(CHANGES)('a $workflow that $what is caught', async ({ workflow }) => {
    const recorded = histories.filter(({ workflowType }) => workflowType === workflow);
    const errors: ReplayResult['error'][] = [];
    for (const history of recorded) errors.push(await replay(history, changed));
    expect(errors).toContainEqual(expect.any(DeterminismViolationError));
  });

  // So that it is the change that was caught, not the copying.
  test('a workflow that nobody changed replays as before', async () => {
    const isChanged = new Set(CHANGES.map(({ workflow }) => workflow));
    const others = histories.filter(({ workflowType }) => !isChanged.has(workflowType));
    expect(others.length).toBeGreaterThan(0);
    for (const history of others) expect(await replay(history, changed)).toBeUndefined();
  });
});
