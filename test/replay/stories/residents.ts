import { ApplicationFailure } from '@temporalio/common';
import type { Decision } from '../../../src/domain/decision.ts';
import * as conversation from '../../../src/workflows/conversation/contract.ts';
import * as request from '../../../src/workflows/maintenance-request/contract.ts';
import { aProposal } from '../../fakes/scripted-activities.ts';
import { DAY, failing, HOUR, type Stage, type Story } from './story.ts';

const GAS = {
  dangerId: 'd-1',
  hazard: 'gas',
  issue: 'gas.odor',
  class: 'P0',
  isNew: true,
} as const;
const BALANCE: Decision = { kind: 'read-account', part: 0, topic: 'balance' };
const LEAK: Decision = {
  kind: 'report-problem',
  part: 1,
  issue: 'plumbing.leak',
  class: 'P2',
  confidence: 0.9,
  missing: [],
  circumstances: [],
};
const message = (sequence: number, danger: conversation.MetDanger | null = null) => ({
  messageId: `m-${sequence}`,
  sequence,
  danger,
  isFlood: false,
});

const conversations: Story[] = [
  {
    name: 'conversation-burst-danger-and-failed-turn',
    workflow: 'conversation',
    workflowId: conversation.conversationWorkflowId('c-1'),
    input: () => ({ conversationId: 'c-1', quietMs: 1000, carried: null }),
    script: {
      classifyDanger: ({ messageId }: { messageId: string }) => (messageId === 'm-3' ? GAS : null),
      proposeDecisions: ({ turnId }: { turnId: string }) => {
        if (turnId === 'c-1-4') throw ApplicationFailure.create({ type: 'RecordNotFound' });
        return aProposal(turnId === 'c-1-2' ? [BALANCE, LEAK] : []);
      },
      readAccount: failing('ProviderUnavailable'),
    },
    async play({ handle, sleep }) {
      for (const sequence of [2, 1, 1]) {
        await handle.signal(conversation.messageReceived, message(sequence));
      }
      await sleep('1m');
      await handle.signal(conversation.messageReceived, message(3, { ...GAS, dangerId: 'd-0' }));
      await sleep('1m');
      await handle.signal(conversation.messageReceived, message(4));
      await sleep('1m');
    },
  },
  {
    name: 'conversation-carried-and-cancelled',
    workflow: 'conversation',
    workflowId: conversation.conversationWorkflowId('c-2'),
    input: () => ({
      conversationId: 'c-2',
      quietMs: 0,
      carried: { waiting: [message(9)], dangers: [GAS], takenUpTo: 6, takenAbove: [8] },
    }),
    async play({ handle, called, sleep }) {
      await called('reply');
      for (const sequence of [6, 7, 8]) {
        await handle.signal(conversation.messageReceived, message(sequence));
      }
      await called('reply', 2);
      await sleep('1s');
      await handle.cancel();
      await handle.result().catch(() => undefined);
    },
  },
];

const requestInput = (
  at: (minutes: number) => string,
  more: Partial<request.MaintenanceRequestInput> = {},
): request.MaintenanceRequestInput => ({
  requestId: 'mr-1',
  reference: 'MR-7K2M4Q9XTB',
  conversationId: 'c-1',
  propertyId: 'harbor-court',
  connectionId: 'embedded',
  class: 'P2',
  trade: 'plumbing',
  packVersion: '2026-11-1',
  needsConfirmation: true,
  selfHelp: 'SH-plunge',
  approval: {
    approvalId: 'ap-1',
    ceilingCents: 100_000,
    remindAt: at(6 * HOUR),
    escalateAt: at(12 * HOUR),
    expiresAt: at(7 * DAY),
  },
  deadlines: { acceptBy: at(HOUR), dispatchBy: at(DAY), doneBy: at(3 * DAY), legal: [] },
  carried: null,
  ...more,
});

const news = (status: request.WorkOrderChanged['status']) => ({
  newsId: `wo-1/${status}`,
  status,
  windowFromAt: null,
  windowToAt: null,
});

function answer({ handle }: Stage, question: request.RequestQuestion, kind: 'yes' | 'no') {
  const answered = { messageId: `m-${question}`, question, answer: { kind } };
  return handle.signal(request.residentAnswered, answered);
}

const requests: Story[] = [
  {
    name: 'maintenance-request-approved-and-done',
    workflow: 'maintenanceRequest',
    workflowId: request.maintenanceRequestWorkflowId('mr-1'),
    input: (at) => requestInput(at),
    async play(stage) {
      const { handle, called } = stage;
      await answer(stage, 'confirm-request', 'yes');
      await answer(stage, 'self-help', 'no');
      await called('openApproval');
      const written = { outboxId: 'o-1', kind: 'confirmed' as const, externalId: 'wo-1' };
      await handle.signal(request.platformWriteEnded, written);
      await handle.signal(request.approvalEnded, { approvalId: 'ap-1', state: 'approved' });
      for (const status of ['assigned', 'scheduled', 'in-progress', 'done'] as const) {
        await handle.signal(request.workOrderChanged, news(status));
      }
      await called('advance', 8);
      await answer(stage, 'completed', 'yes');
      await answer(stage, 'survey', 'yes');
      await handle.result();
    },
  },
  {
    name: 'maintenance-request-met-with-silence',
    workflow: 'maintenanceRequest',
    workflowId: request.maintenanceRequestWorkflowId('mr-2'),
    input: (at) => requestInput(at, { requestId: 'mr-2' }),
    async play({ handle, sleep }) {
      await sleep('3h');
      await handle.signal(request.platformWriteEnded, {
        outboxId: 'o-2',
        kind: 'rejected',
        externalId: null,
      });
      await sleep('2 days');
      await handle.signal(request.approvalEnded, { approvalId: 'ap-1', state: 'expired' });
      await sleep('2 days');
      await handle.signal(request.workOrderChanged, news('done'));
      await handle.result();
    },
  },
  {
    name: 'maintenance-request-carried-reopened-and-cancelled',
    workflow: 'maintenanceRequest',
    workflowId: request.maintenanceRequestWorkflowId('mr-3'),
    input: (at) =>
      requestInput(at, {
        requestId: 'mr-3',
        class: 'P1',
        carried: {
          mailbox: {
            heard: ['change/wo-1/done'],
            answers: [],
            changes: [news('done')],
            written: 'confirmed',
            approval: 'approved',
            lastChange: news('done').newsId,
            asked: null,
            wish: null,
            cancelledBy: null,
            raise: null,
          },
          progress: {
            state: 'in-progress',
            isDispatched: true,
            isRefusalTold: false,
            isReleased: true,
            steps: [],
          },
        },
      }),
    async play(stage) {
      const { handle, sleep } = stage;
      await handle.signal(request.workOrderChanged, news('done'));
      await sleep('3h');
      await answer(stage, 'completed', 'no');
      await sleep('1h');
      await handle.signal(request.requestCancelled, { by: 'resident' });
      await handle.result();
    },
  },
];

/** What residents say and need. */
export const residentStories: Story[] = [...conversations, ...requests];
