import { countWords, splitClauses, splitSentences } from '../../../domain/sentences.ts';
import { withoutTakenBack } from './corrections.ts';
import { asksForKnowledge, asksSomething, withoutCourtesy } from './cues.ts';
import type { Intent } from './exemplars.ts';
import { isQuestion, type IntentReader, type IntentReading } from './intents.ts';
import type { IssueReader } from './issues.ts';
import { contentWords } from './words.ts';

/** One thing that a resident wants, in the words that say so. */
export interface Wish {
  intent: Intent | 'unclear';
  clauses: string[];
  confidence: number;
}

interface Clause {
  /** Which sentence of the turn it stands in. */
  sentence: number;
  text: string;
  reading: IntentReading;
}

// Beyond this a message is a letter, and a letter is for people; its beginning is read all the same.
const CLAUSES_MAX = 24;
// Below this a reading is a guess.
const CONFIDENCE_MIN = 0.4;
const SURE = 0.8;
// Two problems are two only when both are clearly named.
const ISSUE_CONFIDENCE_MIN = 0.8;

/** Takes a turn's texts apart into wishes, in order; courtesies count only where nothing else is said. */
export async function readWishes({
  texts,
  intents,
  issues,
}: {
  texts: readonly string[];
  intents: IntentReader;
  issues: IssueReader;
}): Promise<Wish[]> {
  const pieces = withoutTakenBack(texts.flatMap(splitSentences))
    .flatMap((whole, sentence) => splitClauses(whole).map((piece) => ({ sentence, piece })))
    .slice(0, CLAUSES_MAX);
  const clauses = await Promise.all(
    pieces.map(async ({ sentence, piece }): Promise<Clause> => {
      const text = withoutCourtesy(piece) || piece;
      return { sentence, text, reading: await intents.read(text) };
    }),
  );
  const wishes: Wish[] = [];
  for (const [index, clause] of clauses.entries()) {
    const last = wishes.at(-1);
    const isSameSentence = clauses[index - 1]?.sentence === clause.sentence;
    const intent = settle({ ...clause, last, isSameSentence });
    if (last && (await belongsTo({ clause, intent, last, issues }))) {
      last.clauses.push(clause.text);
      last.confidence = Math.max(
        last.confidence,
        intent === last.intent ? clause.reading.confidence : 0,
      );
      if (last.intent === 'detail' && intent !== 'detail') last.intent = intent;
    } else {
      wishes.push({ intent, clauses: [clause.text], confidence: clause.reading.confidence });
    }
  }
  return withoutSmallTalk(wishes);
}

interface Unsettled extends Clause {
  last: Wish | undefined;
  isSameSentence: boolean;
}

function settle(clause: Unsettled): Wish['intent'] {
  const { text, reading } = clause;
  const isSure = reading.confidence >= CONFIDENCE_MIN;
  if (isSure && isReportedByMistake(clause)) return 'question';
  if (tellsMoreOfProblem(clause)) return 'detail';
  if (isSure) return reading.intent;
  if (asksSomething(text)) return 'question';
  const mayReport = [reading.intent, reading.runnerUp].includes('report-problem');
  return mayReport ? 'report-problem' : 'unclear';
}

// "How do I turn off the water?"
function isReportedByMistake({ text, reading }: Unsettled): boolean {
  return reading.intent === 'report-problem' && reading.confidence < SURE && asksForKnowledge(text);
}

// "The pool gate is broken and my kids could get in": what follows in the sentence is told of the same trouble.
function tellsMoreOfProblem({ text, reading, last, isSameSentence }: Unsettled): boolean {
  const mayTell = last?.intent === 'report-problem' && reading.intent !== 'report-problem';
  const enough = isSameSentence ? SURE : CONFIDENCE_MIN;
  return mayTell && reading.confidence < enough && !asksSomething(text);
}

interface Joint {
  clause: Clause;
  intent: Wish['intent'];
  last: Wish;
  issues: IssueReader;
}

async function belongsTo({ clause, intent, last, issues }: Joint): Promise<boolean> {
  if (isCourtesy(intent) || isCourtesy(last.intent)) return intent === last.intent;
  if (intent === 'detail') return true;
  if (last.intent === 'detail') return intent === 'report-problem' || intent === 'unclear';
  if (intent !== last.intent) return false;
  if (intent === 'report-problem') return !(await areTwoProblems({ clause, last, issues }));
  return !isQuestion(intent) || leansOnBefore(clause.text);
}

async function areTwoProblems({ clause, last, issues }: Omit<Joint, 'intent'>): Promise<boolean> {
  if (/^\W*(?:it|this|that|they|he|she|its|which)\b/i.test(clause.text)) return false;
  const [one, other] = await Promise.all([
    issues.read(last.clauses.join('. ')),
    issues.read(clause.text),
  ]);
  const areClear = Math.min(one.confidence, other.confidence) >= ISSUE_CONFIDENCE_MIN;
  return areClear && kindOf(one.id) !== kindOf(other.id);
}

// `water.drip` and `water.flood` told one after the other are mostly one trouble.
function kindOf(issueId: string): string {
  return issueId.split('.')[0] ?? issueId;
}

// "Can I have a dog? Does it cost extra?"
function leansOnBefore(question: string): boolean {
  return (
    contentWords(question).length === 0 || /\b(?:it|that|this|they|them|one)\b/i.test(question)
  );
}

function isCourtesy(intent: Wish['intent']): boolean {
  return intent === 'greeting' || intent === 'thanks' || intent === 'goodbye';
}

function withoutSmallTalk(wishes: readonly Wish[]): Wish[] {
  const serious = wishes.filter(({ intent, clauses }) => !isCourtesy(intent) && !isEmpty(clauses));
  return serious.length > 0 ? serious : wishes.slice(-1);
}

function isEmpty(clauses: readonly string[]): boolean {
  return clauses.every((clause) => countWords(clause) === 0);
}
