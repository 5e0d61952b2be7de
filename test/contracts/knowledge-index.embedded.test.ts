import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEmbeddedKnowledgeIndex } from '../../src/adapters/knowledge-indexes/embedded/index.ts';
import { scopeKey, type Scope } from '../../src/domain/document.ts';
import { createPublishedDocuments, type PassageToPublish } from '../fakes/published-documents.ts';
import { createWordEmbedder } from '../fakes/word-embedder.ts';
import { knowledgeIndexContract, type IndexUnderTest } from './knowledge-index.contract.ts';

function anIndex(): IndexUnderTest {
  const embedder = createWordEmbedder();
  const documents = createPublishedDocuments(embedder);
  return { documents, index: createEmbeddedKnowledgeIndex({ documents, embedder }) };
}

knowledgeIndexContract('embedded', anIndex);

const KINDS: readonly Scope['kind'][] = ['organisation', 'property', 'unit', 'lease'];
const someScope = fc.record({
  kind: fc.constantFrom(...KINDS),
  id: fc.constantFrom('a', 'b', 'c'),
});
const someText = fc
  .array(
    fc.constantFrom(
      'pool',
      'rent',
      'quiet',
      'hours',
      'grill',
      'balcony',
      'pets',
      'deposit',
      'open',
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((words) => words.join(' '));
const someDocuments = fc.array(fc.record({ scope: someScope, text: someText }), { maxLength: 25 });

const numbered = (documents: readonly Omit<PassageToPublish, 'id'>[]): PassageToPublish[] =>
  documents.map((document, index) => ({ ...document, id: `p${index}` }));

describe('the embedded knowledge index', () => {
  // Privacy: promise 7 of the design. Scope is a filter before anything is ranked.
  test('gives no passage from outside the scopes asked for, whatever is published', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          published: someDocuments,
          scopes: fc.array(someScope, { maxLength: 4 }),
          text: someText,
        }),
        async ({ published, scopes, text }) => {
          const { documents, index } = anIndex();
          await documents.publish(numbered(published));
          const allowed = new Set(scopes.map(scopeKey));
          const found = await index.search({ text, scopes, limit: 50 });
          const visible = numbered(published).filter(({ scope }) => allowed.has(scopeKey(scope)));
          expect(found.every(({ passage }) => allowed.has(scopeKey(passage.scope)))).toBe(true);
          expect(found).toHaveLength(visible.length);
        },
      ),
      { seed: 7, numRuns: 150 },
    );
  });

  // Privacy: what one may not read must not be felt either, not even in a score.
  test('changes no ranking and no score when documents are added that one may not see', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          published: someDocuments,
          added: someDocuments,
          scopes: fc.array(someScope, { minLength: 1, maxLength: 4 }),
          text: someText,
        }),
        async ({ published, added, scopes, text }) => {
          const { documents, index } = anIndex();
          await documents.publish(numbered(published));
          const before = await index.search({ text, scopes, limit: 50 });
          const allowed = new Set(scopes.map(scopeKey));
          const invisible = added.filter(({ scope }) => !allowed.has(scopeKey(scope)));
          await documents.publish(
            invisible.map((document, at) => ({ ...document, id: `hidden${at}` })),
          );
          expect(await index.search({ text, scopes, limit: 50 })).toEqual(before);
        },
      ),
      { seed: 7, numRuns: 150 },
    );
  });

  test('finds what is said in other words than the document uses', async () => {
    // Every text means the same to this one, so that only words decide.
    const flat = {
      ...createWordEmbedder(),
      embedPassages: (texts: string[]) => Promise.resolve(texts.map(() => new Float32Array(32))),
      embedQuery: () => Promise.resolve(new Float32Array(32)),
    };
    const documents = createPublishedDocuments(flat);
    const index = createEmbeddedKnowledgeIndex({ documents, embedder: flat });
    const scope: Scope = { kind: 'property', id: 'a' };
    await documents.publish([
      { id: 'grill', scope, text: 'Grills are forbidden.' },
      { id: 'towing', scope, text: 'Vehicles in the fire lane get towed.' },
      { id: 'trash', scope, text: 'Trash chutes stay closed after ten.' },
    ]);
    const first = async (text: string) =>
      (await index.search({ text, scopes: [scope], limit: 1 }))[0]?.passage.id;
    expect(await first('my barbecue')).toBe('grill');
    expect(await first('it was impounded')).toBe('towing');
    expect(await first('my garbage and rubbish')).toBe('trash');
  });

  test('finds what the last sentence of a long story asks', async () => {
    const { documents, index } = anIndex();
    const scope: Scope = { kind: 'property', id: 'a' };
    await documents.publish([
      { id: 'chess', scope, text: 'zither zither zither umlaut' },
      { id: 'story', scope, text: 'quokka bandicoot wombat numbat dunnart' },
    ]);
    const text = 'The quokka saw one bandicoot, one wombat and one dunnart. Is that zither umlaut?';
    const found = await index.search({ text, scopes: [scope], limit: 2 });
    const whole = found.find(({ passage }) => passage.id === 'chess');
    expect(whole?.similarity).toBeGreaterThan(0.6);
  });

  test('loads once for many searches at the same time, and not again while nothing changes', async () => {
    const { documents, index } = anIndex();
    await documents.publish([{ id: 'p', scope: { kind: 'property', id: 'a' }, text: 'pool' }]);
    const search = () =>
      index.search({ text: 'pool', scopes: [{ kind: 'property', id: 'a' }], limit: 1 });
    const found = await Promise.all(Array.from({ length: 20 }, search));
    await search();
    expect(found.every((passages) => passages.length === 1)).toBe(true);
    expect(documents.loads()).toBe(1);
  });

  test('asks the documents again after they could not be read', async () => {
    const { documents, index } = anIndex();
    await documents.publish([{ id: 'p', scope: { kind: 'property', id: 'a' }, text: 'pool' }]);
    const readable = documents.loadPublished;
    documents.loadPublished = () => Promise.reject(new Error('database is away'));
    const search = () =>
      index.search({ text: 'pool', scopes: [{ kind: 'property', id: 'a' }], limit: 1 });
    await expect(Promise.all([search(), search()])).rejects.toThrow('database is away');
    documents.loadPublished = readable;
    expect(await search()).toHaveLength(1);
  });
});
