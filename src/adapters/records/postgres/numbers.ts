import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Figure } from '../../../domain/numbers.ts';
import type { Measure, Numbers } from '../../../ports/numbers.ts';
import type { Database } from '../../shared/database.ts';
import { countApprovals } from './numbers-approvals.ts';
import { facts } from './numbers-facts.ts';
import { countHandOffs } from './numbers-hand-offs.ts';
import { inPlace, placesOf, sliceColumns, sliceOf, stepAt, type Asked } from './numbers-scope.ts';
import { countWishes } from './numbers-wishes.ts';
import type { RecordsParts } from './parts.ts';

/** The numbers in PostgreSQL, counted anew each time. */
export function createNumbers({ database }: Pick<RecordsParts, 'database'>): Numbers {
  return {
    async measure(asked) {
      const wishes = await countWishes(database, asked);
      const handOffs = await countHandOffs(database, asked);
      const measured = await measureFacts(database, asked);
      return {
        measures: [...wishes.measures, ...handOffs.measures, ...measured],
        wishes: wishes.wishes,
        handOffs: handOffs.handOffs,
        approvals: await countApprovals(database, asked),
      };
    },
  };
}

const NAMES = [
  'reply',
  'clock-answer',
  'clock-dispatch',
  'clock-done',
  'clock-legal',
  'approval',
  'survey',
] as const;

const Row = z.object({
  ...sliceColumns,
  name: z.enum(NAMES),
  count: z.coerce.number(),
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
});

type Row = z.infer<typeof Row>;

async function measureFacts(database: Database, asked: Asked): Promise<Measure[]> {
  const { rows } = await database.execute(query(asked));
  return z
    .array(Row)
    .parse(rows)
    .flatMap((row) =>
      figuresOf(row).map(([figure, value]): Measure => ({
        figure,
        slice: sliceOf(row),
        count: row.count,
        value,
      })),
    );
}

function figuresOf({ name, mean, p50, p95 }: Row): [Figure, number][] {
  if (name === 'reply' || name === 'approval') {
    return [
      [`${name}-p50`, p50],
      [`${name}-p95`, p95],
    ];
  }
  return [[name, mean]];
}

// percentile_disc is the nearest rank: a time that somebody really waited.
const query = (asked: Asked): SQL => sql`
  with ${placesOf(asked)}, facts as (${facts(asked)}),
  placed as (
    select f.name, p.property_id, ${stepAt(sql`f.at`, asked)}::text as step, f.value
    from facts f ${inPlace({ propertyId: sql`f.property_id`, at: sql`f.at` })}
  )
  select name, grouping(step, property_id) as level, step, property_id, count(*) as count,
    avg(value) as mean,
    percentile_disc(0.5) within group (order by value) as p50,
    percentile_disc(0.95) within group (order by value) as p95
  from placed group by grouping sets ((name), (name, step), (name, property_id))`;
