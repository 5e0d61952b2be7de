import type { Source } from './document.ts';
import type { HandOverReason } from './decision.ts';
import type { Outcome } from './outcome.ts';
import { requestText, sayInstant, type RequestFacts, type Writing } from './request-text.ts';
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
  const said = facts.outcomes.flatMap((outcome) => say(outcome, facts) ?? []);
  if (said.length === 0) return null;
  const unique = [...new Set(said.map(({ text }) => text))];
  const opening = facts.isFirst ? [fixed('first-contact', facts)] : [];
  return {
    text: [...opening, ...unique].join('\n\n'),
    sources: said.flatMap(({ sources }) => sources),
  };
}

function say(outcome: Outcome, facts: ReplyFacts): Reply | null {
  switch (outcome.kind) {
    case 'answered':
      return facts.parts[outcome.part] ?? null;
    case 'small-talk':
      return plain(fixed(`small-talk-${outcome.topic}`, facts));
    case 'handed-over':
      return plain(handedOver(outcome, facts));
    case 'declined':
      return plain(fixed(`declined-${outcome.reason}`, facts));
    case 'identity-asked':
      return plain(fixed('identity-ask', facts));
    case 'identity-confirmed':
      return plain(fixed('identity-confirmed', facts));
    case 'fact-asked':
      return plain(fixed(`ask-${outcome.fact}`, facts));
    case 'nothing-open':
      return plain(fixed('nothing-open', facts));
    case 'kept':
      return null;
    default:
      return aboutRequest(outcome, facts);
  }
}

type RequestOutcome = Extract<Outcome, { requestId: string }>;

function aboutRequest(outcome: RequestOutcome, facts: ReplyFacts): Reply | null {
  const shownId = outcome.kind === 'request-doubtful' ? outcome.earlierId : outcome.requestId;
  const request = facts.requests[shownId];
  if (!request) return null;
  const about = (key: string): Reply => plain(requestText(key, { ...facts, request }));
  switch (outcome.kind) {
    case 'request-opened':
      if (outcome.isDanger) return about('danger-follow-up');
      return about(request.needsApproval ? 'request-opened-approval' : 'request-opened');
    case 'request-joined':
      return about('request-joined');
    case 'request-to-confirm':
      return about('request-confirm');
    case 'request-doubtful':
      return about('request-doubtful');
    case 'request-dropped':
      return about('request-dropped');
    case 'question-answered':
      return about(`thanks-${outcome.question}`);
  }
}

function handedOver(
  { reason, handOff }: Extract<Outcome, { kind: 'handed-over' }>,
  facts: ReplyFacts,
): string {
  const time = sayInstant(handOff.answerBy, facts);
  const values = { reason: fixed(reasonKey(reason), facts), time, emergency: facts.emergency };
  const key = handOff.isOpenNow ? 'handed-over' : 'handed-over-closed';
  return renderText({ pack: facts.pack, key, language: facts.language, values }).trim();
}

// Residents are told why in plain words; what is our own trouble is not explained further.
function reasonKey(reason: HandOverReason): string {
  switch (reason) {
    case 'asked-for-person':
      return 'reason-asked';
    case 'not-in-documents':
    case 'ungrounded':
      return 'reason-not-known';
    case 'unreadable-message':
      return 'reason-unreadable';
    case 'verification-failed':
      return 'reason-identity';
    case 'platform-unavailable':
      return 'reason-platform';
    default:
      return 'reason-person';
  }
}

const fixed = (key: string, { pack, language }: ReplyFacts): string =>
  renderText({ pack, key, language });

const plain = (text: string): Reply => ({ text, sources: [] });
