import type { Identity } from '../domain/identity.ts';
import { readClaim, proves } from '../domain/verification.ts';
import type { Resident } from '../domain/resident.ts';
import type { ConversationFacts } from '../ports/conversations.ts';
import { ProviderError } from '../ports/errors.ts';
import { audited } from './audited.ts';
import type { House } from './house.ts';

/** Who writes, and whether the platform could be asked. */
export interface TurnIdentity {
  identity: Identity;
  isPlatformDown: boolean;
  /** Set when this very turn proved or failed to prove who writes. */
  verification: 'confirmed' | 'failed' | null;
}

/** Finds out who writes: by the door's word, by the address, or by what the person can tell of their booking. */
export function createTurnIdentity({
  records: { conversations, auditLog },
  platform,
}: Pick<House, 'records' | 'platform'>) {
  const read = <Result>(
    conversation: ConversationFacts,
    by: { operation: string; run: () => Promise<Result> },
  ): Promise<Result> => {
    const { conversationId, propertyId } = conversation;
    const chain = propertyId ?? 'house';
    return audited({ auditLog, chain, operation: by.operation, facts: { conversationId } }, by.run);
  };

  /** The resident of a conversation: claimed by its door, or the only one with its number; null when nobody is. */
  const findResident = async (conversation: ConversationFacts): Promise<Resident | null> => {
    const { residentId, propertyId, channel, address } = conversation;
    if (residentId) {
      const run = (): Promise<Resident | null> => platform.findResident(residentId);
      const resident = await read(conversation, { operation: 'find-resident', run });
      // A door that names another property than the lease's proves nothing.
      return resident && (!propertyId || resident.propertyId === propertyId) ? resident : null;
    }
    if (channel !== 'whatsapp') return null;
    const run = (): Promise<Resident[]> => platform.findResidentsByPhone(`+${address}`);
    const residents = await read(conversation, { operation: 'find-residents-by-phone', run });
    return residents.length === 1 ? (residents[0] ?? null) : null; // a shared number proves nobody
  };

  const verify = async (
    conversation: ConversationFacts,
    text: string,
  ): Promise<Resident | null> => {
    const claim = readClaim(text);
    if (!claim.bookingId) return null;
    const { bookingId } = claim;
    const run = (): Promise<Resident | null> => platform.findResident(bookingId);
    const resident = await read(conversation, { operation: 'verify-resident', run });
    return resident && proves(claim, resident) ? resident : null;
  };

  return {
    /** Never throws for a platform that is down: the person stays who they were, and reads are handed over. */
    async identify(conversation: ConversationFacts, text: string): Promise<TurnIdentity> {
      try {
        const known = await findResident(conversation);
        if (known) {
          const assurance =
            conversation.assurance === 'unknown' ? 'channel' : conversation.assurance;
          await remember(conversation, { resident: known, assurance });
          return {
            identity: identityOf(conversation, { resident: known, assurance }),
            isPlatformDown: false,
            verification: null,
          };
        }
        if (!conversation.awaitsIdentity) return unknown(conversation);
        const proven = await verify(conversation, text);
        if (!proven) return { ...unknown(conversation), verification: 'failed' };
        await remember(conversation, { resident: proven, assurance: 'channel' });
        return {
          identity: identityOf(conversation, { resident: proven, assurance: 'channel' }),
          isPlatformDown: false,
          verification: 'confirmed',
        };
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        return { ...unknown(conversation), isPlatformDown: true };
      }
    },
  };

  async function remember(
    conversation: ConversationFacts,
    by: { resident: Resident; assurance: ConversationFacts['assurance'] },
  ): Promise<void> {
    const { resident, assurance } = by;
    const isKnown =
      conversation.residentId === resident.id &&
      conversation.propertyId === resident.propertyId &&
      conversation.assurance === assurance &&
      !conversation.awaitsIdentity;
    if (isKnown) return;
    await conversations.identify({
      conversationId: conversation.conversationId,
      residentId: resident.id,
      propertyId: resident.propertyId,
      assurance,
      language: resident.language,
    });
  }
}

function identityOf(
  conversation: ConversationFacts,
  { resident, assurance }: { resident: Resident; assurance: Identity['assurance'] },
): Identity {
  return {
    personId: conversation.personId,
    assurance,
    residentId: resident.id,
    propertyId: resident.propertyId,
    unitId: resident.unitId,
    leaseId: resident.leaseId,
    status: resident.status,
  };
}

function unknown(conversation: ConversationFacts): TurnIdentity {
  const identity: Identity = {
    personId: conversation.personId,
    assurance: 'unknown',
    residentId: null,
    propertyId: conversation.propertyId,
    unitId: null,
    leaseId: null,
    status: 'unknown',
  };
  return { identity, isPlatformDown: false, verification: null };
}
