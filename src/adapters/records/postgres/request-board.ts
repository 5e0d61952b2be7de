import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { RecordedStep, RequestBoard } from '../../../ports/request-board.ts';
import { chainOf } from './audit-log.ts';
import { openRow } from './maintenance-requests.ts';
import type { RecordsParts } from './parts.ts';
import { maintenanceRequests as table } from './tables/requests.ts';

const LISTED_MAX = 300;

const storyRow = z.object({
  at: z.string().transform((text) => new Date(text).toISOString()),
  event: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  staff_name: z.string().nullable(),
  reason_sealed: z.instanceof(Buffer).nullable(),
});

/** The board of the desk in PostgreSQL. */
export function createRequestBoard({ database, personKeys }: RecordsParts): RequestBoard {
  return {
    async list({ propertyIds, propertyId, side }) {
      const isOpen = side === 'open';
      const found = await database
        .select()
        .from(table)
        .where(
          and(
            isOpen ? isNull(table.closedAt) : isNotNull(table.closedAt),
            propertyIds === 'all' ? undefined : inArray(table.propertyId, propertyIds),
            propertyId === null ? undefined : eq(table.propertyId, propertyId),
          ),
        )
        .orderBy(
          ...(isOpen
            ? [sql`${table.nextDeadlineAt} asc nulls last`, asc(table.class), asc(table.openedAt)]
            : [desc(table.closedAt)]),
        )
        .limit(LISTED_MAX);
      return Promise.all(found.map((stored) => openRow({ personKeys, stored, using: database })));
    },

    async story({ requestId, propertyId }) {
      const { rows } = await database.execute(sql`
        select e.at, e.event, e.facts, u.name as staff_name, coalesce(c.reason_sealed, r.reason_sealed) as reason_sealed
        from audit_entries e
          left join staff_users u on u.id = e.facts ->> 'staffId'
          left join class_corrections c on c.correction_id = e.facts ->> 'correctionId'
          left join request_reopenings r on r.reopening_id = e.facts ->> 'reopeningId'
        where e.facts ->> 'requestId' = ${requestId} and e.chain = ${chainOf(propertyId)}
        order by e.position`);
      const steps: RecordedStep[] = [];
      for (const row of z.array(storyRow).parse(rows)) {
        const { at, event, facts, staff_name: staffName, reason_sealed: sealed } = row;
        const reason = sealed === null ? null : await personKeys.unseal(sealed);
        steps.push({ at, event, facts, staffName, reason });
      }
      return steps;
    },
  };
}
