import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
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
import { readHistories, type RecordedHistory } from './histories.ts';

const logger = new DefaultLogger('ERROR', () => undefined); // a violation is the test's to tell
const histories = await readHistories();

const bundle = (workflowsFile: string): Promise<WorkflowBundle> =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(workflowsFile, import.meta.url)),
    logger,
  });

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
  todays = await bundle('../../src/workflows/index.ts');
});

test('every workflow has a recorded history', () => {
  const recorded = new Set(histories.map(({ workflowType }) => workflowType));
  expect([...recorded].toSorted()).toEqual(Object.keys(workflows).toSorted());
});

// A running process must survive a deploy: what was begun on yesterday's code goes on on today's.
test.each(histories)('$name replays on the workflows of today', async (recorded) => {
  expect(await replay(recorded, todays)).toBeUndefined();
});

test('a workflow that does something else under its old name is caught', async () => {
  const changed = await bundle('./changed/index.ts');
  const ofHandOffs = histories.filter(({ workflowType }) => workflowType === 'handOff');
  expect(ofHandOffs.length).toBeGreaterThan(0);
  for (const recorded of ofHandOffs) {
    expect(await replay(recorded, changed)).toBeInstanceOf(DeterminismViolationError);
  }
});
