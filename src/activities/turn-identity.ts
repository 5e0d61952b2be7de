import type { Assurance, Identity } from '../domain/identity.ts';
import { proves, readClaim, type Claim } from '../domain/verification.ts';
import type { Resident } from '../domain/resident.ts';
import type { ConversationFacts } from '../ports/conversations.ts';
import { ProviderError } from '../ports/errors.ts';
import { audited } from './audited.ts';
import type { House } from './house.ts';

type Needs = Pick<House, 'records' | 'platform'>;

/** After so many failed tries a person takes over, and nothing that is said proves anything any more. */
export const VERIFICATION_FAILURES_MAX = 2;

/** Who writes, and whether the platform could be asked. */
export interface TurnIdentity {
  identity: Identity;
  isPlatformDown: boolean;
  /** Set when this very turn proved or failed to prove who writes. */
  verification: 'confirmed' | 'failed' | null;
}

/**
 * Finds out who writes: by the door's word, by the address, or by what the person can tell of their booking. Never
 * throws for a platform that is down: then nobody is known, and what needs them is handed over.
 */
export async function identify(
  house: Needs,
  { conversation, text }: { conversation: ConversationFacts; text: string },
): Promise<TurnIdentity> {
  try {
    const known = await findResident(house, conversation);
    if (known) return await recognise(house, { conversation, resident: known });
    const claim = readClaim(text);
    // Who was asked and writes of something else has not failed: what is public is answered to anybody.
    if (!conversation.awaitsIdentity || !claim.bookingId) return nobody(conversation);
    const proven = await verify(house, { conversation, claim });
    if (!proven) return { ...nobody(conversation), verification: 'failed' };
    const recognised = await recognise(house, { conversation, resident: proven });
    return { ...recognised, verification: 'confirmed' };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { ...nobody(conversation), isPlatformDown: true };
  }
}

/** The resident that a proven door named, or the only one with the sender's number; null when nobody is. */
async function findResident(
  house: Needs,
  conversation: ConversationFacts,
): Promise<Resident | null> {
  const { residentId, propertyId, channel, address, assurance } = conversation;
  if (residentId && assurance !== 'unknown') {
    const run = (): Promise<Resident | null> => house.platform.findResident(residentId);
    const resident = await read(house, { conversation, operation: 'find-resident', run });
    // A door that names another property than the lease's proves nothing.
    return resident && (!propertyId || resident.propertyId === propertyId) ? resident : null;
  }
  if (channel !== 'whatsapp') return null;
  const run = (): Promise<Resident[]> => house.platform.findResidentsByPhone(`+${address}`);
  const found = await read(house, { conversation, operation: 'find-residents-by-phone', run });
  return found.length === 1 ? (found[0] ?? null) : null; // a shared number proves nobody
}

async function verify(
  house: Needs,
  { conversation, claim }: { conversation: ConversationFacts; claim: Claim },
): Promise<Resident | null> {
  const { bookingId } = claim;
  if (!bookingId || conversation.verificationFailures >= VERIFICATION_FAILURES_MAX) return null;
  const run = (): Promise<Resident | null> => house.platform.findResident(bookingId);
  const resident = await read(house, { conversation, operation: 'verify-resident', run });
  return resident && proves(claim, resident) ? resident : null;
}

/** Every read of a person's records is on the record. */
function read<Result>(
  { records: { auditLog } }: Needs,
  by: { conversation: ConversationFacts; operation: string; run: () => Promise<Result> },
): Promise<Result> {
  const { conversationId, propertyId } = by.conversation;
  const chain = propertyId ?? 'house';
  return audited({ auditLog, chain, operation: by.operation, facts: { conversationId } }, by.run);
}

async function recognise(
  { records: { conversations } }: Needs,
  { conversation, resident }: { conversation: ConversationFacts; resident: Resident },
): Promise<TurnIdentity> {
  const { conversationId, personId } = conversation;
  const assurance: Assurance =
    conversation.assurance === 'unknown' ? 'channel' : conversation.assurance;
  const { id: residentId, propertyId, unitId, leaseId, status, language } = resident;
  const isNews =
    conversation.residentId !== residentId ||
    conversation.propertyId !== propertyId ||
    conversation.assurance !== assurance ||
    conversation.awaitsIdentity;
  if (isNews) {
    await conversations.identify({ conversationId, residentId, propertyId, assurance, language });
  }
  const identity = { personId, assurance, residentId, propertyId, unitId, leaseId, status };
  return { identity, isPlatformDown: false, verification: null };
}

function nobody({ personId, propertyId }: ConversationFacts): TurnIdentity {
  const identity: Identity = {
    personId,
    assurance: 'unknown',
    residentId: null,
    propertyId,
    unitId: null,
    leaseId: null,
    status: 'unknown',
  };
  return { identity, isPlatformDown: false, verification: null };
}
