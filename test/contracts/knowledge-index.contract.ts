import { beforeEach, describe, expect, test } from 'vitest';
import type { Scope } from '../../src/domain/document.ts';
import type { KnowledgeIndex } from '../../src/ports/knowledge-index.ts';
import type { PublishedDocuments } from '../fakes/published-documents.ts';

/** An index and the documents that it reads from. */
export interface IndexUnderTest {
  index: KnowledgeIndex;
  documents: PublishedDocuments;
}

const unit: Scope = { kind: 'unit', id: 'elm-4b' };
const property: Scope = { kind: 'property', id: 'elm' };
const other: Scope = { kind: 'property', id: 'oak' };
const organisation: Scope = { kind: 'organisation', id: 'lantern' };

/** What every knowledge index owes. */
export function knowledgeIndexContract(name: string, make: () => IndexUnderTest): void {
  describe(`${name} as a knowledge index`, () => {
    let index: KnowledgeIndex;
    let documents: PublishedDocuments;
    beforeEach(() => {
      ({ index, documents } = make());
    });
    const find = async (text: string, scopes: Scope[]) =>
      (await index.search({ text, scopes, limit: 5 })).map(({ passage }) => passage.id);

    test('finds what fits best first', async () => {
      await documents.publish([
        { id: 'quiet', scope: property, text: 'Quiet hours run from ten to seven.' },
        { id: 'pool', scope: property, text: 'The pool opens in May.' },
      ]);
      expect((await find('quiet hours', [property]))[0]).toBe('quiet');
    });

    test('finds words by their stem', async () => {
      await documents.publish([
        { id: 'grill', scope: property, text: 'Grilling on balconies is forbidden.' },
        { id: 'noise', scope: property, text: 'Noise is forbidden at night.' },
      ]);
      expect((await find('grills balcony', [property]))[0]).toBe('grill');
    });

    // Privacy: another home's or house's documents must not be read.
    test('finds nothing outside the scopes given', async () => {
      await documents.publish([
        { id: 'mine', scope: property, text: 'The pool opens in May.' },
        { id: 'theirs', scope: other, text: 'The pool opens in June.' },
        { id: 'home', scope: unit, text: 'The pool key hangs in the closet.' },
      ]);
      expect(await find('pool', [property])).toEqual(['mine']);
      expect(await find('pool', [])).toEqual([]);
    });

    test('finds passages of one document only where one is named, rated as among all', async () => {
      await documents.publish([
        { id: 'pool', scope: property, text: 'The pool opens in May.' },
        { id: 'gym', scope: property, text: 'The gym opens in June, the pool in May.' },
        { id: 'elsewhere', scope: other, text: 'The pool opens in July.' },
      ]);
      const query = { text: 'pool', scopes: [property], limit: 5 };
      const all = await index.search(query);
      const ofOne = await index.search({ ...query, documentId: 'gym' });
      expect(ofOne).toEqual(all.filter(({ passage }) => passage.documentId === 'gym'));
      expect(ofOne).toHaveLength(1);
      expect(await index.search({ ...query, documentId: 'elsewhere' })).toEqual([]);
    });

    test('puts the document for the home before the one for the house when both fit about the same', async () => {
      const text = 'Grills on the balcony';
      await documents.publish([
        { id: 'group', scope: organisation, text: `${text} are forbidden.` },
        { id: 'house', scope: property, text: `${text} are forbidden.` },
        { id: 'home', scope: unit, text: `${text} are allowed.` },
      ]);
      expect(await find('grills on the balcony', [unit, property, organisation])).toEqual([
        'home',
        'house',
        'group',
      ]);
    });

    test('puts the document for the home first on its matter, though a general one fits better', async () => {
      await documents.publish([
        { id: 'house', scope: property, text: 'Grills on the balcony: no grills on any balcony.' },
        { id: 'group', scope: organisation, text: 'Grills on the balcony, grills, balcony.' },
        {
          id: 'home',
          scope: unit,
          text: 'The people of this apartment may keep and use one grill, rated low, out on their own balcony beside the wall.',
        },
      ]);
      const scopes = [organisation, property, unit];
      const found = await index.search({ text: 'grills on the balcony', scopes, limit: 5 });
      expect(found.map(({ passage }) => passage.id)).toEqual(['home', 'house', 'group']);
      const [home, house] = found;
      expect(home?.score).toBeLessThan(house?.score ?? 0);
      expect((await find('grills on the balcony', [organisation, property]))[0]).toBe('house');
    });

    test('never puts a document for the home before what answers another question', async () => {
      await documents.publish([
        { id: 'house', scope: property, text: 'Grills on the balcony are forbidden.' },
        { id: 'home', scope: unit, text: 'A new key for the balcony door costs $15.' },
      ]);
      expect(await find('grills on the balcony', [unit, property])).toEqual(['house', 'home']);
    });

    test('sees what was published and withdrawn since the last search', async () => {
      await documents.publish([{ id: 'old', scope: property, text: 'The pool opens in May.' }]);
      expect(await find('pool', [property])).toEqual(['old']);
      await documents.publish([{ id: 'new', scope: property, text: 'The pool opens in June.' }]);
      documents.withdraw('old');
      expect(await find('pool', [property])).toEqual(['new']);
    });

    test('never gives more than asked for, nor a passage twice for a scope named twice', async () => {
      await documents.publish(
        Array.from({ length: 9 }, (_, id) => ({
          id: `p${id}`,
          scope: property,
          text: `Pool rule ${id}`,
        })),
      );
      const found = await index.search({
        text: 'pool rule',
        scopes: [property, property],
        limit: 4,
      });
      expect(new Set(found.map(({ passage }) => passage.id)).size).toBe(4);
    });
  });
}
