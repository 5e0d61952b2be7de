import { ScheduleAlreadyRunning, type Client } from '@temporalio/client';
import { platformSyncWorkflowId } from '../workflows/platform-sync/contract.ts';
import { MAIN_TASK_QUEUE } from './task-queues.ts';

// A resident hears of a vendor within half a minute; a platform's limits bear two reads a minute well.
const SYNC_EVERY = '20s';

/** Sets up what happens by the clock; there already means done. */
export async function ensureSchedules({
  client,
  connectionId,
}: {
  client: Client;
  connectionId: string;
}): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: platformSyncWorkflowId(connectionId),
      spec: { intervals: [{ every: SYNC_EVERY }] },
      policies: { overlap: 'SKIP', catchupWindow: '1m' },
      action: {
        type: 'startWorkflow',
        workflowType: 'platformSync',
        workflowId: platformSyncWorkflowId(connectionId),
        taskQueue: MAIN_TASK_QUEUE,
        args: [{ connectionId }],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
