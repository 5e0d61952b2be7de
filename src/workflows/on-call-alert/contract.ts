import { defineSignal } from '@temporalio/workflow';
import type { AlertCase } from '../../domain/alert.ts';

/** One workflow for each alert; it ends when somebody accepts, or its matter is over. */
export const onCallAlertWorkflowId = (alertId: string): string => `on-call/${alertId}`;

export interface OnCallAlertInput extends AlertCase {
  /** How often it has rung before it continued as new. */
  attempt: number;
}

export const alertAccepted = defineSignal<[{ staffId: string }]>('alertAccepted');
export const alertClosed = defineSignal('alertClosed');
