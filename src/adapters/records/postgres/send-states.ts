import type { DeliveryStatus } from '../../../ports/channel.ts';
import {
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
} from '../../../ports/errors.ts';
import type { SendState } from '../../../ports/outbox.ts';

const ARRIVED: readonly SendState[] = ['delivered', 'read'];

/** A send's state after a provider's word about it: never backwards, and a failure stands unless it did arrive. */
export function mergeStatus(known: SendState, told: DeliveryStatus['state']): SendState {
  if (known === 'read') return known;
  if (ARRIVED.includes(told)) return told;
  if (known === 'delivered' || known === 'failed') return known;
  return told;
}

/** What an attempt to hand a message over came to; `error` is to be thrown on, since trying later may help. */
export type HandOver =
  | { state: 'sent'; providerMessageId: string }
  | { state: 'failed'; failureCode: string }
  | { state: 'queued'; error: Error }
  | { state: 'unknown'; failureCode: string };

/** What a refused or broken call means for the row: only an explicit "not sent" may be tried again. */
export function handOverOf(error: unknown): HandOver {
  if (error instanceof ProviderRejected) return { state: 'failed', failureCode: 'rejected' };
  const isNotSent =
    error instanceof ProviderRateLimited ||
    error instanceof ProviderUnauthorized ||
    error instanceof ProviderUnavailable;
  if (isNotSent) return { state: 'queued', error };
  return { state: 'unknown', failureCode: error instanceof Error ? error.name : 'error' };
}
