import type { Access } from '../domain/access.ts';
import type { Decision, HandOverReason } from '../domain/decision.ts';
import type { Passage } from '../domain/document.ts';
import { ground } from '../domain/grounding.ts';
import { meaningOfSigns } from '../domain/message.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import { precedenceOf } from '../domain/precedence.ts';
import type { Language } from '../domain/resident.ts';
import { renderText } from '../domain/texts.ts';
import type { HeldBack, TurnFacts, TurnPart } from '../ports/conversations.ts';
import type { OpenQuestion, Proposal, ProposedDecision } from '../ports/language-model.ts';
import { isCovered } from './covered-by-danger.ts';

/** Decisions for the workflow, and their words for the row; `part` points from one to the other. */
export interface Proposed {
  decisions: Decision[];
  parts: TurnPart[];
  model: string;
  prompt: string;
}

const WORDLESS: TurnPart = { text: '', detail: null, sources: [] };

/** Nothing but a person will do; dangers stay. */
export function handOverOnly(reason: HandOverReason, inDanger: Proposed): Proposed {
  const parts = [...inDanger.parts, WORDLESS];
  const decision: Decision = { kind: 'hand-over', part: parts.length - 1, reason };
  return { ...inDanger, parts, decisions: [...inDanger.decisions, decision] };
}

/** What was said does not prove who writes: asked once more. */
export function askIdentityAgain(inDanger: Proposed): Proposed {
  const parts = [...inDanger.parts, WORDLESS];
  const decision: Decision = { kind: 'ask-identity', part: parts.length - 1 };
  return { ...inDanger, parts, decisions: [...inDanger.decisions, decision] };
}

/** Says a fixed text before all else: that somebody was found, what is missing still, that no words came. */
export function tellFirst(text: string, proposed: Proposed): Proposed {
  const part = proposed.parts.length;
  const told: Decision = { kind: 'answer', part, confidence: 1 };
  const parts = [...proposed.parts, { ...WORDLESS, text }];
  return { ...proposed, parts, decisions: [told, ...proposed.decisions] };
}

/** Takes up the wishes that waited for a proof, before those of the turn that proves; what is told twice counts once. */
export function withHeldBack(held: HeldBack[], proposed: Proposed): Proposed {
  const parts = [...proposed.parts];
  const waited: Decision[] = [];
  for (const { decision, part } of held) {
    if ([...waited, ...proposed.decisions].some((known) => isSameWish(known, decision))) continue;
    parts.push(part);
    waited.push({ ...decision, part: parts.length - 1 });
  }
  const isGreeting = ({ kind }: Decision): boolean => kind === 'small-talk';
  const told = proposed.decisions.filter((known) => waited.length === 0 || !isGreeting(known));
  return { ...proposed, parts, decisions: [...waited, ...told] };
}

function isSameWish(one: Decision, other: Decision): boolean {
  if (one.kind === 'report-problem' && other.kind === 'report-problem') {
    return one.issue === other.issue;
  }
  if (one.kind === 'read-account' && other.kind === 'read-account') {
    return one.topic === other.topic;
  }
  return one.kind === other.kind;
}

// Questions that a sign can answer; where several are open nobody can tell which it means.
const YES_OR_NO: OpenQuestion['kind'][] = ['confirm-request', 'self-help', 'completed'];

/** What a message of signs alone asks for: the answer to the one question that is open, a word of thanks, or words. */
export function readSigns(
  { messages, openQuestions, closedRequests }: TurnFacts,
  { inDanger, askForWords }: { inDanger: Proposed; askForWords: string },
): Proposed {
  const meaning = meaningOfSigns(messages.map(({ text }) => text).join(''));
  const part = inDanger.parts.length;
  const decide = (decision: Decision): Proposed => ({
    ...inDanger,
    parts: [...inDanger.parts, WORDLESS],
    decisions: [...inDanger.decisions, decision],
  });
  const [question, ...others] = openQuestions;
  const isOne = question && others.length === 0 && YES_OR_NO.includes(question.kind);
  if (isOne && (meaning === 'yes' || meaning === 'no')) {
    return decide(answerOf({ questionId: question.id, meaning, part, closedRequests }));
  }
  if (meaning === 'thanks' || (meaning === 'yes' && openQuestions.length === 0)) {
    return decide({ kind: 'small-talk', part, topic: 'thanks' });
  }
  return inDanger.decisions.length > 0 ? inDanger : tellFirst(askForWords, inDanger);
}

/** A sign as the answer to a question, also to the one that a request left open when it was closed. */
function answerOf(by: {
  questionId: string;
  meaning: 'yes' | 'no';
  part: number;
  closedRequests: TurnFacts['closedRequests'];
}): Decision {
  const { questionId, meaning, part, closedRequests } = by;
  const reply = { kind: 'reply-to-question', questionId, answer: { kind: meaning } } as const;
  const closed = closedRequests.find(({ requestId }) => requestId === questionId);
  return closed ? { ...overClosed(reply, closed), part } : { ...reply, part };
}

/** Somebody who proved who they are and said nothing else is asked what they wish. */
export function greet(inDanger: Proposed): Proposed {
  const greeting: Decision = { kind: 'small-talk', part: inDanger.parts.length, topic: 'greeting' };
  const parts = [...inDanger.parts, WORDLESS];
  return { ...inDanger, parts, decisions: [...inDanger.decisions, greeting] };
}

/** What is left of a proposal for a message that proved who writes: the proof itself is no wish. */
export function besideProof(proposal: Proposal): Proposal {
  const wishes = proposal.decisions.filter(
    (wish) => isWish(wish) || (wish.kind === 'hand-over' && wish.reason === 'asked-for-person'),
  );
  const greeting: ProposedDecision = { kind: 'small-talk', topic: 'greeting' };
  return { ...proposal, decisions: wishes.length > 0 ? wishes : [greeting] };
}

/** Whether a message of somebody who was asked who they are is about something else. */
export function isElsewhere({ decisions }: Proposal): boolean {
  return decisions.some((wish) => isWish(wish) || wish.kind === 'hand-over');
}

/** Whether it holds a wish, beside a unit that it names: a name that no model understands is none. */
export function holdsWish({ decisions }: Proposal): boolean {
  return decisions.some(isWish);
}

const isWish = ({ kind }: ProposedDecision): boolean =>
  kind === 'answer' || NEEDS_PLATFORM.includes(kind);

/**
 * Turns a model's proposal into decisions: answers are checked against their quotes here, so that what is not grounded
 * never leaves this function as an answer; what needs the platform is handed over while it is down.
 */
export function decisionsOf(
  proposal: Proposal,
  by: Omit<Basis, 'access'> & { inDanger: Proposed },
): Proposed {
  const { model, prompt, access } = proposal;
  const parts: TurnPart[] = by.inDanger.parts.map((part) => ({ ...part, access }));
  const dangers = by.inDanger.decisions;
  const decisions = dangers.map((danger) => withCircumstances(danger, proposal));
  for (const wish of unique(proposal)) {
    if (isCovered(wish, { dangers, pack: by.pack })) continue;
    const { part, decision } = toDecision(wish, { ...by, access });
    parts.push(part);
    decisions.push({ ...decision, part: parts.length - 1 });
  }
  return { decisions, parts, model, prompt };
}

/** A danger's own request knows what the model read of the circumstances besides. */
function withCircumstances(danger: Decision, { decisions }: Proposal): Decision {
  if (danger.kind !== 'report-problem') return danger;
  const told = decisions.flatMap((wish) => ('circumstances' in wish ? wish.circumstances : []));
  return { ...danger, circumstances: [...new Set(told)] };
}

function unique({ decisions, frustration, language }: Proposal): ProposedDecision[] {
  const wants = (reason: HandOverReason): ProposedDecision[] => [{ kind: 'hand-over', reason }];
  const asked = decisions.filter((wish) => wish.kind === 'hand-over');
  if (asked.some(({ reason }) => reason === 'asked-for-person')) return wants('asked-for-person');
  if (decisions.length === 0) return wants(language === 'other' ? 'language' : 'low-confidence');
  // One person answers everything that is handed over, so one hand-over a turn is enough.
  const handOver = frustration === 2 ? wants('frustrated') : asked.slice(0, 1);
  return [...decisions.filter((wish) => wish.kind !== 'hand-over'), ...handOver];
}

interface Basis {
  passages: Passage[];
  pack: PolicyPack;
  /** In which the resident reads. */
  language: Language;
  detail: string;
  isPlatformDown: boolean;
  /** Whether it is known where the person lives, from before where the platform is down. */
  isAtHome: boolean;
  access: Access;
  openRequests: TurnFacts['openRequests'];
  closedRequests: TurnFacts['closedRequests'];
}

interface WithWords {
  part: TurnPart;
  decision: Decision;
}

const NEEDS_PLATFORM: ProposedDecision['kind'][] = [
  'report-problem',
  'read-account',
  'read-status',
];

/**
 * Whether it waits for a person while the platform is down. A trouble at a known home is ordered when it is back, and
 * how the requests of somebody known stand is told from our rows.
 */
function isOutOfReach({ kind }: ProposedDecision, { isPlatformDown, isAtHome }: Basis): boolean {
  const isOurs = isAtHome && (kind === 'report-problem' || kind === 'read-status');
  return isPlatformDown && NEEDS_PLATFORM.includes(kind) && !isOurs;
}

function toDecision(wish: ProposedDecision, by: Basis): WithWords {
  const part = 0; // set by the caller
  if (isOutOfReach(wish, by)) return personFor('platform-unavailable');
  if (wish.kind === 'answer') return toAnswer(wish, by);
  if (wish.kind === 'report-problem') {
    const { summary, ...decision } = wish;
    const words = { text: summary, detail: by.detail, sources: [], access: by.access };
    return { part: words, decision: { ...decision, part } };
  }
  const closed = closedMeant(wish, by);
  if (closed) {
    const words = { ...WORDLESS, text: closed.about, detail: by.detail, access: by.access };
    return { part: words, decision: overClosed(wish, closed) };
  }
  if (wish.kind === 'reopen-request') {
    return { part: WORDLESS, decision: { kind: 'read-status', part } }; // none of theirs
  }
  // All others are control data, with the resident's own words beside them.
  const words = { ...WORDLESS, detail: by.detail, access: by.access };
  if (wish.kind !== 'add-to-request' && wish.kind !== 'cancel-request') {
    return { part: words, decision: { ...wish, part } };
  }
  const { reference, ...told } = wish;
  const named = by.openRequests.find((request) => request.reference === reference);
  return { part: words, decision: { ...told, part, requestId: named?.requestId ?? null } };
}

type Closed = TurnFacts['closedRequests'][number];

/** The closed request that a wish is about: named, or the one that was closed without an answer. */
function closedMeant(wish: ProposedDecision, { closedRequests }: Basis): Closed | undefined {
  if (wish.kind === 'reopen-request') {
    return closedRequests.find(({ reference }) => reference === wish.reference);
  }
  if (wish.kind !== 'reply-to-question') return undefined;
  return closedRequests.find(({ requestId }) => requestId === wish.questionId);
}

/** What is said of a closed request: it is not solved, or a kind word. */
function overClosed(wish: ProposedDecision, { requestId }: Closed): Decision {
  const part = 0; // set by the caller
  if (wish.kind === 'reply-to-question' && wish.answer.kind !== 'no') {
    return { kind: 'small-talk', part, topic: 'thanks' };
  }
  const circumstances = 'circumstances' in wish ? wish.circumstances : [];
  return { kind: 'reopen-request', part, requestId, circumstances };
}

function toAnswer(wish: Extract<ProposedDecision, { kind: 'answer' }>, by: Basis): WithWords {
  const grounded = ground(wish, by.passages);
  if (grounded.kind === 'ungrounded') return personFor('ungrounded');
  const text = [wish.text, ...ownDocumentFirst(wish, by)].join(' ');
  const words = { text, detail: null, sources: grounded.sources };
  return { part: words, decision: { kind: 'answer', part: 0, confidence: wish.confidence } };
}

/** Names the document of the resident's own home that went before a more general one, where one did. */
function ownDocumentFirst(
  { support, passedOver = [] }: Extract<ProposedDecision, { kind: 'answer' }>,
  { passages, pack, language }: Basis,
): string[] {
  const among = (ids: readonly string[]): Passage[] =>
    passages.filter(({ id }) => ids.includes(id));
  const quoted = among(support.map(({ passageId }) => passageId));
  const values = precedenceOf({ quoted, passedOver: among(passedOver) });
  if (!values) return [];
  return [renderText({ pack, key: 'own-document-first', language, values: { ...values } })];
}

function personFor(reason: HandOverReason): WithWords {
  return { part: WORDLESS, decision: { kind: 'hand-over', part: 0, reason } };
}
