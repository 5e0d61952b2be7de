import { approvalWorkflowId } from '../workflows/approval/contract.ts';
import { conversationWorkflowId } from '../workflows/conversation/contract.ts';
import { maintenanceRequestWorkflowId } from '../workflows/maintenance-request/contract.ts';
import { onCallAlertWorkflowId } from '../workflows/on-call-alert/contract.ts';
import { platformOutboxWorkflowId } from '../workflows/platform-outbox/contract.ts';
import type { ShownProcess, WebUiAnswer } from './answers/web-ui.ts';

/** What the ids of each process begin with; a document's goes on with its id, a slash and the version. */
const ID_STARTS: Record<ShownProcess, string> = {
  conversation: conversationWorkflowId(''),
  request: maintenanceRequestWorkflowId(''),
  approval: approvalWorkflowId(''),
  alert: onCallAlertWorkflowId(''),
  document: 'document/',
  platformOutbox: platformOutboxWorkflowId(''),
};

const NO_WEB_UI =
  'Nobody said where the Temporal Web UI of this house is: set NIGHTPORTER_TEMPORAL_UI to its address and start again.';

/** Where the Temporal Web UI shows what. */
export interface WebUi {
  answer: WebUiAnswer;
  /** All workflows; null where no Web UI is configured. */
  listUrl: string | null;
  /** The page of a task queue; null where no Web UI is configured. */
  queueUrl: (taskQueue: string) => string | null;
}

/** The Web UI at that address; absent: no links, and the reason. */
export function createWebUi({
  address,
  namespace,
}: {
  address: string | undefined;
  namespace: string;
}): WebUi {
  if (address === undefined) {
    const answer = { namespace, workflows: null, reason: NO_WEB_UI };
    return { answer, listUrl: null, queueUrl: () => null };
  }
  const base = `${address.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}`;
  const at = (process: ShownProcess): string =>
    `${base}/workflows/${encodeURIComponent(ID_STARTS[process])}`;
  const workflows = {
    conversation: at('conversation'),
    request: at('request'),
    approval: at('approval'),
    alert: at('alert'),
    document: at('document'),
    platformOutbox: at('platformOutbox'),
  };
  return {
    answer: { namespace, workflows, reason: null },
    listUrl: `${base}/workflows`,
    queueUrl: (taskQueue) => `${base}/task-queues/${encodeURIComponent(taskQueue)}`,
  };
}
