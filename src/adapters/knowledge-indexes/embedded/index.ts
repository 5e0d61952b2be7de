import { scopeKey } from '../../../domain/document.ts';
import { bySpecificity, nearestFirst } from '../../../domain/precedence.ts';
import { countWords, splitSentences } from '../../../domain/sentences.ts';
import type { Documents, IndexedPassage } from '../../../ports/documents.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import type { FoundPassage, KnowledgeIndex } from '../../../ports/knowledge-index.ts';
import { ScopeIndex, wordsSpokenOf, type ScopeHit } from './scope-index.ts';

const SENTENCES_MAX = 3;
const SENTENCE_WORDS_MIN = 4;
// Below this a passage is about something else (engines' figure: near misses pass, but little that answers stays below).
const RELEVANT_MIN = 0.35;
// Two passages are about the same matter when one speaks of this share of the question's words that the other speaks of.
const SAME_MATTER_SHARE = 0.85;
// What fits worse than these fits too badly to go before any.
const COMPARED_MAX = 64;

/** What the index reads from, and who makes its vectors. */
export interface EmbeddedKnowledgeIndexOptions {
  documents: Pick<Documents, 'loadPublished' | 'revision'>;
  embedder: Embedder;
}

/**
 * Searches published passages in memory, words and meaning fused. Each scope has a structure of its own; a changed
 * revision is seen by the next search. A more specific document goes before a more general one on the same matter.
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
      return inOrder(within, { text, limit }).map(toFound);
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

/** The hits that fit best, a more specific one before the more general ones on the same matter. */
function inOrder(
  hits: readonly ScopeHit[],
  { text, limit }: { text: string; limit: number },
): ScopeHit[] {
  const spokenOf = wordsSpokenOf(text);
  const compared = hits
    .toSorted(bestFirst)
    .slice(0, Math.max(limit, COMPARED_MAX))
    .map((hit) => ({ hit, spoken: spokenOf(hit) }));
  const ordered = nearestFirst(compared, {
    scopeOf: ({ hit }) => hit.passage.scope,
    answersToo,
  });
  return ordered.slice(0, limit).map(({ hit }) => hit);
}

interface Spoken {
  hit: ScopeHit;
  spoken: ReadonlySet<string>;
}

function answersToo(specific: Spoken, general: Spoken): boolean {
  if (Math.min(specific.hit.fit, general.hit.fit) < RELEVANT_MIN) return false;
  const shared = specific.spoken.intersection(general.spoken).size;
  return shared > 0 && shared >= SAME_MATTER_SHARE * general.spoken.size;
}

function toFound({ passage, similarity, fit }: ScopeHit): FoundPassage {
  return { passage, similarity, score: fit };
}

function bestFirst(one: ScopeHit, other: ScopeHit): number {
  return (
    other.fit - one.fit ||
    bySpecificity(one.passage.scope, other.passage.scope) ||
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
