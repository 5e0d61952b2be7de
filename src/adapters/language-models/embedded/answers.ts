import { findInferred } from './inferred-answers.ts';
import { findWorded, type Extract, type ExtractInput } from './worded-answers.ts';

// A sentence with every word of the question is the answer; below this its words may stand there by chance, so that what
// they mean is asked first, and below the second they count for nothing.
const WORDED_SURE = 0.9;
const WORDED_MIN = 0.75;

/**
 * Finds sentences of the documents that answer a question, word for word: by the words that it shares with them, else by
 * what its words mean. Null when the evidence is too weak, so that a person answers.
 */
export async function extractAnswer(input: ExtractInput): Promise<Extract | null> {
  const worded = await findWorded(input);
  if (worded && worded.confidence >= WORDED_SURE) return worded;
  const inferred = await findInferred(input);
  return inferred ?? (worded && worded.confidence >= WORDED_MIN ? worded : null);
}
