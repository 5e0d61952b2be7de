import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { DESK_TOPICS, type DeskEvents, type DeskEventsRead } from '../../../ports/desk-events.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import type { RecordsParts } from './parts.ts';
import { createListener } from './listener.ts';

const READ_MAX = 500;

const cursorShape = /^(\d{1,18})-(\d{1,18})$/;
const position = z.object({ horizon: z.string(), end: z.string(), is_lost: z.boolean() });
const eventRow = z.object({
  transaction_id: z.string(),
  event_id: z.string(),
  topic: z.enum(DESK_TOPICS),
  subject_id: z.string(),
  property_id: z.string().nullable(),
});

/** The text of a notice that tells of presence (`presence.ts`). */
const presenceChange = z.object({ conversationId: z.string(), propertyId: z.string().nullable() });

/**
 * Changes in PostgreSQL, written by the triggers of migration 0008. A cursor is a transaction's number and an event's;
 * only transactions before the oldest that still runs are read, so whatever commits later comes after every cursor.
 */
export function createDeskEvents({ database }: Pick<RecordsParts, 'database'>): DeskEvents {
  const notices = createListener({ database, channel: 'desk_events' });
  return {
    async now() {
      const { rows } = await database.execute(
        sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`,
      );
      const { horizon } = z.object({ horizon: z.string() }).parse(rows[0]);
      return `${horizon}-0`;
    },

    async readAfter(cursor) {
      const match = cursorShape.exec(cursor);
      if (!match?.[1] || !match[2]) return { kind: 'lost' };
      const after = { transactionId: match[1], eventId: match[2] };
      // One snapshot for what may be read and for what is there.
      return database.transaction((tx) => readAfter(tx, after), {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      });
    },

    onCommit: (listener) => notices.onNotice(() => listener()),
    onPresence: (listener) =>
      notices.onNotice((text) => {
        if (text !== '') listener(presenceChange.parse(JSON.parse(text)));
      }),
    prune: () => prune(database),
  };
}

async function readAfter(
  tx: Transaction,
  { transactionId, eventId }: { transactionId: string; eventId: string },
): Promise<DeskEventsRead> {
  const standing = await tx.execute(sql`
    select pg_snapshot_xmin(snapshot)::text as horizon, pg_snapshot_xmax(snapshot)::text as end,
      (kept.transaction_id, kept.event_id) > (${transactionId}::xid8, ${eventId}::bigint)
        or ${transactionId}::xid8 > pg_snapshot_xmax(snapshot) as is_lost
    from desk_events_kept kept, pg_current_snapshot() snapshot`);
  const { horizon, is_lost: isLost } = position.parse(standing.rows[0]);
  if (isLost) return { kind: 'lost' };
  const { rows } = await tx.execute(sql`
    select transaction_id::text, event_id::text, topic, subject_id, property_id from desk_events
    where (transaction_id, event_id) > (${transactionId}::xid8, ${eventId}::bigint)
      and transaction_id < ${horizon}::xid8
    order by transaction_id, event_id limit ${READ_MAX}`);
  const waiting = await tx.execute(
    sql`select from desk_events where transaction_id >= ${horizon}::xid8 limit 1`,
  );
  const events = z.array(eventRow).parse(rows);
  return {
    kind: 'events',
    events: events.map((row) => ({
      cursor: `${row.transaction_id}-${row.event_id}`,
      topic: row.topic,
      subjectId: row.subject_id,
      propertyId: row.property_id,
    })),
    hasMore: events.length === READ_MAX || waiting.rows.length > 0,
  };
}

/** Also what another server numbered, as a restored backup brings it: it would never be read, or stand in the way. */
async function prune(database: Database): Promise<void> {
  await database.execute(sql`
    with gone as (
      delete from desk_events
      where transaction_id < pg_snapshot_xmin(pg_current_snapshot()) and at < now() - interval '1 day'
        or transaction_id > pg_snapshot_xmax(pg_current_snapshot())
      returning transaction_id, event_id
    ), last as (
      select transaction_id, event_id from gone
      where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      order by transaction_id desc, event_id desc limit 1
    )
    update desk_events_kept kept set transaction_id = last.transaction_id, event_id = last.event_id
    from last where (last.transaction_id, last.event_id) > (kept.transaction_id, kept.event_id)`);
}
