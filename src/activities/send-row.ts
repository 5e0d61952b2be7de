import { carrierOf } from '../ports/channel.ts';
import { ProviderError } from '../ports/errors.ts';
import type { SendOutcome } from '../ports/outbox.ts';
import type { House } from './house.ts';

/**
 * Sends a committed row now. A channel that is closed or down must not fail or hold a process: the row stays queued and
 * the sweep sends it, so that is answered as `queued`.
 */
export async function sendRow(
  { records: { outbox }, channels }: Pick<House, 'records' | 'channels'>,
  sendId: string,
): Promise<SendOutcome> {
  try {
    return await outbox.sendOnce(sendId, carrierOf(channels));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { sendId, state: 'queued' };
  }
}
