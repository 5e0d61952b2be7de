import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { MeasuredNumbers } from '../../../ports/numbers.ts';
import type { Database } from '../../shared/database.ts';
import { inPlace, placesOf, type Asked } from './numbers-scope.ts';

const Row = z.object({
  waiting: z.coerce.number(),
  oldest: z
    .string()
    .transform((text) => new Date(text).toISOString())
    .nullable(),
  expired: z.coerce.number(),
});

/** What waits now, whatever the period, and what expired in it. */
export async function countApprovals(
  database: Database,
  asked: Asked,
): Promise<MeasuredNumbers['approvals']> {
  const { rows } = await database.execute(sql`
    with ${placesOf(asked)}
    select count(*) filter (where a.state = 'pending') as waiting,
      min(a.opened_at) filter (where a.state = 'pending') as oldest,
      (select count(*) from approvals e
        ${inPlace({ propertyId: sql`e.property_id`, at: sql`e.decided_at` })}
        where e.state = 'expired') as expired
    from approvals a where a.property_id in (select property_id from places)`);
  const { waiting, oldest, expired } = Row.parse(rows[0]);
  return { waiting, oldestOpenedAt: oldest, expired };
}
