import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { TypedSearchAttributes, type SignalDefinition } from '@temporalio/common';
import { ProviderUnavailable } from '../ports/errors.ts';
import type { Processes } from '../ports/processes.ts';
import { approvalEnded } from '../workflows/maintenance-request/contract.ts';
import * as request from '../workflows/maintenance-request/contract.ts';
import { approvalWorkflowId } from '../workflows/approval/contract.ts';
import { conversationWorkflowId, messageReceived } from '../workflows/conversation/contract.ts';
import { documentWorkflowId } from '../workflows/document-ingestion/contract.ts';
import {
  handOffReleased,
  handOffTaken,
  handOffWorkflowId,
} from '../workflows/hand-off/contract.ts';
import { alertAccepted, onCallAlertWorkflowId } from '../workflows/on-call-alert/contract.ts';
import { platformOutboxWorkflowId, rowQueued } from '../workflows/platform-outbox/contract.ts';
import { searchAttributes, type Labels } from '../workflows/search-attributes.ts';
import { MAIN_TASK_QUEUE } from './task-queues.ts';

/** How the house reaches its processes. */
export interface ProcessesOptions {
  client: Client;
  /** How long a call may take; the provider's webhook waits for none of them. */
  deadlineMs: number;
  /** How long a resident must be quiet before a turn begins. */
  quietMs: number;
}

interface Start {
  type: string;
  workflowId: string;
  input: object;
  labels: Labels;
  /** One line for the list in the Web UI. */
  summary: string;
}

/** Opens and tells workflows over the client; opening twice and telling an ended one are harmless. */
export function createProcesses({ client, deadlineMs, quietMs }: ProcessesOptions): Processes {
  const call = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    try {
      return await client.withDeadline(Date.now() + deadlineMs, run);
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) throw error;
      if (error instanceof WorkflowNotFoundError) throw error;
      throw new ProviderUnavailable('the workflow engine did not answer', { cause: error });
    }
  };

  const startOptions = ({ workflowId, input, labels, summary }: Start) => ({
    workflowId,
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
    staticSummary: summary,
    typedSearchAttributes: new TypedSearchAttributes(searchAttributes(labels)),
  });

  /** Starts a process that happens once; one that runs or has ended stays as it is. */
  const open = async (start: Start): Promise<void> => {
    try {
      await call(() =>
        client.workflow.start(start.type, {
          ...startOptions(start),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };

  const tell = async <Args extends unknown[]>(
    workflowId: string,
    fact: { signal: SignalDefinition<Args>; args: Args },
  ): Promise<void> => {
    try {
      await call(() => client.workflow.getHandle(workflowId).signal(fact.signal, ...fact.args));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error; // it has ended: nobody need be told
    }
  };

  const tellRequest = <Args extends unknown[]>(
    requestId: string,
    fact: { signal: SignalDefinition<Args>; args: Args },
  ): Promise<void> => tell(request.maintenanceRequestWorkflowId(requestId), fact);

  return {
    async tellConversation({ messageId, conversationId, sequence, propertyId, danger }) {
      const start = {
        type: 'conversation',
        workflowId: conversationWorkflowId(conversationId),
        input: { conversationId, quietMs, carried: null },
        labels: { propertyId },
        summary: 'conversation with a resident',
      };
      await call(() =>
        client.workflow.signalWithStart(start.type, {
          ...startOptions(start),
          signal: messageReceived,
          signalArgs: [{ messageId, sequence, danger }],
        }),
      );
    },
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
    openMaintenanceRequest: (opened) =>
      open({
        type: 'maintenanceRequest',
        workflowId: request.maintenanceRequestWorkflowId(opened.requestId),
        input: { ...opened, carried: null },
        labels: {
          propertyId: opened.propertyId,
          class: opened.class,
          state: 'opening',
          nextDeadlineAt: opened.deadlines.dispatchBy,
        },
        summary: `${opened.reference}, ${opened.class}, ${opened.trade}`,
      }),
    tellResidentAnswered: ({ requestId, ...answer }) =>
      tellRequest(requestId, { signal: request.residentAnswered, args: [answer] }),
    tellWorkOrderChanged: ({ requestId, news }) =>
      tellRequest(requestId, { signal: request.workOrderChanged, args: [news] }),
    tellPlatformWrite: ({ requestId, outcome }) =>
      tellRequest(requestId, { signal: request.platformWriteEnded, args: [outcome] }),
    tellRequestCancelled: ({ requestId, by }) =>
      tellRequest(requestId, { signal: request.requestCancelled, args: [{ by }] }),
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
    tellApprovalEnded: ({ requestId, approvalId, state }) =>
      tellRequest(requestId, { signal: approvalEnded, args: [{ approvalId, state }] }),
    async wakePlatformOutbox(connectionId) {
      const start = {
        type: 'platformOutbox',
        workflowId: platformOutboxWorkflowId(connectionId),
        input: { connectionId, isPaused: false },
        labels: {},
        summary: `the one writer of ${connectionId}`,
      };
      await call(() =>
        client.workflow.signalWithStart(start.type, {
          ...startOptions(start),
          signal: rowQueued,
        }),
      );
    },
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
