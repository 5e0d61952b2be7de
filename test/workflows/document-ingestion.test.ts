import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  documentWorkflowId,
  type DocumentIngestionInput,
} from '../../src/workflows/document-ingestion/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

let documents = 0;

function aDocument() {
  documents += 1;
  const input: DocumentIngestionInput = { documentId: `doc-${documents}`, version: 1 };
  return house.env.client.workflow.start('documentIngestion', {
    workflowId: documentWorkflowId(input),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

test('publishes a document once and says what came of it', async () => {
  const script = scriptedActivities({ publishDocument: () => ({ pages: 12, passages: 80 }) });
  await house.withWorker(script.activities, async () => {
    const handle = await aDocument();
    expect(await handle.result()).toBe('published: 12 pages, 80 passages');
    expect(script.of('publishDocument')).toEqual([{ documentId: 'doc-1', version: 1 }]);
  });
});

test('a file that cannot be read ends as failed and is not read again', async () => {
  const script = scriptedActivities({
    publishDocument: () => {
      throw ApplicationFailure.create({ message: 'locked', type: 'DocumentUnreadable' });
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await aDocument();
    expect(await handle.result()).toBe('failed');
    expect(script.of('publishDocument')).toHaveLength(1);
  });
});

test('any other failure is tried again until it works', async () => {
  let failures = 6;
  const script = scriptedActivities({
    publishDocument: () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      return { pages: 1, passages: 2 };
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await aDocument();
    expect(await handle.result()).toBe('published: 1 pages, 2 passages');
    expect(script.of('publishDocument')).toHaveLength(7);
  });
});

// A workflow that only says "failed" would hide that nobody knows why.
test('a document whose row is gone fails loudly, as itself', async () => {
  const script = scriptedActivities({
    publishDocument: () => {
      throw ApplicationFailure.create({ message: 'no row', type: 'RecordNotFound' });
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await aDocument();
    await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
    expect(script.of('publishDocument')).toHaveLength(1);
  });
});

test('a worker lost before it began leaves the document to the next one', async () => {
  const script = scriptedActivities();
  const handle = await aDocument();
  await house.withWorker(script.activities, async () => {
    expect(await handle.result()).toBe('published: 1 pages, 1 passages');
  });
});
