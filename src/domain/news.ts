import type { MaintenanceRequestState, RequestQuestion } from './maintenance-request.ts';
import { statusKey } from './request-text.ts';

/** What a message of ours tells besides a turn's answer: ids and states, never words. */
export type NewsOf = RequestNewsOf | { kind: 'alarm'; dangerId: string };

/** News of a request: the key of its text, and how the request stood when it was written. */
export interface RequestNewsOf {
  kind: 'request';
  requestId: string;
  key: string;
  state: MaintenanceRequestState;
  question: RequestQuestion | null;
}

/**
 * The key of the text that tells held-back news now: its own while the request stands as it stood then, else that of
 * the request's present state, so that nothing stale is told and nothing promised is missed.
 */
export function keyAfterRelease(
  news: RequestNewsOf,
  now: Pick<RequestNewsOf, 'state' | 'question'>,
): string {
  const isStillTrue = news.state === now.state && news.question === now.question;
  return isStillTrue ? news.key : statusKey(now.state);
}
