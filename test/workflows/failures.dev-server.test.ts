import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { startTestTemporal } from '../../engines/test-engines.ts';
import { dataConverter } from '../../src/temporal/client.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import { documentQuestionWorkflowId } from '../../src/workflows/document-question/contract.ts';

const { History } = proto.temporal.api.history.v1;
// What a library may put into a message: the words of a person, which Temporal's own storage must not hold.
const WORDS = 'the-stove-of-flat-nine';

let house: Awaited<ReturnType<typeof openHouse>>;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

// The product's own converter on both sides, as `worker.ts` and `createTemporalClient` have it.
async function openHouse() {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: 'ERROR' } },
  });
  const { address, stop } = await startTestTemporal();
  const converter = dataConverter({ masterKey: randomBytes(32), namespace: 'default' });
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: nativeConnection,
    dataConverter: converter,
    taskQueue: MAIN_TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('../../src/workflows/index.ts', import.meta.url)),
    activities: {
      answerDocumentQuestion: async () => {
        throw ApplicationFailure.nonRetryable(WORDS, 'Refused', WORDS);
      },
    },
  });
  return {
    worker,
    client: new Client({ connection, dataConverter: converter }),
    async stop() {
      await connection.close();
      await nativeConnection.close();
      await stop();
    },
  };
}

/** What failed, down to its cause. */
function messagesOf(error: unknown): string[] {
  return error instanceof Error ? [error.message, ...messagesOf(error.cause)] : [];
}

// Privacy: whoever reads Temporal's database or its Web UI without the key reads nobody's words.
test('no event of a history holds the words of a failure, and who has the key reads them', async () => {
  const handle = await house.client.workflow.start('documentQuestion', {
    workflowId: documentQuestionWorkflowId({ questionId: 'fails' }),
    taskQueue: MAIN_TASK_QUEUE,
    args: [{ questionId: 'fails' }],
  });
  const failure: unknown = await house.worker.runUntil(() =>
    handle.result().catch((error: unknown) => error),
  );
  expect(failure).toBeInstanceOf(WorkflowFailedError);
  expect(messagesOf(failure)).toContain(WORDS);

  const { events } = await handle.fetchHistory(); // as it is stored: nothing is decoded
  const failed = (events ?? []).filter(
    (event) =>
      event.activityTaskFailedEventAttributes ?? event.workflowExecutionFailedEventAttributes,
  );
  expect(failed).toHaveLength(2);
  for (const event of events ?? []) {
    const stored = Buffer.from(History.encode({ events: [event] }).finish());
    expect(stored.includes(WORDS), `words in event ${String(event.eventId)}`).toBe(false);
    expect(stored.includes('.test.ts:'), `trace in event ${String(event.eventId)}`).toBe(false);
  }
});
