import type { AskedFor } from '../ports/audit-log.ts';
import type { Staff } from './rights.ts';

/** Somebody outside is asked because one of the staff wishes it: who, at which property, about whom or what. */
export function askedBy(
  { staffId }: Pick<Staff, 'staffId'>,
  { propertyId, ...ids }: { propertyId: string | null } & AskedFor['ids'],
): AskedFor {
  return { propertyId, ids: { ...ids, staffId } };
}
