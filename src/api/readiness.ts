import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { Documents } from '../ports/documents.ts';
import { TASK_QUEUES } from '../temporal/task-queues.ts';

/** The parts that are not ready, a sentence each; none: ready. */
export type Readiness = () => Promise<string[]>;

const ENOUGH_MS = 2_000;

/** Asks the database, the engine and the workers. `expectedDocuments` are those that must be published. */
export function createReadiness({
  client,
  documents,
  expectedDocuments,
}: {
  client: Client;
  documents: Documents;
  expectedDocuments: string[];
}): Readiness {
  const missingDocuments = async (): Promise<string[]> => {
    const rows = await documents.list();
    const published = new Set(
      rows.filter(({ state }) => state === 'published').map(({ documentId }) => documentId),
    );
    const waiting = expectedDocuments.filter((id) => !published.has(id));
    return waiting.length === 0
      ? []
      : [`${waiting.length} of ${expectedDocuments.length} documents are not published yet`];
  };

  const missingPollers = async (queue: string): Promise<string[]> => {
    const { workflowService } = client;
    const { pollers } = await client.withDeadline(Date.now() + ENOUGH_MS, () =>
      workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: queue },
        taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
      }),
    );
    return pollers && pollers.length > 0 ? [] : [`no worker polls the queue ${queue}`];
  };

  return async () => {
    const checks = [
      missingDocuments().catch(() => ['the database does not answer']),
      ...TASK_QUEUES.map((queue) =>
        missingPollers(queue).catch(() => [`Temporal does not answer for the queue ${queue}`]),
      ),
    ];
    return (await Promise.all(checks)).flat();
  };
}
