import type { AccountTopic } from '../../../domain/decision.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import type { ProposedDecision, TurnContext } from '../../../ports/language-model.ts';
import { extractAnswer } from './answers.ts';
import { asksAnywhere } from './evidence.ts';
import { UNCLEAR, type IssueReader } from './issues.ts';
import { namesPlace, reportProblem } from './problems.ts';
import type { SentenceMemory } from './sentence-memory.ts';
import type { Wish } from './wishes.ts';

/** What a wish is decided with. */
export interface DecideInput {
  wish: Wish;
  context: TurnContext;
  issues: IssueReader;
  embedder: Embedder;
  sentences: SentenceMemory;
}

// A reading below this may be a question about the rules in disguise; a sentence above this answers it.
const READING_SURE = 0.75;
const RECORD_SURE = 0.5;
const ANSWER_SURE = 0.7;
// Below this, words that name no issue and no place are noise rather than a report.
const REPORT_SURE = 0.6;
const DECLINE_SURE = 0.6;

// Issues that only people deal with, whatever they are called.
const FOR_PEOPLE = new Set(['nonmaint.neighbour', 'nonmaint.accommodation']);

/** Proposes one decision for one wish. */
export async function decide(input: DecideInput): Promise<ProposedDecision> {
  const { wish } = input;
  if (isInDoubt(wish)) {
    const answer = await answerFrom(input);
    if (answer.kind === 'answer' && answer.confidence >= ANSWER_SURE) return answer;
    // Nobody is turned away on a guess.
    if (wish.confidence < DECLINE_SURE && DECLINED.has(wish.intent)) return NOT_IN_DOCUMENTS;
  }
  return isRead(wish.intent) ? READERS[wish.intent](input) : FIXED[wish.intent];
}

type ReadIntent = 'report-problem' | 'detail' | 'question' | 'amenity';

const READERS: Readonly<Record<ReadIntent, (input: DecideInput) => Promise<ProposedDecision>>> = {
  'report-problem': report,
  // A detail that belongs to nothing said in this turn is no report.
  detail: () => Promise.resolve(FIXED.unclear),
  question: answerFrom,
  amenity: answerFrom,
};

function isRead(intent: Wish['intent']): intent is ReadIntent {
  return Object.hasOwn(READERS, intent);
}

const account = (topic: AccountTopic): ProposedDecision => ({ kind: 'read-account', topic });
const NOT_IN_DOCUMENTS: ProposedDecision = { kind: 'hand-over', reason: 'not-in-documents' };
const FOR_A_PERSON: ProposedDecision = { kind: 'hand-over', reason: 'human-only' };

const FIXED: Readonly<Record<Exclude<Wish['intent'], ReadIntent>, ProposedDecision>> = {
  'read-status': { kind: 'read-status' },
  balance: account('balance'),
  charges: account('charges'),
  'lease-dates': account('lease-dates'),
  person: { kind: 'hand-over', reason: 'asked-for-person' },
  greeting: { kind: 'small-talk', topic: 'greeting' },
  thanks: { kind: 'small-talk', topic: 'thanks' },
  goodbye: { kind: 'small-talk', topic: 'goodbye' },
  'other-data': { kind: 'decline', reason: 'other-persons-data' },
  attack: { kind: 'decline', reason: 'instruction-in-message' },
  'out-of-scope': { kind: 'decline', reason: 'out-of-scope' },
  neighbour: FOR_A_PERSON,
  cancel: FOR_A_PERSON,
  accommodation: FOR_A_PERSON,
  legal: FOR_A_PERSON,
  leasing: FOR_A_PERSON,
  unclear: { kind: 'hand-over', reason: 'low-confidence' },
};

const DECLINED = new Set<Wish['intent']>(['other-data', 'out-of-scope']);
const READS_RECORDS = new Set<Wish['intent']>(['balance', 'charges', 'lease-dates', 'read-status']);
const NEVER_IN_DOUBT = new Set<Wish['intent']>([
  'report-problem',
  'detail',
  'question',
  'amenity',
  'greeting',
  'thanks',
  'goodbye',
  'attack',
  'person',
]);

function isInDoubt({ intent, confidence, clauses }: Wish): boolean {
  const sure = READS_RECORDS.has(intent) ? RECORD_SURE : READING_SURE;
  return confidence < sure && !NEVER_IN_DOUBT.has(intent) && clauses.some(asksAnywhere);
}

async function report({ wish, context, issues }: DecideInput): Promise<ProposedDecision> {
  const { clauses } = wish;
  const decision = await reportProblem({
    clauses,
    confidence: wish.confidence,
    issues,
    catalogue: context.issues,
  });
  if (FOR_PEOPLE.has(decision.issue)) return FOR_A_PERSON;
  const saysNothing = decision.issue === UNCLEAR && !namesPlace(clauses.join(' '));
  return saysNothing && wish.confidence < REPORT_SURE ? FIXED.unclear : decision;
}

async function answerFrom({
  wish,
  context,
  embedder,
  sentences,
}: DecideInput): Promise<ProposedDecision> {
  const question = wish.clauses.join(' ');
  const extract = await extractAnswer({
    question,
    asked: await embedder.embedQuery(question),
    passages: context.passages,
    embed: (sentence) => sentences.vectorOf(sentence),
  });
  return extract ? { kind: 'answer', ...extract } : NOT_IN_DOCUMENTS;
}
