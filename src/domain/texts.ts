import type { Language } from './resident.ts';

/** What residents read, by key; English is always there. */
export type Texts = Readonly<Record<string, { readonly en: string; readonly es?: string }>>;

/** What `renderText` needs; `values` fill the `{placeholders}`. */
export interface RenderTextInput {
  readonly pack: { readonly texts: Texts };
  readonly key: string;
  readonly language: Language;
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * The fixed text of that key, filled in; in English where the language lacks it.
 * @throws Error naming the key when it is unknown, or the placeholder when its value is missing.
 */
export function renderText({ pack, key, language, values = {} }: RenderTextInput): string {
  const text = Object.hasOwn(pack.texts, key) ? pack.texts[key] : undefined;
  if (!text) throw new Error(`no text with key ${key}`);
  return fillIn(text[language] ?? text.en, { key, values });
}

/**
 * Replaces every `{name}` by its value.
 * @throws Error naming the key and the placeholder whose value is missing.
 */
export function fillIn(
  text: string,
  { key, values }: { key: string; values: Readonly<Record<string, string | number>> },
): string {
  return text.replaceAll(placeholder, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`text ${key} needs a value for ${name}`);
    return String(value);
  });
}

/** Names of the placeholders of a text, sorted, each once. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[1] ?? ''))].toSorted();
}

const placeholder = /\{([A-Za-z_]{1,40})\}/g;
