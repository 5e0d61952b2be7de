import { scopeKey, type Scope } from '../../../domain/document.ts';
import { countWords, splitSentences } from '../../../domain/sentences.ts';
import type { Documents, IndexedPassage } from '../../../ports/documents.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import type { FoundPassage, KnowledgeIndex } from '../../../ports/knowledge-index.ts';
import { ScopeIndex, type ScopeHit } from './scope-index.ts';

// A document for one home outranks one for the house, and that one the organisation's, unless it fits clearly worse.
const SENTENCES_MAX = 3;
const SENTENCE_WORDS_MIN = 4;
const NEARNESS_STEP = 0.05;
const NEARNESS: Record<Scope['kind'], number> = { lease: 2, unit: 2, property: 1, organisation: 0 };

/** What the index reads from, and who makes its vectors. */
export interface EmbeddedKnowledgeIndexOptions {
  documents: Pick<Documents, 'loadPublished' | 'revision'>;
  embedder: Embedder;
}

/**
 * Searches published passages in memory, words and meaning fused. Each scope has a structure of its own; a changed
 * revision is seen by the next search. `score` includes up to 0.1 for documents nearer to the resident.
 */
export function createEmbeddedKnowledgeIndex(
  options: EmbeddedKnowledgeIndexOptions,
): KnowledgeIndex {
  const shelf = new Shelf(options);
  return {
    async search({ text, scopes, limit, documentId }) {
      if (scopes.length === 0 || limit < 1 || text.trim() === '') return [];
      const [vectors] = await Promise.all([
        Promise.all(searchedFor(text).map((part) => options.embedder.embedQuery(part))),
        shelf.refresh(),
      ]);
      const keys = [...new Set(scopes.map(scopeKey))];
      const hits = keys.flatMap((key) => shelf.scope(key)?.rate({ text, vectors }) ?? []);
      const within = hits.filter(
        ({ passage }) => documentId === undefined || passage.documentId === documentId,
      );
      return within.map(toFound).toSorted(bestFirst).slice(0, limit);
    },
  };
}

// Whole, and sentence by sentence, the last first: people tell the story and then ask.
function searchedFor(text: string): string[] {
  const sentences = text
    .split('\n')
    .flatMap(splitSentences)
    .filter((sentence) => countWords(sentence) >= SENTENCE_WORDS_MIN);
  return [...new Set([text, ...sentences.toReversed().slice(0, SENTENCES_MAX)])];
}

function toFound({ passage, similarity, fit }: ScopeHit): FoundPassage {
  return { passage, similarity, score: fit + NEARNESS_STEP * NEARNESS[passage.scope.kind] };
}

function bestFirst(one: FoundPassage, other: FoundPassage): number {
  return (
    other.score - one.score ||
    NEARNESS[other.passage.scope.kind] - NEARNESS[one.passage.scope.kind] ||
    one.passage.id.localeCompare(other.passage.id)
  );
}

/** Guards what is in memory: a search never reads less than was published when it began. */
class Shelf {
  readonly #documents: EmbeddedKnowledgeIndexOptions['documents'];
  readonly #embedder: Embedder;
  #revision: bigint | null = null;
  #passages = new Map<string, IndexedPassage[]>();
  #scopes = new Map<string, ScopeIndex>();
  #look: Promise<void> | null = null;
  #nextLook: Promise<void> | null = null;

  constructor({ documents, embedder }: EmbeddedKnowledgeIndexOptions) {
    this.#documents = documents;
    this.#embedder = embedder;
  }

  /** Whoever comes while a look is under way may have come after what it sees, so they share the next one. */
  refresh(): Promise<void> {
    if (!this.#look) return this.#lookNow();
    this.#nextLook ??= this.#look.then(
      () => this.#lookNow(),
      () => this.#lookNow(),
    );
    return this.#nextLook;
  }

  /** The structure of a scope, built when it is first searched; null when nothing is published in it. */
  scope(key: string): ScopeIndex | null {
    const built = this.#scopes.get(key);
    if (built) return built;
    const passages = this.#passages.get(key);
    if (!passages) return null;
    const scope = new ScopeIndex(passages, this.#embedder.dimension);
    this.#scopes.set(key, scope);
    return scope;
  }

  #lookNow(): Promise<void> {
    this.#nextLook = null;
    this.#look = this.#loadIfChanged().finally(() => (this.#look = null));
    return this.#look;
  }

  async #loadIfChanged(): Promise<void> {
    // Read before the passages: what is published in between is loaded once more by the next search.
    const revision = await this.#documents.revision();
    if (revision === this.#revision) return;
    const published = await this.#documents.loadPublished(this.#embedder.id);
    this.#passages = Map.groupBy(published, ({ passage }) => scopeKey(passage.scope));
    this.#scopes = new Map();
    this.#revision = revision;
  }
}
