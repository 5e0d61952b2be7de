import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

const { TASK_QUEUE_TYPE_ACTIVITY, TASK_QUEUE_TYPE_WORKFLOW } =
  proto.temporal.api.enums.v1.TaskQueueType;

/** Who works at a queue and what lies in it, workflows and activities together. */
export interface QueueFigures {
  workers: number;
  backlog: number;
  /** How long the oldest task has waited. */
  backlogAgeMs: number;
  /** How long ago a worker last asked for work; a worker that is gone is listed for five minutes more. */
  idleMs: number;
}

/** What the engine tells of itself. */
export interface EngineFigures {
  /** How long it takes to answer for our namespace. @throws when it does not */
  latencyMs(): Promise<number>;
  /** Workers that ask for activities at a queue; the first sign that somebody works there. @throws when it does not answer */
  queue(name: string): Promise<QueueFigures>;
}

/** Asks the engine, with a deadline for each call. */
export function createEngineFigures({
  client,
  deadlineMs,
}: {
  client: Client;
  deadlineMs: number;
}): EngineFigures {
  const { namespace } = client.options;
  const describe = (name: string, taskQueueType: proto.temporal.api.enums.v1.TaskQueueType) =>
    client.withDeadline(Date.now() + deadlineMs, () =>
      client.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name },
        taskQueueType,
        reportStats: true,
      }),
    );
  return {
    async latencyMs() {
      const startedAt = performance.now();
      await client.withDeadline(Date.now() + deadlineMs, () =>
        client.workflowService.describeNamespace({ namespace }),
      );
      return performance.now() - startedAt;
    },
    async queue(name) {
      const [activities, workflows] = await Promise.all([
        describe(name, TASK_QUEUE_TYPE_ACTIVITY),
        describe(name, TASK_QUEUE_TYPE_WORKFLOW),
      ]);
      const stats = [activities.stats, workflows.stats];
      const pollers = [activities, workflows].flatMap((of) => of.pollers ?? []);
      const lastAskedAt = Math.max(0, ...pollers.map((of) => msOf(of.lastAccessTime)));
      const ages = stats.map((of) => msOf(of?.approximateBacklogAge));
      return {
        workers: activities.pollers?.length ?? 0,
        backlog: stats.reduce((sum, of) => sum + Number(of?.approximateBacklogCount ?? 0), 0),
        backlogAgeMs: Math.max(...ages),
        idleMs: Date.now() - lastAskedAt,
      };
    },
  };
}

/** A duration, or an instant since the epoch. */
function msOf(of: proto.google.protobuf.IDuration | null | undefined): number {
  return Number(of?.seconds ?? 0) * 1000 + (of?.nanos ?? 0) / 1e6;
}
