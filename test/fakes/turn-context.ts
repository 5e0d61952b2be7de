import type { Passage } from '../../src/domain/document.ts';
import type { TurnContext } from '../../src/ports/language-model.ts';
import { defaultPack } from '../unit/domain/default-pack.ts';

/** A turn with these texts; what is left out is as in a quiet conversation in English. */
export function aTurn(texts: string | string[], changes: Partial<TurnContext> = {}): TurnContext {
  return {
    texts: typeof texts === 'string' ? [texts] : texts,
    language: 'en',
    recent: [],
    passages: [],
    openQuestions: [],
    openRequests: [],
    closedRequests: [],
    issues: Object.entries(defaultPack.catalogue).map(([id, issue]) => ({
      id,
      words: issue.words.en.join(', '),
      class: issue.class,
    })),
    ...changes,
  };
}

/** A passage of the house rules; sentences stand one a line, as chunks have them. */
export function aPassage(text: string, changes: Partial<Passage> = {}): Passage {
  return {
    id: `passage-${text.length}`,
    documentId: 'rules',
    documentTitle: 'Elm House Rules',
    version: 1,
    page: 1,
    scope: { kind: 'property', id: 'elm' },
    heading: '',
    text,
    ...changes,
  };
}
