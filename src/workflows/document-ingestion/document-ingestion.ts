import { ApplicationFailure, setCurrentDetails, type ActivityFailure } from '@temporalio/workflow';
import { isOutsideFailure } from '../failures.ts';
import { documents } from '../proxies.ts';
import type { DocumentIngestionInput } from './contract.ts';

/** Reads a document, cuts it into passages, embeds them, and publishes them all at once or not at all. */
export async function documentIngestion(input: DocumentIngestionInput): Promise<string> {
  setCurrentDetails('reading and embedding');
  try {
    const { pages, passages } = await documents.publishDocument(input);
    return `published: ${pages} pages, ${passages} passages`;
  } catch (error) {
    if (!isOutsideFailure(error) || !isUnreadable(error)) throw error;
    setCurrentDetails('cannot be read');
    return 'failed';
  }
}

// The row already says why, with a remedy; trying again would read the same bytes.
function isUnreadable(failure: ActivityFailure): boolean {
  return failure.cause instanceof ApplicationFailure && failure.cause.type === 'DocumentUnreadable';
}
