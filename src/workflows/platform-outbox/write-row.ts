import { log, sleep } from '@temporalio/workflow';
import { isOutsideFailure } from '../failures.ts';
import { platformSend, platformWrites } from '../proxies.ts';

/** A row that is due; ids and state only. */
export interface DueRow {
  outboxId: string;
  state: 'waiting' | 'sending' | 'ambiguous';
  attempts: number;
  /** How far apart two searches must be before "not there" is believed. */
  searchGapMs: number;
}

// Two creates whose answers were both lost: a person looks (reference/pm-platforms.md section 10.3).
const ATTEMPTS_MAX = 2;

/** Writes one row, whatever comes of it; a row that nothing can be done with goes to a person and holds up no other. */
export async function writeRow(row: DueRow): Promise<void> {
  const { outboxId } = row;
  try {
    await writeSafely(row);
  } catch (error) {
    if (!isOutsideFailure(error)) throw error;
    log.warn('row given to a person', { outboxId });
    await platformWrites.leaveToPerson({ outboxId });
  }
}

/**
 * Retry-safe write: what may have been sent before is searched for, never sent again blindly. A row found `sending`
 * lost its writer half way, which is the same as a lost answer.
 */
async function writeSafely({ outboxId, state, attempts, searchGapMs }: DueRow): Promise<void> {
  const mayHaveBeenSent = state !== 'waiting' || attempts > 0;
  if (mayHaveBeenSent) {
    if (await isFound(outboxId, searchGapMs)) return;
    if (attempts >= ATTEMPTS_MAX) {
      await platformWrites.leaveToPerson({ outboxId });
      return;
    }
  }
  try {
    await platformSend.sendWrite({ outboxId });
  } catch (error) {
    if (!isOutsideFailure(error)) throw error;
    log.warn('write to the platform has no answer', { outboxId });
    await platformWrites.markAmbiguous({ outboxId });
  }
}

async function isFound(outboxId: string, searchGapMs: number): Promise<boolean> {
  if (await platformWrites.searchWrite({ outboxId })) return true;
  await sleep(searchGapMs, { summary: 'a late commit may still appear' });
  return platformWrites.searchWrite({ outboxId });
}
