/** A stretch of a text, from a first place up to one that is no longer part of it. */
export interface Span {
  start: number;
  end: number;
}

interface FoldedText {
  seen: string;
  /** For each place in `seen`, and the one behind it, the place in the text. */
  at: number[];
}

/**
 * Puts `sign` in the place of what `find` finds in the text as a reader sees it: any dash is `-`, any space one ` `,
 * digits and letters are plain, and what nobody sees is left out. The rest of the text stays to the letter.
 */
export function replaceAsSeen(
  text: string,
  { find, sign }: { find: (seen: string) => Span[]; sign: string },
): string {
  const { seen, at } = foldText(text);
  let replaced = '';
  let from = 0;
  for (const { start, end } of find(seen)) {
    replaced += text.slice(from, at[start]) + sign;
    from = at[end] ?? text.length;
  }
  return replaced + text.slice(from);
}

function foldText(text: string): FoldedText {
  const at: number[] = [];
  let seen = '';
  let place = 0;
  for (const char of text) {
    const plain = foldChar(char);
    if (plain !== ' ' || !seen.endsWith(' ')) {
      for (let unit = 0; unit < plain.length; unit += 1) at.push(place + unit);
      seen += plain;
    }
    place += char.length;
  }
  return { seen, at: [...at, place] };
}

function foldChar(char: string): string {
  if (/[\p{Zs}\t]/u.test(char)) return ' ';
  if (char < '\u0080') return char;
  if (/\p{Dash}/u.test(char)) return '-';
  const plain = char.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}]/gu, '');
  // What falls apart into several (a fraction, a ligature) stays as it is.
  return plain.length > 1 ? char : plain;
}
