import { ActivityFailure, isCancellation } from '@temporalio/workflow';

/** Whether a step failed outside, as against a bug or a cancellation, which must not be hidden. */
export function isOutsideFailure(error: unknown): error is ActivityFailure {
  return error instanceof ActivityFailure && !isCancellation(error);
}
