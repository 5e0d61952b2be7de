const BEGINNING =
  /^\s*(?:@\w|(?:staff only|internal|private|note(?: to (?:self|staff|team))?|fyi|team)\s*[:,–—-])/i;

/** Whether a text begins as people begin notes to each other: asked once more before it goes to a resident. */
export const looksLikeNote = (text: string): boolean => BEGINNING.test(text);
