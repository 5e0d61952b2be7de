import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { INTENTS } from '../../../domain/wish.ts';
import {
  OUTCOMES,
  type Measure,
  type MeasuredNumbers,
  type WishCounts,
} from '../../../ports/numbers.ts';
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
  intent: z.enum(INTENTS).nullable(),
  outcome: z.enum(OUTCOMES),
  count: z.coerce.number(),
});

/** What became of wishes, and the share that was resolved without a person. */
export async function countWishes(
  database: Database,
  asked: Asked,
): Promise<Pick<MeasuredNumbers, 'measures' | 'wishes'>> {
  const { rows } = await database.execute(query(asked));
  const counted = z.array(Row).parse(rows);
  const wishes: MeasuredNumbers['wishes'] = new Map();
  const slices = new Map<string, { row: (typeof counted)[number]; counts: WishCounts }>();
  for (const row of counted) {
    const { intent, outcome, count } = row;
    if (intent !== null) {
      const all = wishes.get(intent) ?? {};
      wishes.set(intent, { ...all, [outcome]: count });
      continue;
    }
    const key = `${row.level} ${row.step ?? ''} ${row.property_id ?? ''}`;
    const known = slices.get(key)?.counts ?? {};
    slices.set(key, { row, counts: { ...known, [outcome]: count } });
  }
  const measures = [...slices.values()].map(({ row, counts }): Measure => ({
    figure: 'resolved',
    slice: sliceOf(row),
    ...shareResolved(counts),
  }));
  return { measures, wishes };
}

/** The part that was resolved, of the wishes whose seven days are over. */
function shareResolved(counts: WishCounts): { count: number; value: number | null } {
  const all = OUTCOMES.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
  const count = all - (counts.unknown ?? 0);
  return { count, value: count === 0 ? null : (counts.resolved ?? 0) / count };
}

const query = (asked: Asked): SQL => sql`
  with ${placesOf(asked)},
  with_person as (
    select c.person_id, h.opened_at, coalesce(h.closed_at, 'infinity') as closed_at
    from hand_offs h join conversations c using (conversation_id)
    union all
    select person_id, opened_at, coalesce(closed_at, 'infinity') from takeovers
  ),
  -- Up to when the last wish of the period may have come again; a turn may take days while things are down.
  horizon as (
    select max(greatest(t.settled_at, s.sent_at)) + interval '14 days' as at
    from turns t left join sends s on s.turn_id = t.turn_id
    where ${isNear(sql`t.settled_at`, asked)}
  ),
  wanted as (
    select w.intent, w.fate, t.turn_id, t.property_id, c.person_id, t.started_at, t.settled_at, s.sent_at,
      coalesce(s.sent_at, t.settled_at) + interval '168 hours' as known_at,
      lead(t.started_at) over (
        partition by c.person_id, w.intent, w.matter order by t.started_at, t.turn_id) as again_at
    from turns t
      join wishes w using (turn_id)
      join conversations c using (conversation_id)
      left join sends s on s.turn_id = t.turn_id and s.purpose = 'reply'
        and s.state in ('sent', 'delivered', 'read')
    where t.settled_at >= ${asked.period.from}::date - 1
      and t.settled_at <= (select at from horizon)
  ),
  -- Joined once and not asked for each wish: a hash of persons instead of a search through all hand-offs.
  helped as (
    select distinct w.turn_id from wanted w
      join with_person o on o.person_id = w.person_id
        and o.opened_at <= w.known_at and o.closed_at > w.started_at
  ),
  judged as (
    select w.intent, p.property_id, ${stepAt(sql`w.settled_at`, asked)}::text as step,
      case
        when w.known_at > ${asked.now.toISOString()}::timestamptz then 'unknown'
        when w.fate = 'person' or h.turn_id is not null then 'person'
        when w.fate = 'declined' then 'declined'
        when w.sent_at is null then 'undelivered'
        when w.again_at <= w.known_at then 'again'
        else 'resolved'
      end as outcome
    from wanted w ${inPlace({ propertyId: sql`w.property_id`, at: sql`w.settled_at` })}
      left join helped h on h.turn_id = w.turn_id
  )
  select grouping(step, property_id) as level, step, property_id, intent, outcome, count(*) as count
  from judged
  group by grouping sets ((outcome), (outcome, step), (outcome, property_id), (outcome, intent))`;
