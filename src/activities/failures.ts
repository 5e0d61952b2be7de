import { ApplicationFailure } from '@temporalio/common';
import {
  DocumentUnreadable,
  ModelOutputInvalid,
  ProviderError,
  ProviderRateLimited,
  RecordNotFound,
} from '../ports/errors.ts';

type Activity = (input: never) => Promise<unknown>;

const KNOWN = [ProviderError, RecordNotFound, ModelOutputInvalid, DocumentUnreadable];

/** The one translation of our errors into Temporal's: a failure's type is its class name, so policies can name it. */
function toFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !KNOWN.some((known) => error instanceof known)) return error;
  return ApplicationFailure.create({
    message: error.message,
    type: error.name,
    cause: error,
    ...(error instanceof ProviderRateLimited ? { nextRetryDelay: error.retryAfterMs } : {}),
  });
}

/** Wraps every activity of a group so that its errors arrive translated. */
export function translated<Group extends Record<string, Activity>>(group: Group): Group {
  const wrap =
    (activity: Activity): Activity =>
    async (input) => {
      try {
        return await activity(input);
      } catch (error) {
        throw toFailure(error);
      }
    };
  const entries = Object.entries(group).map(([name, activity]) => [name, wrap(activity)] as const);
  return Object.assign({}, group, Object.fromEntries(entries));
}
