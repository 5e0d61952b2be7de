import type { GivenReason } from '../../domain/maintenance-request.ts';
import { handOffs, maintenance } from '../proxies.ts';
import type { Story } from './story.ts';

/**
 * Gives a request to people in one way, so that one trouble rings nobody twice: where its resident waits in a
 * conversation by a hand-off, whose own clock rings; else by the managers' alert. So too for an emergency: a hand-off
 * counts hours of business.
 */
export async function giveToPerson({ input }: Story, reason: GivenReason): Promise<void> {
  const { requestId, conversationId } = input;
  const isEmergency = input.class === 'P0' || input.class === 'P1';
  if (conversationId && !isEmergency) await handOffs.openHandOff({ conversationId, reason });
  else await maintenance.giveToPerson({ requestId, reason });
}
