import type { Passage, Scope } from '../../src/domain/document.ts';
import { searchableText } from '../../src/domain/chunking.ts';
import type { Documents, IndexedPassage } from '../../src/ports/documents.ts';
import type { Embedder } from '../../src/ports/embedder.ts';

/** A passage to publish; what is left out does not matter to the test. */
export interface PassageToPublish {
  id: string;
  scope: Scope;
  text: string;
  heading?: string;
}

/** Published passages in memory: what a knowledge index reads from, and counts of how often it did. */
export interface PublishedDocuments extends Pick<Documents, 'loadPublished' | 'revision'> {
  publish(passages: readonly PassageToPublish[]): Promise<void>;
  withdraw(id: string): void;
  loads(): number;
}

/** Passages are embedded by the embedder given, and found by its id only. */
export function createPublishedDocuments(embedder: Embedder): PublishedDocuments {
  let published: IndexedPassage[] = [];
  let revision = 1n;
  let loads = 0;
  return {
    async publish(passages) {
      const whole = passages.map(passageOf);
      const vectors = await embedder.embedPassages(whole.map(searchableText));
      const added = whole.flatMap((passage, index) => {
        const embedding = vectors[index];
        return embedding ? [{ passage, embedding }] : [];
      });
      published = [...published, ...added];
      revision += 1n;
    },
    withdraw(id) {
      published = published.filter(({ passage }) => passage.id !== id);
      revision += 1n;
    },
    loads: () => loads,
    revision: () => Promise.resolve(revision),
    loadPublished(id) {
      loads += 1;
      return Promise.resolve(id === embedder.id ? published : []);
    },
  };
}

function passageOf({ id, scope, text, heading = '' }: PassageToPublish): Passage {
  return {
    id,
    documentId: id,
    documentTitle: `Document ${id}`,
    version: 1,
    page: 1,
    scope,
    heading,
    text,
  };
}
