import type { z } from 'zod';
import { staffDeed } from '../../../domain/shadow.ts';
import type { ShadowCount } from '../../../ports/shadow-comparison.ts';
import type { countRow } from './shadow-comparison-query.ts';

/** Adds groups of turns up, one count for each property and skill. */
export function countsOf(groups: z.infer<typeof countRow>[]): ShadowCount[] {
  const counts = new Map<string, ShadowCount>();
  for (const group of groups) {
    const { property_id: propertyId, skill, turns, mark } = group;
    const key = `${propertyId ?? ''} ${skill}`;
    const count = counts.get(key) ?? none(propertyId, skill);
    counts.set(key, count);
    const did = staffDeed({
      hasChangedRequest: group.has_changed,
      hasReplied: group.has_replied,
      isReleased: group.is_released,
    });
    count.turns += turns;
    if (did !== null) count.withDeed += turns;
    if (did === group.deed) count.sameDeed += turns;
    if (mark !== null) count.marks[mark] += turns;
  }
  return [...counts.values()].toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
}

const placeOf = ({ propertyId, skill }: ShadowCount): string => `${propertyId ?? ''} ${skill}`;

const none = (propertyId: string | null, skill: ShadowCount['skill']): ShadowCount => ({
  propertyId,
  skill,
  turns: 0,
  sameDeed: 0,
  withDeed: 0,
  marks: { same: 0, different: 0, wrong: 0 },
});
