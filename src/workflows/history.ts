import { workflowInfo } from '@temporalio/workflow';

// Long enough that recycling is rare, short enough that a replay takes milliseconds.
const EVENTS_MAX = 1000;

/** Whether it is time to continue as new. */
export function historyIsLong(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength > EVENTS_MAX;
}

/** Milliseconds from now to an instant, never negative. */
export function untilMs(instant: string): number {
  return Math.max(0, Date.parse(instant) - Date.now());
}
