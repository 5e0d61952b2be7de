import { fileURLToPath } from 'node:url';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type LogEntry,
} from '@temporalio/worker';
import { createActivities, createDocumentQueueActivities } from './activities/index.ts';
import { composeBase, composeUnderstanding } from './compose.ts';
import type { Config } from './config.ts';
import { logger } from './logger.ts';
import { runPart, type RunningPart } from './process-part.ts';
import { connectSettings, createTemporalClient, dataConverter } from './temporal/client.ts';
import { createProcesses } from './temporal/processes.ts';
import { ensureSchedules } from './temporal/schedules.ts';
import { MAIN_TASK_QUEUE } from './temporal/task-queues.ts';
import { serveWorkerMetrics } from './worker-metrics.ts';
import { DOCUMENTS_TASK_QUEUE } from './workflows/document-ingestion/contract.ts';

// An activity waits this long for the engine; Temporal retries it.
const ENGINE_DEADLINE_MS = 10_000;

/** Builds and starts the workers of all queues. */
export async function startWorker(config: Config): Promise<RunningPart> {
  Runtime.install({ logger: new DefaultLogger('INFO', forward) });
  const masterKey = config.NIGHTPORTER_MASTER_KEY;
  const { connectionOptions, namespace } = connectSettings();
  const connection = await NativeConnection.connect(connectionOptions);
  const base = await composeBase(config);
  const understanding = await composeUnderstanding(config, base);
  const client = createTemporalClient({ masterKey });
  const processes = createProcesses({
    client,
    deadlineMs: ENGINE_DEADLINE_MS,
    quietMs: config.NIGHTPORTER_QUIET_MS,
  });
  const house = { ...base, ...understanding, processes };

  const common = {
    connection,
    namespace,
    dataConverter: dataConverter({ masterKey, namespace }),
    shutdownGraceTime: '25s', // a model call in flight may take 20 s; 0 would cancel it at every deploy
  } as const;
  const main = await Worker.create({
    ...common,
    taskQueue: MAIN_TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('./workflows/index.ts', import.meta.url)),
    activities: createActivities(house),
    maxCachedWorkflows: 1000,
    stickyQueueScheduleToStartTimeout: '1s', // a conversation cached by a lost worker waits 1 s, not 10
  });
  const documents = await Worker.create({
    ...common,
    taskQueue: DOCUMENTS_TASK_QUEUE,
    activities: createDocumentQueueActivities(house),
    maxConcurrentActivityTaskExecutions: 2, // two cores
  });
  await understanding.warmUp();
  const running = [main.run(), documents.run()];
  await ensureSchedules({ client, connectionId: base.platform.connectionId });
  await processes.wakePlatformOutbox(base.platform.connectionId);

  const port = config.WORKER_METRICS_PORT;
  const metrics = port === undefined ? null : await serveWorkerMetrics(port);
  return {
    lines: metrics ? [`The worker's metrics: ${metrics.url}`] : [],
    async stop() {
      await metrics?.close();
      main.shutdown();
      documents.shutdown();
      await Promise.all(running);
      await understanding.embedder.close();
      await base.platform.close();
      await base.records.close();
      await client.connection.close();
      await connection.close();
    },
  };
}

/** The SDK's own log, in our format. */
function forward({ level, message, meta }: LogEntry): void {
  const fields = { sdk: true, workflowId: meta?.['workflowId'], activity: meta?.['activityType'] };
  if (level === 'ERROR') logger.error(fields, message);
  else if (level === 'WARN') logger.warn(fields, message);
  else logger.debug(fields, message);
}

if (import.meta.main) await runPart(startWorker);
