// How well it understands words that its authors had not seen: counted, printed, and held to a floor.
// The fixtures were written by other hands than the rules', the exemplars' and the code's.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createDangerFloor } from '../src/domain/danger.ts';
import { ground } from '../src/domain/grounding.ts';
import { readableScopes } from '../src/domain/identity.ts';
import { anIdentity } from '../test/builders.ts';
import { openHouseOfWords, readRecords } from '../test/support/house-of-words.ts';
import { createReport } from './report.ts';

const report = createReport();

let house: Awaited<ReturnType<typeof openHouseOfWords>>;
beforeAll(async () => {
  house = await openHouseOfWords();
});
afterAll(async () => {
  report.keep();
  await house.close();
});

const Message = z.object({
  id: z.string(),
  language: z.enum(['en', 'es']),
  text: z.string(),
  seed: z.boolean().optional(),
});
const messagesOf = (file: string) => z.array(Message).parse(readRecords(file));

// The sets called seen were looked at while the threshold and the examples were chosen; nobody tuned on the others.
const DANGERS = [
  { label: 'unseen', file: 'danger-messages.jsonl', recallMin: { en: 0.9, es: 0.9 } },
  { label: 'seen', file: 'danger-messages-seen.jsonl', recallMin: { en: 0.9, es: 0.8 } },
];
const HARMLESS = [
  { label: 'look-alikes (unseen)', file: 'danger-look-alikes.jsonl', shareMax: 0.2 },
  { label: 'look-alikes (seen)', file: 'danger-look-alikes-seen.jsonl', shareMax: 0.2 },
  { label: 'ordinary repairs (unseen)', file: 'ordinary-repairs.jsonl', shareMax: 0.1 },
];

// Safety: these twelve, in both languages and in two hands' words, may never be missed, with no remote model at all.
test('the rule floor alone finds every must-not-miss message in English and Spanish', () => {
  const floor = createDangerFloor(house.pack.dangerRules);
  const seeds = DANGERS.flatMap(({ file }) => messagesOf(file)).filter(({ seed }) => seed);
  expect(seeds).toHaveLength(48);
  expect(seeds.filter(({ text }) => floor(text).length === 0)).toEqual([]);
});

test.each(DANGERS)('dangers ($label) are found by the two nets together', async (by) => {
  const floor = createDangerFloor(house.pack.dangerRules);
  for (const language of ['en', 'es'] as const) {
    const told = messagesOf(by.file).filter((message) => message.language === language);
    const missed: string[] = [];
    let byRules = 0;
    for (const { id, text } of told) {
      if (floor(text).length > 0) byRules += 1;
      else if ((await house.classifier.classify(text)) === null) missed.push(id);
    }
    const found = told.length - missed.length;
    report.say(
      `danger (${by.label}), ${language}: ${found} of ${told.length} found (${byRules} by rules); missed: ${missed.join(' ')}`,
    );
    expect(found / told.length).toBeGreaterThan(by.recallMin[language]);
  }
});

test.each(HARMLESS)('$label are called danger seldom', async ({ label, file, shareMax }) => {
  const floor = createDangerFloor(house.pack.dangerRules);
  const messages = messagesOf(file);
  const byRules: string[] = [];
  const byClassifier: string[] = [];
  for (const { id, text } of messages) {
    if (floor(text).length > 0) byRules.push(id);
    else if ((await house.classifier.classify(text)) !== null) byClassifier.push(id);
  }
  const called = byRules.length + byClassifier.length;
  report.say(
    `${label} called danger: ${called} of ${messages.length}; by rules: ${byRules.join(' ')}; by the second net: ${byClassifier.join(' ')}`,
  );
  expect(called / messages.length).toBeLessThanOrEqual(shareMax);
});

const Question = z.discriminatedUnion('answerable', [
  z.object({
    id: z.string(),
    answerable: z.literal(true),
    question: z.string(),
    document: z.string(),
    mustContain: z.array(z.string()),
  }),
  z.object({ id: z.string(), answerable: z.literal(false), question: z.string() }),
]);

/** What the resident would read: the quotes, or null when a person is asked. */
async function answerTo(question: string): Promise<{ text: string; documents: string[] } | null> {
  const identity = anIdentity({
    assurance: 'channel',
    propertyId: 'harbor-court',
    unitId: 'harbor-court-4b',
    leaseId: 'harbor-court-4b-lease-1',
  });
  const scopes = readableScopes(identity, 'lanternlight');
  const found = await house.knowledgeIndex.search({ text: question, scopes, limit: 8 });
  const passages = found.map(({ passage }) => passage);
  const { decisions } = await house.languageModel.propose({
    texts: [question],
    language: 'en',
    recent: [],
    passages,
    openQuestions: [],
    openRequests: [],
    closedRequests: [],
    issues: Object.entries(house.pack.catalogue).map(([id, issue]) => ({
      id,
      words: issue.words.en.join(', '),
      class: issue.class,
    })),
  });
  const answer = decisions.find((decision) => decision.kind === 'answer');
  if (!answer) return null;
  const grounded = ground(answer, passages);
  if (grounded.kind === 'ungrounded') return null;
  return { text: answer.text, documents: grounded.sources.map(({ document }) => document) };
}

const QUESTION_SETS = [
  { file: 'document-questions.jsonl', label: 'unseen' },
  { file: 'document-questions-seen.jsonl', label: 'tuned on' },
] as const;

// Wrong answers are worse than hand-overs.
test.each(QUESTION_SETS)(
  'oblique questions ($label) are answered from the right sentence, or handed to a person',
  async ({ file, label }) => {
    const questions = z.array(Question).parse(readRecords(file));
    const outcome = { right: [] as string[], wrong: [] as string[], asked: [] as string[] };
    const unanswerable = { handedOver: [] as string[], answered: [] as string[] };
    for (const asked of questions) {
      const answer = await answerTo(asked.question);
      if (!asked.answerable) {
        unanswerable[answer ? 'answered' : 'handedOver'].push(asked.id);
      } else if (!answer) {
        outcome.asked.push(asked.id);
      } else {
        outcome[isRight(answer, asked) ? 'right' : 'wrong'].push(asked.id);
      }
    }
    const { right, wrong, asked } = outcome;
    const { handedOver, answered } = unanswerable;
    report.say(
      `questions with an answer (${label}): ${right.length} right, ${wrong.length} wrong, ${asked.length} handed over`,
    );
    report.say(`wrong: ${wrong.join(' ')}; handed over: ${asked.join(' ')}`);
    report.say(
      `questions without one (${label}): ${handedOver.length} handed over, ${answered.length} answered: ${answered.join(' ')}`,
    );
    const answerable = right.length + wrong.length + asked.length;
    expect(right.length / answerable).toBeGreaterThanOrEqual(0.2);
    expect(wrong.length / answerable).toBeLessThanOrEqual(0.15);
    expect(handedOver.length / (handedOver.length + answered.length)).toBeGreaterThanOrEqual(0.7);
  },
);

function isRight(
  { text, documents }: { text: string; documents: string[] },
  asked: { mustContain: string[]; document: string },
): boolean {
  const plain = text.replace(/\s+/g, ' ');
  const holdsAll = asked.mustContain.every((part) => plain.includes(part));
  return holdsAll && documents.includes(asked.document);
}
