import type { PropertyBooks } from '../ports/property-books.ts';
import type { Removals } from '../ports/removals.ts';
import type { EndProcesses } from '../temporal/end-processes.ts';
import { Conflict } from './errors.ts';

/** Set once the sample was removed: it is not loaded again into this house. */
export const SAMPLE_REMOVED = 'sample-removed';

/** What belongs to the sample. */
export interface SampleParts {
  propertyIds: string[];
  organisationIds: string[];
  staffEmails: string[];
}

/** What the sample is removed from. */
export interface RemovalHouse {
  removals: Removals;
  books: PropertyBooks;
  endProcesses: EndProcesses;
}

/**
 * Takes the sample away for good: its processes, its people and what they wrote, its documents, its sign-ins, its books.
 * Cut off half way it is simply asked for again. The record stays, and says that it happened.
 * @throws Conflict when it is not there, ProviderUnavailable with nothing removed when the engine is away
 */
export async function removeSample(house: RemovalHouse, parts: SampleParts): Promise<void> {
  const { removals, books, endProcesses } = house;
  if (await removals.isDone(SAMPLE_REMOVED)) {
    throw new Conflict('The sample has been removed already.');
  }
  const { propertyIds } = parts;
  const removal = { ...parts, ...(await books.membersOf(propertyIds)) };
  const processes = await removals.processesOf(removal);
  await endProcesses(processes);
  await removals.remove(removal);
  // Somebody may have written in between and opened a conversation anew.
  await endProcesses(processes);
  await books.removeProperties(propertyIds);
  await removals.finish({ mark: SAMPLE_REMOVED, propertyIds });
}
