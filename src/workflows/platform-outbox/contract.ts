import { defineSignal } from '@temporalio/workflow';

/** The one writer of a connection. */
export const platformOutboxWorkflowId = (connectionId: string): string =>
  `platform-outbox/${connectionId}`;

export interface PlatformOutboxInput {
  connectionId: string;
  isPaused: boolean;
}

/** There is a new row to write. */
export const rowQueued = defineSignal('rowQueued');
export const paused = defineSignal('paused');
export const resumed = defineSignal('resumed');
