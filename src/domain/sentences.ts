// Words after which a full stop does not end a sentence.
const ABBREVIATION =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|jr|sr|st|no|nos|vs|apt|approx|etc|e\.g|i\.e|sec|inc|ext)\.$/i;
// "10 p.m. Bring a towel" ends a sentence, "8 p.m. Monday" and "10 p.m. to 7" do not.
const HALF_DAY = /\b[ap]\.m\.$/i;
const DAY_OR_MONTH =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day|^(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/i;
const BOUNDARY = /[.!?]+["'”’)\]]*\s+|\n\s*\n|\n(?=\s*(?:[-•*▪◦–]|\d{1,2}[.)])\s)/g;
const BULLET = /^\s*[-•*▪◦–]\s+/;

/**
 * The sentences of a text in order, each word for word as it stands there (without bullet and outer white space).
 * Paragraph ends and bullets end a sentence too; line breaks inside one stay.
 */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const match of text.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length;
    if (!endsSentence({ before: text.slice(from, end).trimEnd(), after: text.slice(end) }))
      continue;
    sentences.push(text.slice(from, end));
    from = end;
  }
  sentences.push(text.slice(from));
  return sentences.map((sentence) => sentence.replace(BULLET, '').trim()).filter(Boolean);
}

function endsSentence({ before, after }: { before: string; after: string }): boolean {
  if (!/[.!?]["'”’)\]]*$/.test(before)) return true;
  if (ABBREVIATION.test(before)) return false;
  if (!HALF_DAY.test(before)) return true;
  return /^["'“‘(]?[A-Z]/.test(after) && !DAY_OR_MONTH.test(after);
}

// Where one message turns to another matter: ", and also", "; ", "but", " and my ...".
const TURN =
  /\s*[;\n]+\s*|\s+[-–—]+\s+|,?\s+(?:(?:and|but|plus|then)\s+)?(?:also|plus|besides|btw|by the way),?\s+|,?\s+(?:and|but|plus)\s+(?=(?:i|i'm|i've|my|the|our|we|there|there's|it|is|are|was|do|does|did|can|could|will|would|should|may|what|what's|when|when's|where|who|why|how|how's|you|please|some|someone|nobody|he|she|they|his|her|this|that|no)\b)/gi;

/**
 * The pieces of a sentence that may be about different things; a piece of fewer than three words stays with the one
 * before it. Word for word, in order.
 */
export function splitClauses(sentence: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const match of sentence.matchAll(TURN)) {
    const end = match.index + match[0].length;
    if (countWords(sentence.slice(from, match.index)) < 3 || countWords(sentence.slice(end)) < 3)
      continue;
    pieces.push(sentence.slice(from, match.index));
    from = end;
  }
  pieces.push(sentence.slice(from));
  return pieces.map((piece) => piece.trim()).filter(Boolean);
}

/** How many words a text has; a number is a word. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
}
