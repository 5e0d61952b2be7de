import { circumstances } from '../../../domain/circumstance.ts';
import type { MissingFact, QuestionAnswer } from '../../../domain/decision.ts';
import { countWords } from '../../../domain/sentences.ts';
import type { OpenQuestion, ProposedDecision } from '../../../ports/language-model.ts';
import { namesPlace, namesSymptom } from './problems.ts';

type Reply = Extract<ProposedDecision, { kind: 'reply-to-question' }>;

/** Answers to open questions found at the start of a text, and what of the text is about something else. */
export interface Replies {
  replies: Reply[];
  rest: string;
}

const YES =
  /^\W*(?:yes|yeah|yep|yup|ya|sure|correct|right|exactly|ok|okay|of course|absolutely|go ahead|please do|confirmed?|sounds good|that's (?:right|correct|fine)|it (?:did|does|worked|works|helped)|works now|fixed|solved|all good|si|sí|claro|correcto|de acuerdo|vale|👍|✅)(?![\p{L}'])/iu;
const NO =
  /^\W*(?:no|nope|nah|not really|not yet|negative|don't|do not|never mind|nevermind|cancel|it (?:didn't|doesn't|did not|does not|isn't|is not)|didn't (?:work|help)|still (?:not|broken|leaking|the same|no)|wrong|👎|❌)(?![\p{L}'])/iu;
const CHANGE =
  /\b(?:actually|instead|not the|change (?:it|that|the)|correction|rather|i meant|should be|wrong (?:room|place|unit|one)|no es|en realidad|más bien)\b|^\W*(?:no|yes|yeah),? (?:but )?(?:it'?s|its) (?:the|in|my)\b|\bbut it'?s\b/i;
const SCORE =
  /^\W*(?:(?:a|i'd (?:say|give it)|i give it|my rating is|un)\s+)?(\d|one|two|three|four|five|uno|dos|tres|cuatro|cinco)(?:\s*(?:\/|out of|of|de)\s*5)?(?:\s*stars?|\s*estrellas?)?\W*(?=$|[.,!;\n])/i;
const SCORES: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  uno: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
};
// A longer text is an answer only when it begins like one.
const SHORT_WORDS_MAX = 6;

/** Reads a text as answers to our open questions, oldest question first; none when it is about something else. */
export function readReplies({
  text,
  questions,
}: {
  text: string;
  questions: readonly OpenQuestion[];
}): Replies {
  const nothing: Replies = { replies: [], rest: text };
  if (questions.length === 0 || text.trim() === '') return nothing;
  const scored = readScore(text, questions);
  if (scored) return scored;
  const { first, rest } = splitFirst(text);
  const stance = stanceOf(first);
  const facts = readFacts({
    text: first,
    questions,
    isShort: countWords(first) <= (stance ? 2 * SHORT_WORDS_MAX : SHORT_WORDS_MAX),
  });
  const replies = stance ? [...readStance({ stance, questions }), ...facts] : facts;
  return replies.length > 0 ? { replies: onePerQuestion(replies), rest } : nothing;
}

type Stance = 'yes' | 'no' | 'change';

function stanceOf(first: string): Stance | null {
  const isYes = YES.test(first);
  const isNo = NO.test(first);
  if ((isYes || isNo || countWords(first) <= SHORT_WORDS_MAX + 4) && CHANGE.test(first))
    return 'change';
  if (isNo) return 'no';
  return isYes ? 'yes' : null;
}

// One confirmation stands for all requests that were shown together; of other questions the last one asked is meant.
function readStance({ stance, questions }: StanceInput): Reply[] {
  const confirmations = questions.filter(({ kind }) => kind === 'confirm-request');
  if (confirmations.length > 0)
    return confirmations.map((question) => reply(question, { kind: stance }));
  if (stance === 'change') return [];
  const asked = questions.filter(({ kind }) => YES_NO_KINDS.has(kind));
  return asked.slice(-1).map((question) => reply(question, { kind: stance }));
}

interface StanceInput {
  stance: Stance;
  questions: readonly OpenQuestion[];
}

const YES_NO_KINDS = new Set<OpenQuestion['kind']>([
  'self-help',
  'completed',
  'cancel',
  ...circumstances,
]);

function readScore(text: string, questions: readonly OpenQuestion[]): Replies | null {
  const survey = questions.findLast(({ kind }) => kind === 'survey');
  const match = SCORE.exec(text);
  const word = match?.[1]?.toLowerCase();
  if (!survey || !match || !word) return null;
  const score = SCORES[word] ?? Number(word);
  if (!(score >= 1 && score <= 5)) return null;
  return {
    replies: [reply(survey, { kind: 'score', score })],
    rest: text.slice(match[0].length).replace(/^[\s.,!;]+/, ''),
  };
}

const FACT_CUES: Readonly<Record<ReadFact, (text: string) => boolean>> = {
  location: (text) => namesPlace(text) && !namesSymptom(text),
  symptom: (text) => countWords(text) >= 2,
};

function readFacts({
  text,
  questions,
  isShort,
}: {
  text: string;
  questions: readonly OpenQuestion[];
  isShort: boolean;
}): Reply[] {
  if (!isShort || text.includes('?')) return [];
  return questions.flatMap((question) => {
    const fact = factOf(question);
    return fact && FACT_CUES[fact](text) ? [reply(question, { kind: 'fact', fact })] : [];
  });
}

function factOf({ kind }: OpenQuestion): ReadFact | null {
  return FACTS.find((fact) => fact === kind) ?? null;
}

// What is said of a visit is read before (visits.ts).
type ReadFact = Exclude<MissingFact, 'access'>;
const FACTS: readonly ReadFact[] = ['location', 'symptom'];

// "No, still leaking" is one answer; what follows the first sentence may be another matter.
function splitFirst(text: string): { first: string; rest: string } {
  const end = /[.!?\n]+\s+|\n+|,?\s+(?:and |but )?also,?\s+/.exec(text);
  if (!end) return { first: text.trim(), rest: '' };
  return {
    first: text.slice(0, end.index + 1).trim(),
    rest: text.slice(end.index + end[0].length).trim(),
  };
}

function onePerQuestion(replies: readonly Reply[]): Reply[] {
  return replies.filter(
    (one, index) => replies.findIndex(({ questionId }) => questionId === one.questionId) === index,
  );
}

function reply({ id }: OpenQuestion, answer: QuestionAnswer): Reply {
  return { kind: 'reply-to-question', questionId: id, answer };
}
