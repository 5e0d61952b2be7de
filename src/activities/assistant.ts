import { activityInfo } from '@temporalio/activity';
import { asksForPerson } from '../domain/asks-for-person.ts';
import type { Decision } from '../domain/decision.ts';
import type { Passage } from '../domain/document.ts';
import { readableScopes } from '../domain/identity.ts';
import type { JudgedBy } from '../domain/judge.ts';
import { mask } from '../domain/mask.ts';
import { consentKeyword, hasWords } from '../domain/message.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import type { PropertySettings } from '../domain/property.ts';
import { renderText } from '../domain/texts.ts';
import { forgottenBefore } from '../domain/verification.ts';
import type { TurnFacts } from '../ports/conversations.ts';
import { ModelOutputInvalid, ProviderError } from '../ports/errors.ts';
import type { CommittedDanger } from '../ports/inbox.ts';
import type { AskedFor } from '../ports/audit-log.ts';
import type { Proposal, TurnContext } from '../ports/language-model.ts';
import { dangerDecisions } from './danger-decisions.ts';
import type { House } from './house.ts';
import { heedStaffQuestions } from './staff-answers.ts';
import {
  askIdentityAgain,
  besideProof,
  decisionsOf,
  greet,
  handOverOnly,
  holdsWish,
  isElsewhere,
  readSigns,
  tellFirst,
  withHeldBack,
  type Proposed,
} from './turn-decisions.ts';
import { identify, type TurnIdentity } from './turn-identity.ts';
import { rolloutInForce } from './turn-rollout.ts';

type Needs = Pick<
  House,
  'records' | 'channels' | 'platform' | 'knowledgeIndex' | 'languageModel' | 'policyPacks'
>;

/** Below this the assistant hands over; chosen on the exemplars, not on the evaluation sets. */
export const CONFIDENCE_MIN = 0.35;
/** As many passages as a model is shown. */
export const PASSAGES_MAX = 8;
// A model that fails twice is not waited for any longer: the resident is told that a person will answer.
const MODEL_ATTEMPTS_MAX = 3;

/** A turn as the workflow may know it: decisions, and everything that judging them depends on. */
export interface ProposedTurn extends JudgedBy {
  decisions: Decision[];
}

/** Reads a turn and proposes what to do about it. */
export function createAssistantActivities(house: Needs) {
  return {
    /**
     * Takes the turn's messages, finds out who writes, and proposes. A turn of a person whom staff have taken over
     * holds its dangers only. Gives a dead model up at the third attempt.
     */
    proposeDecisions: (turn: TakenTurn) => proposeDecisions(house, turn),
  };
}

interface TakenTurn {
  turnId: string;
  conversationId: string;
  messageIds: string[];
  dangers: CommittedDanger[];
}

async function proposeDecisions(house: Needs, turn: TakenTurn): Promise<ProposedTurn> {
  const { conversations, properties } = house.records;
  const facts = await conversations.takeTurn(turn);
  const text = facts.messages.map((message) => message.text).join('\n');
  const { turnId } = turn;
  const { conversation } = facts;
  const { verification: rule } = house.policyPacks.current(conversation.propertyId);
  const found = await identify(house, { turnId, conversation, text, rule });
  const { identity } = found;
  const property = identity.propertyId ? await properties.find(identity.propertyId) : null;
  const pack = house.policyPacks.current(identity.propertyId);
  const inDanger = dangerDecisions(facts, { dangers: turn.dangers, pack });
  const read = { turnId, facts, found, property, pack, inDanger };
  const proposed = await heedStaffQuestions(house, {
    turnId,
    facts,
    dangers: turn.dangers,
    confidenceMin: CONFIDENCE_MIN,
    proposed: (await withoutModel(house, read)) ?? (await withModel(house, read)),
  });
  await conversations.saveProposal({ turnId, ...proposed, packVersion: pack.version });
  // Read behind the model: a stop that came while it was thinking counts already.
  const rollout = await rolloutInForce(house, { ...conversation, ...identity });
  return { decisions: proposed.decisions, identity, rollout, confidenceMin: CONFIDENCE_MIN };
}

interface ReadTurn {
  turnId: string;
  facts: TurnFacts;
  found: TurnIdentity;
  property: PropertySettings | null;
  pack: PolicyPack;
  inDanger: Proposed;
}

/** Turns that need no reading by a model; null for all others. */
async function withoutModel(house: Needs, turn: ReadTurn): Promise<Proposed | null> {
  const { facts, found, inDanger } = turn;
  const { messages, conversation } = facts;
  const { verification } = found;
  if (conversation.isTakenOver) return inDanger;
  if (messages.some(({ text }) => asksForPerson(text))) return bringPerson(house, turn);
  if (messages.some(({ kind }) => kind === 'unreadable')) {
    return handOverOnly('unreadable-message', inDanger);
  }
  if (verification === 'failed') return notProven(house, turn);
  if (verification === 'confirmed') return takeUp(house, { turn, wished: greet(inDanger) });
  if (verification === 'incomplete') return tellFirst(say('identity-ask-second', turn), inDanger);
  return withoutTalk(house, turn);
}

/** Keywords, signs and empty lines hold nothing that a model could read; null where there is more. */
function withoutTalk(house: Needs, turn: ReadTurn): Proposed | null {
  const { facts, inDanger } = turn;
  const { messages, conversation } = facts;
  // STOP and START were obeyed and confirmed at the door.
  const { hasOptOut = false } = house.channels[conversation.channel] ?? {};
  const isTalk = messages.some(({ text }) => !hasOptOut || consentKeyword(text) === null);
  if (!isTalk) return inDanger;
  return messages.some(({ text }) => hasWords(text))
    ? null
    : readSigns(facts, { inDanger, askForWords: say('no-words', turn) });
}

/** The first contact promises that this word always works; what waited for a proof that came with it is done too. */
async function bringPerson(house: Needs, turn: ReadTurn): Promise<Proposed> {
  const { verification } = turn.found;
  const wished = handOverOnly('asked-for-person', turn.inDanger);
  const isProof = verification === 'confirmed' || verification === 'confirmed-and-more';
  return isProof ? takeUp(house, { turn, wished }) : wished;
}

const say = (key: string, { pack, facts }: ReadTurn): string =>
  renderText({ pack, key, language: facts.conversation.language });

/** Asked once more, and after the last try a person takes over; the same whether the booking exists or not. */
async function notProven(house: Needs, { turnId, ...turn }: ReadTurn): Promise<Proposed> {
  const { facts, inDanger } = turn;
  const { conversationId } = facts.conversation;
  const { verification: rule } = turn.pack;
  const failures = await house.records.conversations.countFailure({
    conversationId,
    turnId,
    forgottenBefore: forgottenBefore(new Date(), rule),
  });
  return failures >= rule.failuresMax
    ? handOverOnly('verification-failed', inDanger)
    : askIdentityAgain(inDanger);
}

async function withModel(house: Needs, turn: ReadTurn): Promise<Proposed> {
  const { facts, found, pack, inDanger } = turn;
  const texts = facts.messages.map(({ text }) => mask(text));
  const question = texts.join('\n');
  const scopes = readableScopes(found.identity, await organisationOf(house, turn));
  const search = { text: question, scopes, limit: PASSAGES_MAX };
  const passages: Passage[] = (await house.knowledgeIndex.search(search)).map(
    ({ passage }) => passage,
  );
  const context: TurnContext = {
    texts,
    language: facts.conversation.language,
    recent: facts.recent.map((line) => ({ ...line, text: mask(line.text) })),
    passages,
    openQuestions: facts.openQuestions,
    openRequests: facts.openRequests,
    closedRequests: facts.closedRequests,
    issues: Object.entries(pack.catalogue).map(([id, issue]) => ({
      id,
      words: issue.words.en.join(', '),
      class: issue.class,
    })),
  };
  const { isPlatformDown, identity, verification } = found;
  const { residentId, propertyId } = identity;
  const ids = { conversationId: facts.conversation.conversationId, residentId };
  const proposal = await askModel(house, { context, askedFor: { propertyId, ids } });
  const { openRequests, closedRequests } = facts;
  const isAtHome = identity.unitId !== null;
  const about = { openRequests, closedRequests };
  const { language } = context;
  const by = {
    passages,
    pack,
    language,
    inDanger,
    detail: question,
    isPlatformDown,
    isAtHome,
    ...about,
  };
  const { awaitsIdentity } = facts.conversation;
  const isProof = verification === 'confirmed-and-more';
  if (isProof && proposal) {
    return takeUp(house, { turn, wished: decisionsOf(besideProof(proposal), by) });
  }
  const helpless = handOverOnly('model-unavailable', inDanger);
  if (!proposal) return isProof ? takeUp(house, { turn, wished: helpless }) : helpless;
  const isAsked = awaitsIdentity && identity.assurance === 'unknown' && !isPlatformDown;
  const isOther = verification === 'unproven' ? holdsWish(proposal) : isElsewhere(proposal);
  return isAsked && !isOther ? notProven(house, turn) : decisionsOf(proposal, by);
}

/** Tells somebody who has just proven who they are so, and takes up what had waited for it. */
async function takeUp(
  { records: { conversations } }: Needs,
  { turn, wished }: { turn: ReadTurn; wished: Proposed },
): Promise<Proposed> {
  const held = await conversations.readHeldBack(turn.facts.conversation.conversationId);
  return tellFirst(say('identity-confirmed', turn), withHeldBack(held, wished));
}

/** Whose public documents may be told: of the property, else of the number's own organisation or the only one. */
async function organisationOf(
  { channels, records: { properties } }: Needs,
  { facts, found, property }: ReadTurn,
): Promise<string | null> {
  if (property) return property.organisationId;
  if (found.identity.propertyId !== null) return null; // of a property that is not set up here
  const ours = channels[facts.conversation.channel]?.organisationId;
  if (ours) return ours;
  const known = new Set((await properties.list()).map(({ organisationId }) => organisationId));
  const [only, ...others] = known;
  return only && others.length === 0 ? only : null;
}

/** The model's proposal; null when it is down and has been asked often enough. */
export async function askModel(
  { languageModel }: Pick<House, 'languageModel'>,
  { context, askedFor }: { context: TurnContext; askedFor: AskedFor },
): Promise<Proposal | null> {
  try {
    return await languageModel.propose(context, askedFor);
  } catch (error) {
    const isModelFailure = error instanceof ProviderError || error instanceof ModelOutputInvalid;
    if (!isModelFailure || activityInfo().attempt < MODEL_ATTEMPTS_MAX) throw error;
    return null;
  }
}

export type AssistantActivities = ReturnType<typeof createAssistantActivities>;
