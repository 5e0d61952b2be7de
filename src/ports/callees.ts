import { calleesOf, type Callees } from '../domain/callees.ts';
import type { Records } from './records.ts';

/** Whom to ring about a place as the house stands now; null or a place that nobody knows: everybody's people. */
export async function calleesAt(
  { properties, staffAccounts }: Pick<Records, 'properties' | 'staffAccounts'>,
  propertyId: string | null,
): Promise<Callees> {
  const [place, known, staff] = await Promise.all([
    propertyId === null ? null : properties.find(propertyId),
    properties.list(),
    staffAccounts.list(),
  ]);
  const others = known.filter((one) => one.propertyId !== propertyId);
  return calleesOf({ propertyId, properties: place ? [place, ...others] : others, staff });
}
