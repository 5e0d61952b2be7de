import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Measure, Numbers } from '../../../ports/numbers.ts';
import type { Database } from '../../shared/database.ts';
import { countApprovals } from './numbers-approvals.ts';
import { durations, marks } from './numbers-facts.ts';
import { countHandOffs } from './numbers-hand-offs.ts';
import { inPlace, placesOf, sliceColumns, sliceOf, stepAt, type Asked } from './numbers-scope.ts';
import { countWishes } from './numbers-wishes.ts';
import type { RecordsParts } from './parts.ts';

/** The numbers in PostgreSQL, counted anew each time. */
export function createNumbers({ database }: Pick<RecordsParts, 'database'>): Numbers {
  return {
    async measure(asked) {
      // One after the other: whoever looks at the figures must not take the connections of the messages.
      const wishes = await countWishes(database, asked);
      const handOffs = await countHandOffs(database, asked);
      const averages = await measureMarks(database, asked);
      const ranks = await measureDurations(database, asked);
      const approvals = await countApprovals(database, asked);
      return {
        measures: [...wishes.measures, ...handOffs.measures, ...averages, ...ranks],
        wishes: wishes.wishes,
        handOffs: handOffs.handOffs,
        approvals,
      };
    },
  };
}

const Mark = z.object({
  ...sliceColumns,
  name: z.enum(['clock-answer', 'clock-dispatch', 'clock-done', 'clock-legal', 'survey']),
  count: z.coerce.number(),
  mean: z.number(),
});

async function measureMarks(database: Database, asked: Asked): Promise<Measure[]> {
  const { rows } = await database.execute(
    grouped(asked, { facts: marks(asked), told: sql`avg(value) as mean` }),
  );
  return z
    .array(Mark)
    .parse(rows)
    .map((row) => ({
      figure: row.name,
      slice: sliceOf(row),
      count: row.count,
      value: row.mean,
    }));
}

const Duration = z.object({
  ...sliceColumns,
  name: z.enum(['reply', 'approval']),
  count: z.coerce.number(),
  p50: z.number(),
  p95: z.number(),
});

// percentile_disc is the nearest rank: a time that somebody really waited.
const RANKS = sql`
  percentile_disc(0.5) within group (order by value) as p50,
  percentile_disc(0.95) within group (order by value) as p95`;

async function measureDurations(database: Database, asked: Asked): Promise<Measure[]> {
  const { rows } = await database.execute(grouped(asked, { facts: durations(asked), told: RANKS }));
  return z
    .array(Duration)
    .parse(rows)
    .flatMap((row): Measure[] => {
      const of = { slice: sliceOf(row), count: row.count };
      return [
        { ...of, figure: `${row.name}-p50`, value: row.p50 },
        { ...of, figure: `${row.name}-p95`, value: row.p95 },
      ];
    });
}

/** Facts of the period, told together, by step and by property. */
const grouped = (asked: Asked, { facts, told }: { facts: SQL; told: SQL }): SQL => sql`
  with ${placesOf(asked)}, facts as (${facts}),
  placed as (
    select f.name, p.property_id, ${stepAt(sql`f.at`, asked)}::text as step, f.value
    from facts f ${inPlace({ propertyId: sql`f.property_id`, at: sql`f.at` })}
  )
  select name, grouping(step, property_id) as level, step, property_id, count(*) as count, ${told}
  from placed group by grouping sets ((name), (name, step), (name, property_id))`;
