import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  maintenanceRequestWorkflowId,
  platformWriteEnded,
  residentAnswered,
  type MaintenanceRequestInput,
  type RequestQuestion,
  type WorkOrderChanged,
  type WriteEnd,
} from '../../src/workflows/maintenance-request/contract.ts';
import type { scriptedActivities } from '../fakes/scripted-activities.ts';
import type { WorkflowEnvironment } from './workflow-environment.ts';

const HOUR_MS = 3_600_000;
let requests = 0;
let answers = 0;

/** What a manager is asked, far in the future. */
export const AN_APPROVAL = {
  approvalId: 'ap-1',
  ceilingCents: 100_000,
  remindAt: '2100-01-01T00:00:00.000Z',
  escalateAt: '2100-01-02T00:00:00.000Z',
  expiresAt: '2100-01-03T00:00:00.000Z',
};

/** Starts a request that needs nobody's word; a vendor is due within a day. */
export async function startRequest(
  { env }: WorkflowEnvironment,
  more: Partial<MaintenanceRequestInput> = {},
): Promise<WorkflowHandle> {
  requests += 1;
  const now = await env.currentTimeMs();
  const at = (hours: number): string => new Date(now + hours * HOUR_MS).toISOString();
  const input: MaintenanceRequestInput = {
    requestId: `mr-story-${requests}`,
    reference: 'MR-7K2M4Q9XTB',
    conversationId: 'c-1',
    propertyId: 'harbor-court',
    connectionId: 'embedded',
    class: 'P2',
    trade: 'plumbing',
    packVersion: '2026-11-1',
    needsConfirmation: false,
    selfHelp: null,
    approval: null,
    deadlines: { acceptBy: at(1), dispatchBy: at(24), doneBy: at(72), legal: [] },
    carried: null,
    ...more,
  };
  return env.client.workflow.start('maintenanceRequest', {
    workflowId: maintenanceRequestWorkflowId(input.requestId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

/** The resident answers a question. */
export const answer = (handle: WorkflowHandle, question: RequestQuestion, kind: 'yes' | 'no') =>
  handle.signal(residentAnswered, {
    messageId: `answer-${(answers += 1)}`,
    question,
    answer: { kind },
  });

/** The platform says how it took the order. */
export const written = (handle: WorkflowHandle, kind: WriteEnd) =>
  handle.signal(platformWriteEnded, { outboxId: 'o-1', kind, externalId: null });

/** News of the platform; a window where one is set. */
export const news = (
  status: WorkOrderChanged['status'],
  newsId: string = status,
): WorkOrderChanged => ({
  newsId,
  status,
  windowFromAt: status === 'scheduled' ? '2026-11-25T14:00:00.000Z' : null,
  windowToAt: status === 'scheduled' ? '2026-11-25T16:00:00.000Z' : null,
});

const Advanced = z.object({ to: z.string(), news: z.string().nullable() });

/** The states that a request went through, and what the resident heard. */
export const storyOf = (script: ReturnType<typeof scriptedActivities>): string[] =>
  script.of('advance').map((input) => {
    const { to, news: told } = Advanced.parse(input);
    return told ? `${to}: ${told}` : to;
  });
