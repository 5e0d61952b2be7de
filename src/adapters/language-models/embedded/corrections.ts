import { countWords } from '../../../domain/sentences.ts';

const CORRECTION =
  /^\W*(?:(?:sorry|oops|oh|wait|no|ah|my bad|my mistake|actually)[\s,.:!-]+)*(?:i (?:actually )?mean[t]?|scratch that|correction)\b[\s,.:!-]*(?:to (?:say|write)\b[\s,:]*)?/i;
// "I meant the bathroom" corrects a word, and the rest of what was said stands.
const WHOLE_WORDS_MIN = 4;

/** The sentences of a turn without those that a later one takes back: "the dishwasher..., sorry, I meant the washer...". */
export function withoutTakenBack(sentences: readonly string[]): string[] {
  const kept: string[] = [];
  for (const sentence of sentences) {
    const meant = sentence.replace(CORRECTION, '');
    const isWhole = meant !== sentence && countWords(meant) >= WHOLE_WORDS_MIN;
    if (isWhole) kept.pop();
    kept.push(isWhole ? meant : sentence);
  }
  return kept;
}
