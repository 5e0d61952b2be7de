import type { Source } from './document.ts';
import type { HandOverReason } from './decision.ts';
import { isCircumstance } from './circumstance.ts';
import type { Outcome } from './outcome.ts';
import {
  circumstanceText,
  requestText,
  sayInstant,
  type RequestFacts,
  type Writing,
} from './request-text.ts';
import { renderText } from './texts.ts';

/** What a reply is composed from; the words of parts were checked before. */
export interface ReplyFacts extends Writing {
  outcomes: Outcome[];
  parts: { text: string; sources: Source[] }[];
  requests: Record<string, RequestFacts>;
  emergency: string;
  /** First contact says that it is an automatic assistant. */
  isFirst: boolean;
}

/** One message to a resident. */
export interface Reply {
  text: string;
  sources: Source[];
}

/** Composes a turn's one reply; null when there is nothing to say. */
export function composeReply(facts: ReplyFacts): Reply | null {
  const said = aloud(facts.outcomes).flatMap((outcome) => say(outcome, facts) ?? []);
  if (said.length === 0) return null;
  const unique = [...new Set(said.map(({ text }) => text))];
  const opening = facts.isFirst ? [fixed('first-contact', facts)] : [];
  return {
    text: [...opening, ...unique].join('\n\n'),
    sources: said.flatMap(({ sources }) => sources),
  };
}

/**
 * In shadow a hand-off opens in silence. Beside an answer to something else it is announced: a reply that passed over
 * half of what was asked would look as if it had been overheard. What follows a danger is no such answer.
 */
function aloud(outcomes: Outcome[]): Outcome[] {
  const speaks = outcomes.some((outcome) => !isSilent(outcome) && !isOfDanger(outcome));
  return outcomes.map((outcome) =>
    speaks && outcome.kind === 'kept'
      ? { kind: 'handed-over', reason: 'rollout', handOff: outcome.handOff }
      : outcome,
  );
}

const isSilent = ({ kind }: Outcome): boolean => kind === 'kept' || kind === 'noted';
const isOfDanger = (outcome: Outcome): boolean =>
  outcome.kind === 'request-opened' && outcome.isDanger;

function say(outcome: Outcome, facts: ReplyFacts): Reply | null {
  if (outcome.kind === 'kept' || outcome.kind === 'noted') return null;
  if (outcome.kind === 'answered') return facts.parts[outcome.part] ?? null;
  if (outcome.kind === 'handed-over') return plain(handedOver(outcome, facts));
  if ('requestId' in outcome) return aboutRequest(outcome, facts);
  return plain(fixed(fixedKey(outcome), facts));
}

type RequestOutcome = Extract<Outcome, { requestId: string }>;
type FixedOutcome = Exclude<
  Outcome,
  RequestOutcome | { kind: 'kept' | 'noted' | 'answered' | 'handed-over' }
>;

function fixedKey(outcome: FixedOutcome): string {
  switch (outcome.kind) {
    case 'small-talk':
      return `small-talk-${outcome.topic}`;
    case 'declined':
      return `declined-${outcome.reason}`;
    case 'identity-asked':
      return 'identity-ask';
    case 'session-needed':
      return 'identity-session';
    case 'identity-confirmed':
    case 'nothing-open':
    case 'passed-on':
      return outcome.kind;
  }
}

function aboutRequest(outcome: RequestOutcome, facts: ReplyFacts): Reply | null {
  const shownId = outcome.kind === 'request-doubtful' ? outcome.earlierId : outcome.requestId;
  const request = facts.requests[shownId];
  if (!request) return null;
  const by = { ...facts, request };
  if (outcome.kind === 'intake-asked' && isCircumstance(outcome.question)) {
    return plain(circumstanceText(outcome.question, by));
  }
  return plain(requestText(requestKey(outcome, request), by));
}

// What is not listed here has a text of its own name.
function requestKey(outcome: RequestOutcome, { needsApproval }: RequestFacts): string {
  const { kind } = outcome;
  const approval = needsApproval ? '-approval' : '';
  if (kind === 'request-to-confirm') return 'request-confirm';
  if (kind === 'request-anew') return `${kind}-${outcome.reason}`;
  if (kind === 'request-reopened') return `${kind}${approval}`;
  if (kind === 'intake-asked') return `ask-${outcome.question}`;
  if (kind === 'question-answered') {
    return isCircumstance(outcome.question) ? 'thanks-symptom' : `thanks-${outcome.question}`;
  }
  if (kind !== 'request-opened') return kind;
  return outcome.isDanger ? 'danger-follow-up' : `${kind}${approval}`;
}

function handedOver(
  { reason, handOff }: Extract<Outcome, { kind: 'handed-over' }>,
  facts: ReplyFacts,
): string {
  const time = sayInstant(handOff.answerBy, facts);
  const why = PLAIN_REASON[reason] ?? 'reason-person';
  const values = { reason: fixed(why, facts), time, emergency: facts.emergency };
  const key = handOff.isOpenNow ? 'handed-over' : 'handed-over-closed';
  return renderText({ pack: facts.pack, key, language: facts.language, values }).trim();
}

// Residents are told why in plain words; what is our own trouble is not explained further.
const PLAIN_REASON: Partial<Record<HandOverReason, string>> = {
  'asked-for-person': 'reason-asked',
  'not-in-documents': 'reason-not-known',
  ungrounded: 'reason-not-known',
  'unreadable-message': 'reason-unreadable',
  'verification-failed': 'reason-identity',
  'platform-unavailable': 'reason-platform',
};

const fixed = (key: string, { pack, language }: ReplyFacts): string =>
  renderText({ pack, key, language });

const plain = (text: string): Reply => ({ text, sources: [] });
