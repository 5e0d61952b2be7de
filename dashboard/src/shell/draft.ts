import { useState } from 'react';

interface Kept {
  text: string;
  /** Goes with the text when it is sent, so that sending it twice says it once. */
  id: string;
}

/** A text that is being typed: kept in this tab under its key until it is cleared, whatever happens to the page. */
export function useDraft(key: string): Kept & {
  setText: (text: string) => void;
  clear: () => void;
} {
  const keptAs = `nightporter.draft.${key}`;
  const [draft, setDraft] = useState(() => ({ keptAs, ...load(keptAs) }));
  const { text, id } = draft.keptAs === keptAs ? draft : load(keptAs);
  return {
    text,
    id,
    setText(changed) {
      sessionStorage.setItem(keptAs, JSON.stringify({ text: changed, id }));
      setDraft({ keptAs, text: changed, id });
    },
    clear() {
      sessionStorage.removeItem(keptAs);
      setDraft({ keptAs, ...load(keptAs) });
    },
  };
}

function load(keptAs: string): Kept {
  const kept = sessionStorage.getItem(keptAs);
  return kept === null ? { text: '', id: crypto.randomUUID() } : JSON.parse(kept);
}
