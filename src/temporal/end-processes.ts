import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { ProviderUnavailable } from '../ports/errors.ts';
import type { PropertyProcesses } from '../ports/removals.ts';
import { approvalWorkflowId } from '../workflows/approval/contract.ts';
import { conversationWorkflowId } from '../workflows/conversation/contract.ts';
import { documentWorkflowId } from '../workflows/document-ingestion/contract.ts';
import { handOffWorkflowId } from '../workflows/hand-off/contract.ts';
import { maintenanceRequestWorkflowId } from '../workflows/maintenance-request/contract.ts';
import { onCallAlertWorkflowId } from '../workflows/on-call-alert/contract.ts';

/** Ends processes whose rows are going, or have gone; one that has ended need not be ended. */
export type EndProcesses = (processes: PropertyProcesses) => Promise<void>;

const REASON = 'its property was removed';
const ENOUGH_MS = 5_000;

/** Terminates: a cancelled process would still speak to people about what is gone. @throws ProviderUnavailable */
export function createEndProcesses({ client }: { client: Client }): EndProcesses {
  return async (processes) => {
    for (const workflowId of workflowIdsOf(processes)) {
      try {
        await client.withDeadline(Date.now() + ENOUGH_MS, () =>
          client.workflow.getHandle(workflowId).terminate(REASON),
        );
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) continue;
        throw new ProviderUnavailable('the workflow engine did not answer', { cause: error });
      }
    }
  };
}

function workflowIdsOf(processes: PropertyProcesses): string[] {
  const { conversations, requests, approvals, handOffs, alerts, documents } = processes;
  return [
    ...documents.map(documentWorkflowId),
    ...conversations.map(conversationWorkflowId),
    ...requests.map(maintenanceRequestWorkflowId),
    ...approvals.map(approvalWorkflowId),
    ...handOffs.map(handOffWorkflowId),
    ...alerts.map(onCallAlertWorkflowId),
  ];
}
