import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { HandOverReason } from '../../../domain/decision.ts';
import type { Measure, MeasuredNumbers } from '../../../ports/numbers.ts';
import type { Database } from '../../shared/database.ts';
import {
  inPlace,
  isNear,
  placesOf,
  sliceColumns,
  sliceOf,
  stepAt,
  type Asked,
} from './numbers-scope.ts';

const Row = z.object({
  ...sliceColumns,
  conversations: z.coerce.number(),
  handed_off: z.coerce.number(),
});
const Reason = z.object({
  reason: z.custom<HandOverReason>((value) => typeof value === 'string'),
  count: z.coerce.number(),
});

/** Of the conversations in which something happened, the share that was handed off; and why people were needed. */
export async function countHandOffs(
  database: Database,
  asked: Asked,
): Promise<Pick<MeasuredNumbers, 'measures' | 'handOffs'>> {
  const { rows } = await database.execute(touched(asked));
  const measures = z
    .array(Row)
    .parse(rows)
    .filter(({ conversations }) => conversations > 0)
    .map((row): Measure => ({
      figure: 'handed-off',
      slice: sliceOf(row),
      count: row.conversations,
      value: row.handed_off / row.conversations,
    }));
  const reasons = await database.execute(byReason(asked));
  return { measures, handOffs: z.array(Reason).parse(reasons.rows) };
}

const touched = (asked: Asked): SQL => sql`
  with ${placesOf(asked)},
  touched as (
    select property_id, conversation_id, settled_at as at, false as is_handed_off from turns
    where ${isNear(sql`settled_at`, asked)}
    union all
    select property_id, conversation_id, opened_at, true from hand_offs
    where ${isNear(sql`opened_at`, asked)}
  ),
  placed as (
    select p.property_id, ${stepAt(sql`t.at`, asked)}::text as step, t.conversation_id, t.is_handed_off
    from touched t ${inPlace({ propertyId: sql`t.property_id`, at: sql`t.at` })}
  )
  select grouping(step, property_id) as level, step, property_id,
    count(distinct conversation_id) as conversations,
    count(distinct conversation_id) filter (where is_handed_off) as handed_off
  from placed group by grouping sets ((), (step), (property_id))`;

const byReason = (asked: Asked): SQL => sql`
  with ${placesOf(asked)}
  select h.reason, count(*) as count
  from hand_offs h ${inPlace({ propertyId: sql`h.property_id`, at: sql`h.opened_at` })}
  where ${isNear(sql`h.opened_at`, asked)}
  group by h.reason order by count(*) desc, h.reason`;
