import type { Decision, HandOverReason } from './decision.ts';

/** What residents come with, as it is counted. An emergency is a problem of class P0 or P1. */
export const INTENTS = [
  'question',
  'account',
  'status',
  'problem',
  'emergency',
  'change',
  'person',
  'other',
] as const;

/** One of them. */
export type Intent = (typeof INTENTS)[number];

/** What a turn made of a wish: carried out or asked about, given to a person, or declined. */
export type Fate = 'done' | 'person' | 'declined';

/** Something that a resident wanted in a turn. */
export interface Wish {
  intent: Intent;
  /** Tells one matter from another of the same intent; empty where the intent says it all. */
  matter: string;
  fate: Fate;
}

/** What wishes are read from. */
interface JudgedTurn {
  decisions: readonly Decision[];
  /** Of each decision in its place; fewer where the turn failed. */
  verdicts: readonly string[];
  /** What a part quotes first, as `title, page`; null for a part that quotes nothing. */
  quotedBy: (part: number) => string | null;
}

/**
 * The wishes of a turn, each once. What continues an earlier wish (the answer to a question of ours), small talk and our
 * own fixed texts are none; what waits for a proof of who writes counts in the turn that takes it up again.
 */
export function wishesOf({ decisions, verdicts, quotedBy }: JudgedTurn): Wish[] {
  const isFailed = verdicts.length !== decisions.length || verdicts[0] === 'failed-turn';
  if (isFailed && decisions.length === 0) return [{ intent: 'other', matter: '', fate: 'person' }];
  const wishes = decisions.flatMap((decision, at): Wish[] => {
    const named = nameOf(decision, quotedBy);
    const fate = isFailed ? 'person' : fateOf(verdicts[at] ?? '');
    if (!named || fate === null) return [];
    // Whatever the turn itself did, an emergency rings somebody.
    return [{ ...named, fate: named.intent === 'emergency' ? 'person' : fate }];
  });
  return [...new Map(wishes.toSorted(worstLast).map((wish) => [keyOf(wish), wish])).values()];
}

const keyOf = ({ intent, matter }: Wish): string => JSON.stringify([intent, matter]);

const SEVERITY: Record<Fate, number> = { done: 0, declined: 1, person: 2 };
const worstLast = (one: Wish, other: Wish): number => SEVERITY[one.fate] - SEVERITY[other.fate];

function fateOf(verdict: string): Fate | null {
  switch (verdict) {
    case 'allowed':
    case 'needs-confirmation':
      return 'done';
    case 'refused':
      return 'declined';
    case 'needs-identity':
      return null;
    default: // needs-person, kept (a person answers beside the shadow)
      return 'person';
  }
}

type Named = Pick<Wish, 'intent' | 'matter'>;

// Null: no wish of its own.
const INTENT_OF: Record<Decision['kind'], Intent | null> = {
  answer: 'question',
  'read-account': 'account',
  'read-status': 'status',
  'report-problem': 'problem',
  'add-to-request': 'change',
  'cancel-request': 'change',
  'reopen-request': 'change',
  'hand-over': 'other',
  decline: 'other',
  'reply-to-question': null,
  'answer-to-staff': null,
  'ask-identity': null,
  'small-talk': null,
};

function nameOf(decision: Decision, quotedBy: JudgedTurn['quotedBy']): Named | null {
  if (decision.kind === 'answer') {
    const quoted = quotedBy(decision.part);
    return quoted === null ? null : { intent: 'question', matter: quoted };
  }
  if (decision.kind === 'hand-over') {
    return { intent: intentBehind(decision.reason), matter: '' };
  }
  const intent = INTENT_OF[decision.kind];
  if (intent === null) return null;
  const isEmergency = 'class' in decision && ['P0', 'P1'].includes(decision.class);
  return { intent: isEmergency ? 'emergency' : intent, matter: matterOf(decision) };
}

function matterOf(decision: Decision): string {
  if ('issue' in decision) return decision.issue;
  if ('topic' in decision) return decision.topic;
  if ('requestId' in decision) return decision.requestId ?? '';
  return 'reason' in decision ? decision.reason : '';
}

/** What was wanted where the proposal itself gave it to a person. */
function intentBehind(reason: HandOverReason): Intent {
  if (reason === 'not-in-documents' || reason === 'ungrounded') return 'question';
  return reason === 'asked-for-person' || reason === 'frustrated' ? 'person' : 'other';
}
