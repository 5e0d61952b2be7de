import { condition, continueAsNew, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { historyIsLong } from '../history.ts';
import { platformWrites } from '../proxies.ts';
import { paused, resumed, rowQueued, type PlatformOutboxInput } from './contract.ts';
import { writeRow } from './write-row.ts';

// Rows that wait for a platform to settle or to come back are looked at again this often.
const LOOK_AGAIN_MS = 15_000;

/** Writes the rows of one platform connection: urgent ones first, then in order, one at a time. */
export async function platformOutbox({
  connectionId,
  ...carried
}: PlatformOutboxInput): Promise<void> {
  let isPaused = carried.isPaused;
  let isWoken = true;
  setHandler(rowQueued, () => void (isWoken = true));
  setHandler(paused, () => void (isPaused = true));
  setHandler(resumed, () => void ([isPaused, isWoken] = [false, true]));

  while (!historyIsLong()) {
    setCurrentDetails(isPaused ? 'paused by an operator' : 'writing');
    await condition(() => !isPaused);
    isWoken = false;
    const row = await platformWrites.nextWrite({ connectionId });
    if (row.kind === 'due') {
      await writeRow(row);
      continue;
    }
    setCurrentDetails(row.kind === 'later' ? 'waiting for the platform' : 'nothing to write');
    if (row.kind === 'later') await condition(() => isWoken, LOOK_AGAIN_MS);
    else await condition(() => isWoken || historyIsLong());
  }

  return continueAsNew<typeof platformOutbox>({ connectionId, isPaused });
}
