import type { Resident } from '../domain/resident.ts';
import type { AskedFor } from '../ports/audit-log.ts';
import { ProviderRateLimited, ProviderUnavailable } from '../ports/errors.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { WriterAnswer } from './answers/inbox.ts';
import { askedBy } from './asked-by.ts';

// Design section 11: what the platform knows of people is kept for minutes, in memory only.
const KEPT_MS = 120_000;
const KEPT_MAX = 5_000;

/** Who writes, for staff to read: null for an unknown person, and while the platform is away. */
export type Writers = (by: {
  residentId: string | null;
  propertyId: string | null;
  staffId: string;
}) => Promise<WriterAnswer | null>;

/** Asks the platform, each person once in two minutes whoever of the staff reads. */
export function createWriters({
  platform,
}: {
  platform: Pick<PropertyPlatform, 'findResident'>;
}): Writers {
  const kept = new Map<string, { answer: Promise<WriterAnswer | null>; readAt: number }>();
  const read = async (residentId: string, asked: AskedFor): Promise<WriterAnswer | null> => {
    const resident = await platform.findResident(residentId, asked);
    return resident && toWriter(resident);
  };
  return async ({ residentId, propertyId, staffId }) => {
    if (residentId === null) return null;
    const known = kept.get(residentId);
    if (known && Date.now() - known.readAt < KEPT_MS) return known.answer;
    if (kept.size >= KEPT_MAX) kept.clear();
    const answer = read(residentId, askedBy({ staffId }, { propertyId, residentId }));
    kept.set(residentId, { answer, readAt: Date.now() });
    try {
      return await answer;
    } catch (error) {
      kept.delete(residentId);
      const isAway = error instanceof ProviderUnavailable || error instanceof ProviderRateLimited;
      if (isAway) return null;
      throw error;
    }
  };
}

function toWriter({ id, firstName, lastName, ...resident }: Resident): WriterAnswer {
  const { unitNumber, status, language } = resident;
  return { residentId: id, name: `${firstName} ${lastName}`, unitNumber, status, language };
}
