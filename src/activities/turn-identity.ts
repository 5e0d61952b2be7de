import type { Assurance, Identity, KnownHome } from '../domain/identity.ts';
import {
  failuresAt,
  hasSecondFact,
  namesHome,
  provenAmong,
  proves,
  readClaim,
  saysMore,
  type Claim,
  type VerificationRule,
} from '../domain/verification.ts';
import { toldLanguage } from '../domain/language.ts';
import type { Language, Resident } from '../domain/resident.ts';
import type { AskedFor } from '../ports/audit-log.ts';
import type { ConversationFacts } from '../ports/conversations.ts';
import { ProviderError } from '../ports/errors.ts';
import type { House } from './house.ts';

type Needs = Pick<House, 'records' | 'platform'>;

/** Who writes, and whether the platform could be asked. */
export interface TurnIdentity {
  identity: Identity;
  isPlatformDown: boolean;
  /**
   * Set when this very turn was about who writes. `confirmed-and-more`: it says more than that. `incomplete`: a home is named and nothing that could prove it.
   * `unproven`: a unit is named in vain; people also name one when they speak of something else.
   */
  verification: 'confirmed' | 'confirmed-and-more' | 'failed' | 'incomplete' | 'unproven' | null;
}

interface IdentifiedTurn {
  turnId: string;
  conversation: ConversationFacts;
  text: string;
  rule: VerificationRule;
}

/**
 * Finds out who writes: by the door's word, by the address, or by what the person can tell of their booking. Never
 * throws for a platform that is down: then who was found before is taken to be at home still, with no more than their
 * number would prove; nobody else is known.
 */
export async function identify(house: Needs, turn: IdentifiedTurn): Promise<TurnIdentity> {
  const { conversation } = turn;
  try {
    const known = await findResident(house, turn);
    if (known) {
      const recognised = await recognise(house, { turn, resident: known });
      // A retry of the turn that proved it goes on as the first try did.
      if (conversation.provenTurnId !== turn.turnId) return recognised;
      const claim = readClaim(turn.text, await house.records.properties.list());
      return { ...recognised, verification: confirmedBy(claim, known) };
    }
    // Who was asked and writes of something else has not failed: what is public is answered to anybody.
    return conversation.awaitsIdentity ? await hearClaim(house, turn) : nobody(conversation);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { ...remembered(conversation), isPlatformDown: true };
  }
}

/** The resident that a proven door named, or the only one with the sender's number; null when nobody is. */
async function findResident({ platform }: Needs, turn: IdentifiedTurn): Promise<Resident | null> {
  const { residentId, propertyId, channel, address, assurance } = turn.conversation;
  if (residentId && assurance !== 'unknown') {
    const resident = await platform.findResident(residentId, askedFor(turn));
    // A door that names another property than the lease's proves nothing.
    return resident && (!propertyId || resident.propertyId === propertyId) ? resident : null;
  }
  if (channel !== 'whatsapp') return null;
  const found = await platform.findResidentsByPhone(`+${address}`, askedFor(turn));
  return found.length === 1 ? (found[0] ?? null) : null; // a shared number proves nobody
}

/** What an asked person says of themselves. Whether the home exists shows in nothing that they are told. */
async function hearClaim(house: Needs, turn: IdentifiedTurn): Promise<TurnIdentity> {
  const { turnId, conversation } = turn;
  const claim = readClaim(turn.text, await house.records.properties.list());
  const stranger = nobody(conversation);
  if (!namesHome(claim)) return stranger;
  if (!hasSecondFact(claim)) return { ...stranger, verification: 'incomplete' };
  const resident = await verify(house, { turn, claim });
  if (!resident) return { ...stranger, verification: claim.bookingId ? 'failed' : 'unproven' };
  const recognised = await recognise(house, { turn, resident, provenInTurn: turnId });
  return { ...recognised, verification: confirmedBy(claim, resident) };
}

const confirmedBy = (claim: Claim, resident: Resident): TurnIdentity['verification'] =>
  saysMore(claim, resident) ? 'confirmed-and-more' : 'confirmed';

async function verify(
  house: Needs,
  { turn, claim }: { turn: IdentifiedTurn; claim: Claim },
): Promise<Resident | null> {
  const { conversation, rule } = turn;
  const { verificationFailures: failures, verificationFailedAt: failedAt } = conversation;
  if (failuresAt(new Date(), { failures, failedAt, rule }) >= rule.failuresMax) return null;
  const found = await findClaimed(house, { turn, claim });
  return claim.bookingId
    ? (found.find((resident) => proves(claim, resident)) ?? null)
    : provenAmong(claim, found);
}

/** Whom a claim may mean: by booking id, else everybody of that unit where it may be. */
async function findClaimed(
  { platform }: Needs,
  { turn, claim }: { turn: IdentifiedTurn; claim: Claim },
): Promise<Resident[]> {
  const { bookingId, unit } = claim;
  const { propertyId } = turn.conversation;
  const claimed = askedFor(turn, 'claim');
  if (bookingId) {
    const resident = await platform.findResident(bookingId, claimed);
    return resident ? [resident] : [];
  }
  if (!unit) return [];
  const here = propertyId ? [propertyId] : null;
  const propertyIds = claim.propertyIds.length > 0 ? claim.propertyIds : here;
  return platform.findResidentsByUnit({ unit, propertyIds }, claimed);
}

/** Whose turn it is that a person's records are read for; a claim is somebody's word of who they are. */
function askedFor(
  { turnId, conversation }: IdentifiedTurn,
  reason: 'door' | 'claim' = 'door',
): AskedFor {
  const { conversationId, propertyId, residentId } = conversation;
  return { propertyId, ids: { conversationId, turnId, residentId, reason } };
}

async function recognise(
  { records: { conversations } }: Needs,
  by: { turn: IdentifiedTurn; resident: Resident; provenInTurn?: string },
): Promise<TurnIdentity> {
  const { turn, resident, ...proof } = by;
  const { conversation } = turn;
  const { conversationId, personId } = conversation;
  // Words prove as much as a number does, whatever the door had said of somebody else.
  const isDoors = !proof.provenInTurn && conversation.assurance !== 'unknown';
  const assurance: Assurance = isDoors ? conversation.assurance : 'channel';
  const { id: residentId, propertyId, unitId, leaseId, status } = resident;
  const language = languageOf(turn, resident);
  const knownHome = { residentId, unitId, leaseId, status };
  const isNews =
    !isSameHome(conversation.knownHome, knownHome) ||
    conversation.residentId !== residentId ||
    conversation.propertyId !== propertyId ||
    conversation.assurance !== assurance ||
    conversation.awaitsIdentity;
  if (isNews) {
    const found = { residentId, propertyId, assurance, knownHome, language };
    await conversations.identify({ conversationId, ...found, ...proof });
  }
  const identity = { personId, assurance, propertyId, ...knownHome };
  return { identity, isPlatformDown: false, verification: null };
}

/** The language of the turn's words; else the one of before, and at first what the platform says of them. */
function languageOf({ conversation, text }: IdentifiedTurn, resident: Resident): Language {
  const isKnown = conversation.knownHome?.residentId === resident.id;
  return toldLanguage(text) ?? (isKnown ? conversation.language : resident.language);
}

function isSameHome(one: KnownHome | null, other: KnownHome): boolean {
  return (
    one?.residentId === other.residentId &&
    one.unitId === other.unitId &&
    one.leaseId === other.leaseId &&
    one.status === other.status
  );
}

/** Who a conversation was found to be with when the platform could last be asked. */
function remembered(conversation: ConversationFacts): TurnIdentity {
  const { personId, residentId, propertyId, knownHome, assurance } = conversation;
  // A door may have named somebody else since.
  const isOfNow = knownHome !== null && knownHome.residentId === residentId;
  if (!isOfNow || assurance === 'unknown') return nobody(conversation);
  const identity: Identity = { personId, assurance: 'channel', propertyId, ...knownHome };
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
