import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDocumentQuestionActivities } from '../../src/activities/document-questions.ts';
import { createDocumentActivities } from '../../src/activities/documents.ts';
import { createEmbeddedKnowledgeIndex } from '../../src/adapters/knowledge-indexes/embedded/index.ts';
import { createPdfDocumentReader } from '../../src/adapters/document-readers/pdf/index.ts';
import { NO_ACCESS } from '../../src/domain/access.ts';
import type { Scope } from '../../src/domain/document.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { ProposedDecision, TurnContext } from '../../src/ports/language-model.ts';
import { aPdf } from '../fakes/pdf-files.ts';
import { createWordEmbedder } from '../fakes/word-embedder.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';

const elm: Scope = { kind: 'property', id: 'elm-house' };
const embedder = createWordEmbedder();

let records: HouseRecords;
/** What the model was shown, and what it proposes to that. */
const shown: TurnContext[] = [];
let propose: (context: TurnContext) => ProposedDecision[];

beforeAll(async () => {
  records = await startHouseRecords();
  await publish('rules', 'Quiet hours run from 10 p.m. to 7 a.m. every day.');
  await publish('pool', 'The pool is open from 9 a.m. to 8 p.m. Quiet swimming hours are none.');
});
beforeEach(() => shown.splice(0));
afterAll(() => records.stop());

async function publish(documentId: string, text: string): Promise<void> {
  const file = Buffer.from(await aPdf([text]));
  const title = `The ${documentId}`;
  const arrived = { documentId, title, kind: 'other', scope: elm, file, effectiveFromOn: null };
  const { version } = await records.documents.receive(arrived);
  const activities = createDocumentActivities({
    records,
    embedder,
    documentReader: createPdfDocumentReader(),
  });
  await new MockActivityEnvironment().run(() =>
    activities.publishDocument({ documentId, version }),
  );
}

let asked = 0;

async function ask(documentId: string, text: string, attempt = 1) {
  asked += 1;
  const questionId = `question-${asked}`;
  await records.documentQuestions.ask({ questionId, documentId, askedBy: 'mara', text });
  const activities = createDocumentQuestionActivities({
    records,
    policyPacks: defaultPacks,
    knowledgeIndex: createEmbeddedKnowledgeIndex({ documents: records.documents, embedder }),
    languageModel: {
      propose: async (context) => {
        shown.push(context);
        const by = { model: 'scripted', prompt: 'none', language: 'en', frustration: 0 } as const;
        return { ...by, decisions: propose(context), access: NO_ACCESS };
      },
    },
  });
  const environment = new MockActivityEnvironment({ attempt });
  await environment.run(() => activities.answerDocumentQuestion({ questionId }));
  return (await records.documentQuestions.find(questionId))?.answer;
}

/** Answers with the first sentence of the first passage, and says what it likes besides. */
const quoting =
  (text = '') =>
  ({ passages }: TurnContext): ProposedDecision[] => {
    const [passage] = passages;
    if (!passage) return [{ kind: 'hand-over', reason: 'not-in-documents' }];
    const quote = passage.text.split(' every day')[0] ?? '';
    const support = [{ passageId: passage.id, quote }];
    return [{ kind: 'answer', text: `${quote}${text}`, support, confidence: 0.9 }];
  };

test('answers from that document alone, with quote, page and version', async () => {
  propose = quoting();
  expect(await ask('rules', 'When are quiet hours?')).toEqual({
    kind: 'answered',
    text: 'Quiet hours run from 10 p.m. to 7 a.m.',
    sources: [
      {
        document: 'The rules',
        version: 1,
        page: 1,
        quote: 'Quiet hours run from 10 p.m. to 7 a.m.',
      },
    ],
  });
  expect(shown[0]?.passages.map(({ documentId }) => documentId)).toEqual(['rules']);
});

// Grounded: staff must not be shown what a resident would never be told.
test('shows no answer that its quotes do not bear', async () => {
  propose = quoting(' The fine is $50.');
  expect(await ask('rules', 'When are quiet hours?')).toEqual({ kind: 'not-in-document' });
});

test('says that the document does not tell where the model wants something else', async () => {
  propose = () => [{ kind: 'read-account', topic: 'balance' }];
  expect(await ask('rules', 'What do I owe?')).toEqual({ kind: 'not-in-document' });
});

test('sends nothing to anybody and opens nothing', async () => {
  propose = quoting();
  await ask('rules', 'When are quiet hours? There is a leak as well.');
  const [row] = await records.postgres.query(
    `select (select count(*) from sends) + (select count(*) from maintenance_requests)
      + (select count(*) from hand_offs) + (select count(*) from conversations) as count`,
  );
  expect(Number(row?.['count'])).toBe(0);
});

// Privacy: what residents' words are spared goes for staff's too.
test('masks a number that nobody should see before the model', async () => {
  propose = quoting();
  await ask('rules', 'Are quiet hours paid with 4111 1111 1111 1111?');
  expect(shown[0]?.texts.join()).not.toContain('4111');
});

test('gives a dead model up at the third attempt', async () => {
  propose = () => {
    throw new ProviderUnavailable('away');
  };
  await expect(ask('rules', 'When are quiet hours?')).rejects.toThrow('away');
  expect(await ask('rules', 'When are quiet hours?', 3)).toEqual({ kind: 'model-unavailable' });
});

test('says of a withdrawn document that none is in use', async () => {
  propose = quoting();
  await publish('gone', 'Quiet hours are over.');
  await records.documents.withdraw('gone');
  expect(await ask('gone', 'When are quiet hours?')).toEqual({ kind: 'not-published' });
  expect(shown).toEqual([]);
});

test('tells each step of reading: the pages, then the passages as they are done', async () => {
  const told: unknown[] = [];
  const file = Buffer.from(await aPdf(['Quiet hours run all day.', 'The pool opens in May.']));
  const { version } = await records.documents.receive({
    documentId: 'steps',
    title: 'Steps',
    kind: 'other',
    scope: elm,
    file,
    effectiveFromOn: null,
  });
  const documents = {
    ...records.documents,
    setProgress: async (by: Parameters<typeof records.documents.setProgress>[0]) => {
      await records.documents.setProgress(by);
      const [row] = await records.documents.find('steps');
      told.push([row?.state, row?.pages, row?.progress]);
    },
  };
  const activities = createDocumentActivities({
    records: { ...records, documents },
    embedder,
    documentReader: createPdfDocumentReader(),
  });
  const of = { documentId: 'steps', version };
  const environment = new MockActivityEnvironment();
  const beats: unknown[] = [];
  environment.on('heartbeat', (beat: unknown) => beats.push(beat));
  await environment.run(() => activities.publishDocument(of));
  expect(told).toEqual([
    ['embedding', 2, { passages: 2, done: 0 }],
    ['embedding', 2, { passages: 2, done: 2 }],
  ]);
  expect(beats).toEqual([{ passages: 2, of: 2 }]);
});
