import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import proto from '@temporalio/proto';
import { findTestServerPath, startTestTemporal } from '../../engines/test-engines.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import { DOCUMENTS_TASK_QUEUE } from '../../src/workflows/document-ingestion/contract.ts';

const { KEYWORD, DATETIME } = {
  KEYWORD: proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  DATETIME: proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
};

type Activities = Record<string, (input: never) => Promise<unknown>>;

type RunWithWorker = <Result>(
  activities: Activities,
  test: () => Promise<Result>,
) => Promise<Result>;

/** The real time-skipping server with our workflows on it; activities are the test's own. */
export interface WorkflowEnvironment {
  env: TestWorkflowEnvironment;
  /** Runs a worker for as long as `test` takes. */
  withWorker: RunWithWorker;
  /** The same, keeping workflows in memory: for stories of a thousand events, which would be replayed a thousand times. */
  withCachingWorker: RunWithWorker;
  stop: () => Promise<void>;
}

/** Starts the time-skipping server and bundles the workflows, once a file. */
export async function startWorkflowEnvironment(): Promise<WorkflowEnvironment> {
  const path = await findTestServerPath();
  return openEnvironment(() =>
    TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    }),
  );
}

/** The same on the real dev server, whose time is everybody's. */
export async function startDevServerEnvironment(): Promise<WorkflowEnvironment> {
  const server = await startTestTemporal();
  const { stop, ...environment } = await openEnvironment(() =>
    TestWorkflowEnvironment.createFromExistingServer({ address: server.address }),
  );
  return {
    ...environment,
    async stop() {
      await stop();
      await server.stop();
    },
  };
}

// The core's own warnings about what this test server lacks say nothing about us.
function quieten(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR' } },
  });
}

async function openEnvironment(
  open: () => Promise<TestWorkflowEnvironment>,
): Promise<WorkflowEnvironment> {
  quieten();
  const env = await open();
  // An attribute that the server does not know loops the workflow task for ever.
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: {
      NightPorterProperty: KEYWORD,
      NightPorterState: KEYWORD,
      NightPorterClass: KEYWORD,
      NightPorterNextDeadline: DATETIME,
    },
  });
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../src/workflows/index.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  const runWith =
    (maxCachedWorkflows: number): RunWithWorker =>
    async (activities, test) => {
      const common = { connection: env.nativeConnection, activities };
      const main = await Worker.create({
        ...common,
        taskQueue: MAIN_TASK_QUEUE,
        workflowBundle,
        maxCachedWorkflows,
      });
      const documents = await Worker.create({ ...common, taskQueue: DOCUMENTS_TASK_QUEUE });
      return documents.runUntil(() => main.runUntil(test));
    };
  return {
    env,
    // Each task replays the whole history: what is not deterministic fails, and another worker can go on at once.
    withWorker: runWith(0),
    withCachingWorker: runWith(10),
    stop: () => env.teardown(),
  };
}
