import type { MaintenanceRequestCase } from '../domain/maintenance-request.ts';
import type { Processes } from '../ports/processes.ts';
import {
  approvalWorkflowId,
  ask as askResident,
  questionAnswered,
  revoke,
} from '../workflows/approval/contract.ts';
import {
  conversationReleased,
  conversationWorkflowId,
  messageReceived,
} from '../workflows/conversation/contract.ts';
import { documentQuestionWorkflowId } from '../workflows/document-question/contract.ts';
import { documentWorkflowId } from '../workflows/document-ingestion/contract.ts';
import {
  handOffReleased,
  handOffTaken,
  handOffWorkflowId,
} from '../workflows/hand-off/contract.ts';
import {
  approvalEnded,
  approvalWished,
  classCorrected,
  maintenanceRequestWorkflowId,
  platformWriteEnded,
  requestCancelled,
  requestRaised,
  residentAnswered,
  workOrderChanged,
} from '../workflows/maintenance-request/contract.ts';
import {
  alertAccepted,
  alertClosed,
  onCallAlertWorkflowId,
} from '../workflows/on-call-alert/contract.ts';
import {
  paused,
  platformOutboxWorkflowId,
  resumed,
  rowQueued,
} from '../workflows/platform-outbox/contract.ts';
import {
  createWorkflowCalls,
  type Fact,
  type Start,
  type WorkflowCalls,
  type WorkflowCallsOptions,
} from './workflow-calls.ts';

/** How the house reaches its processes. */
export interface ProcessesOptions extends WorkflowCallsOptions {
  /** How long a resident must be quiet before a turn begins. */
  quietMs: number;
}

/** Opens and tells workflows over the client; opening twice and telling an ended one are harmless. */
export function createProcesses({ quietMs, ...engine }: ProcessesOptions): Processes {
  const calls = createWorkflowCalls(engine);
  return {
    ...conversations(calls, quietMs),
    ...alerts(calls),
    ...handOffs(calls),
    ...maintenanceRequests(calls),
    ...approvals(calls),
    ...housework(calls),
  };
}

function conversations(
  { openAndTell }: WorkflowCalls,
  quietMs: number,
): Pick<Processes, 'tellConversation' | 'tellConversationReleased'> {
  const conversationOf = (by: { conversationId: string; propertyId: string | null }): Start => ({
    type: 'conversation',
    workflowId: conversationWorkflowId(by.conversationId),
    input: { conversationId: by.conversationId, quietMs, carried: null },
    labels: { propertyId: by.propertyId },
    summary: 'conversation with a resident',
  });
  return {
    tellConversation: ({ messageId, sequence, danger, otherDangers, isFlood, ...conversation }) =>
      openAndTell(conversationOf(conversation), {
        signal: messageReceived,
        args: [{ messageId, sequence, danger, otherDangers, isFlood }],
      }),
    tellConversationReleased: (conversation) =>
      openAndTell(conversationOf(conversation), { signal: conversationReleased, args: [] }),
  };
}

function alerts({
  open,
  tell,
}: WorkflowCalls): Pick<Processes, 'openAlert' | 'tellAlertAccepted' | 'tellAlertClosed'> {
  return {
    openAlert: (alert) =>
      open({
        type: 'onCallAlert',
        workflowId: onCallAlertWorkflowId(alert.alertId),
        input: { ...alert, attempt: 0 },
        labels: { propertyId: alert.propertyId, class: alert.class, state: 'ringing' },
        summary: alert.headline,
      }),
    tellAlertAccepted: ({ alertId, staffId }) =>
      tell(onCallAlertWorkflowId(alertId), { signal: alertAccepted, args: [{ staffId }] }),
    tellAlertClosed: ({ alertId }) =>
      tell(onCallAlertWorkflowId(alertId), { signal: alertClosed, args: [] }),
  };
}

function handOffs({ open, tell }: WorkflowCalls): Pick<Processes, 'openHandOff' | 'tellHandOff'> {
  return {
    openHandOff: (handOff) =>
      open({
        type: 'handOff',
        workflowId: handOffWorkflowId(handOff.handOffId),
        input: handOff,
        labels: {
          propertyId: handOff.propertyId,
          state: 'waiting',
          nextDeadlineAt: handOff.breachAt,
        },
        summary: `a person must answer: ${handOff.reason}`,
      }),
    tellHandOff: ({ handOffId, fact }) =>
      tell(handOffWorkflowId(handOffId), {
        signal: fact === 'taken' ? handOffTaken : handOffReleased,
        args: [],
      }),
  };
}

type RequestProcesses = Pick<
  Processes,
  | 'openMaintenanceRequest'
  | 'reopenMaintenanceRequest'
  | 'tellResidentAnswered'
  | 'tellWorkOrderChanged'
  | 'tellPlatformWrite'
  | 'tellRequestCancelled'
  | 'tellRequestRaised'
  | 'tellClassCorrected'
  | 'tellApprovalWished'
  | 'tellApprovalEnded'
>;

function maintenanceRequests({ open, openAgain, tell }: WorkflowCalls): RequestProcesses {
  const tellRequest = <Args extends unknown[]>(requestId: string, fact: Fact<Args>) =>
    tell(maintenanceRequestWorkflowId(requestId), fact);
  return {
    openMaintenanceRequest: (request) => open(requestStart(request)),
    reopenMaintenanceRequest: (request) => openAgain(requestStart(request)),
    tellResidentAnswered: ({ requestId, ...answer }) =>
      tellRequest(requestId, { signal: residentAnswered, args: [answer] }),
    tellWorkOrderChanged: ({ requestId, news }) =>
      tellRequest(requestId, { signal: workOrderChanged, args: [news] }),
    tellPlatformWrite: ({ requestId, outcome }) =>
      tellRequest(requestId, { signal: platformWriteEnded, args: [outcome] }),
    tellRequestRaised: ({ requestId, raise }) =>
      tellRequest(requestId, { signal: requestRaised, args: [raise] }),
    tellClassCorrected: ({ requestId, correction }) =>
      tellRequest(requestId, { signal: classCorrected, args: [correction] }),
    tellRequestCancelled: ({ requestId, by }) =>
      tellRequest(requestId, { signal: requestCancelled, args: [{ by }] }),
    tellApprovalWished: ({ requestId, approval }) =>
      tellRequest(requestId, { signal: approvalWished, args: [approval] }),
    tellApprovalEnded: ({ requestId, approvalId, state }) =>
      tellRequest(requestId, { signal: approvalEnded, args: [{ approvalId, state }] }),
  };
}

const requestStart = (request: MaintenanceRequestCase): Start => ({
  type: 'maintenanceRequest',
  workflowId: maintenanceRequestWorkflowId(request.requestId),
  input: { ...request, carried: null },
  labels: {
    propertyId: request.propertyId,
    class: request.class,
    state: 'opening',
    nextDeadlineAt: request.deadlines.dispatchBy,
  },
  summary: `${request.reference}, ${request.class}, ${request.trade}`,
});

type ApprovalProcesses = Pick<
  Processes,
  'openApproval' | 'revokeApproval' | 'askFromApproval' | 'tellQuestionAnswered'
>;

function approvals({ open, ask, tell }: WorkflowCalls): ApprovalProcesses {
  return {
    askFromApproval: ({ approvalId, questionId }) =>
      ask(approvalWorkflowId(approvalId), {
        update: askResident,
        args: [{ questionId }],
        updateId: `ask/${questionId}`,
      }),
    tellQuestionAnswered: ({ approvalId, questionId }) =>
      tell(approvalWorkflowId(approvalId), { signal: questionAnswered, args: [{ questionId }] }),
    revokeApproval: ({ approvalId, revocation }) =>
      ask(approvalWorkflowId(approvalId), {
        update: revoke,
        args: [{ revocation }],
        updateId: 'revoked',
      }),
    openApproval: (approval) =>
      open({
        type: 'approval',
        workflowId: approvalWorkflowId(approval.approvalId),
        input: approval,
        labels: {
          propertyId: approval.subject.propertyId,
          class: approval.subject.class,
          state: 'pending',
          nextDeadlineAt: approval.expiresAt,
        },
        summary: `approval of ${approval.subject.reference}`,
      }),
  };
}

// Writing to the platform and reading documents: chores of the house itself.
function housework({
  open,
  openAndTell,
}: WorkflowCalls): Pick<
  Processes,
  'wakePlatformOutbox' | 'steerPlatformOutbox' | 'ingestDocument' | 'answerDocumentQuestion'
> {
  const writerOf = (connectionId: string): Start => ({
    type: 'platformOutbox',
    workflowId: platformOutboxWorkflowId(connectionId),
    input: { connectionId, isPaused: false },
    labels: {},
    summary: `the one writer of ${connectionId}`,
  });
  return {
    wakePlatformOutbox: (connectionId) =>
      openAndTell(writerOf(connectionId), { signal: rowQueued, args: [] }),
    steerPlatformOutbox: ({ connectionId, fact }) =>
      openAndTell(writerOf(connectionId), {
        signal: fact === 'paused' ? paused : resumed,
        args: [],
      }),
    answerDocumentQuestion: (question) =>
      open({
        type: 'documentQuestion',
        workflowId: documentQuestionWorkflowId(question),
        input: question,
        labels: {},
        summary: 'staff try a document',
      }),
    ingestDocument: (document) =>
      open({
        type: 'documentIngestion',
        workflowId: documentWorkflowId(document),
        input: document,
        labels: {},
        summary: 'read, cut, embed, publish',
      }),
  };
}
