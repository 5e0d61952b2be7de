import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Waiting } from '../../../domain/part-finding.ts';
import type {
  AlertFigures,
  DocumentFigures,
  HouseFigures,
  PlatformFigures,
} from '../../../ports/house-figures.ts';
import { SEND_STATES } from '../../../ports/outbox.ts';
import type { Database } from '../../shared/database.ts';
import type { RecordsParts } from './parts.ts';

const count = z.coerce.number();
// The driver gives what plain SQL asks for as the database writes it.
const at = z.coerce.date().transform((date) => date.toISOString());
const WaitingRow = z.object({ count, oldest_at: at.nullable() });
const MigrationRow = z.object({ name: z.string() });
const StateRow = z.object({
  state: z.enum(SEND_STATES),
  count,
  oldest_at: at,
});
const PlatformRow = z.object({
  waiting: count,
  waiting_since: at.nullable(),
  ambiguous: count,
  ambiguous_since: at.nullable(),
  blocked: count,
  blocked_since: at.nullable(),
  by_name: z.string().nullable(),
  paused_at: at.nullable(),
  synced_until: at.nullable(),
});
const AlertRow = z.object({
  ringing: count,
  ringing_since: at.nullable(),
  unheard: count,
  unheard_since: at.nullable(),
});
const DocumentRow = z.object({
  published: count,
  reading: count,
  oldest_at: at.nullable(),
  failed: count,
});

const RECENT = sql`interval '1 day'`;
const LOST_AFTER = sql`interval '5 minutes'`; // as the verification of the record has it
const REMEMBERED = sql`interval '7 days'`;

/** Figures from PostgreSQL; every query goes by an index over what is open or recent. */
export function createHouseFigures({
  database,
  now,
}: Pick<RecordsParts, 'database' | 'now'>): HouseFigures {
  const instant = (): SQL => sql`${now().toISOString()}::timestamptz`;
  return {
    database: () => describe(database),

    messages: () =>
      waiting(database, {
        since: sql`received_at`,
        rowsOf: sql`inbound_messages where taken_at is null`,
      }),

    async sends() {
      const { rows } = await database.execute(sql`
        select state, count(*), min(created_at) as oldest_at from sends
        where state in ('queued', 'sending') or state_at > ${instant()} - ${RECENT}
        group by state`);
      const found = z.array(StateRow).parse(rows);
      const open = found.filter(({ state }) => state === 'queued' || state === 'sending');
      return {
        states: Object.fromEntries(found.map((row) => [row.state, row.count])),
        oldestAt: open.map((row) => row.oldest_at).toSorted()[0] ?? null,
      };
    },

    platform: (connectionId) => platform(database, connectionId),

    async openMatters() {
      const since = sql`opened_at`;
      const [approvals, alerts] = await Promise.all([
        waiting(database, { since, rowsOf: sql`approvals where state = 'pending'` }),
        waiting(database, { since, rowsOf: sql`alerts where state = 'ringing'` }),
      ]);
      return { approvals, alerts };
    },

    openIntents: () =>
      waiting(database, {
        since: sql`at`,
        rowsOf: sql`audit_entries intent where event like '%.started'
          and at > ${instant()} - ${REMEMBERED} and at < ${instant()} - ${LOST_AFTER}
          and not exists (
            select from audit_entries outcome where outcome.chain = intent.chain
              and outcome.entry_key = regexp_replace(intent.entry_key, '(^|[./])started(/|$)', '\\1ended\\2', 'g'))`,
      }),

    alerts: () => ringing(database),
    documents: () => documents(database),
  };
}

async function describe(database: Database) {
  // Before we take a connection ourselves.
  const { totalCount, idleCount, waitingCount, options } = database.$client;
  const startedAt = performance.now();
  const { rows } = await database.execute(
    sql`select name from schema_migrations order by name desc limit 1`,
  );
  const latencyMs = performance.now() - startedAt;
  return {
    latencyMs,
    connectionsInUse: totalCount - idleCount,
    connectionsMax: options.max,
    connectionsAwaited: waitingCount,
    migration: z.array(MigrationRow).parse(rows)[0]?.name ?? null,
  };
}

async function platform(database: Database, connectionId: string): Promise<PlatformFigures> {
  const { rows } = await database.execute(sql`
    select w.*, u.name as by_name, p.paused_at, s.synced_until
    from (
      select count(*) filter (where is_waiting) as waiting,
        min(created_at) filter (where is_waiting) as waiting_since,
        count(*) filter (where state = 'ambiguous') as ambiguous,
        min(created_at) filter (where state = 'ambiguous') as ambiguous_since,
        count(blocked_at) as blocked,
        min(blocked_at) as blocked_since
      from (
        select *, state <> 'ambiguous' and blocked_at is null as is_waiting from platform_outbox
        where connection_id = ${connectionId} and state in ('waiting', 'sending', 'ambiguous')
      ) open
    ) w
    left join platform_pauses p on p.connection_id = ${connectionId}
    left join staff_users u on u.id = p.staff_id
    left join platform_sync s on s.connection_id = ${connectionId}`);
  const row = PlatformRow.parse(rows[0]);
  return {
    waiting: { count: row.waiting, oldestAt: row.waiting_since },
    ambiguous: { count: row.ambiguous, oldestAt: row.ambiguous_since },
    blocked: { count: row.blocked, oldestAt: row.blocked_since },
    pause: row.paused_at === null ? null : { byName: row.by_name, at: row.paused_at },
    syncedUntil: row.synced_until,
  };
}

/** An alert is unheard by its last ring, or, before the first, by a ladder that names nobody. */
async function ringing(database: Database): Promise<AlertFigures> {
  const { rows } = await database.execute(sql`
    select count(*) as ringing, min(opened_at) as ringing_since,
      count(*) filter (where is_unheard) as unheard,
      min(opened_at) filter (where is_unheard) as unheard_since
    from (
      select opened_at, coalesce(
        (select outcome = 'nobody' from alert_rings r where r.alert_id = a.alert_id
          order by attempt desc limit 1),
        not jsonb_path_exists(ladder, '$[*].contacts[*]')) as is_unheard
      from alerts a where state = 'ringing'
    ) now_ringing`);
  const row = AlertRow.parse(rows[0]);
  return {
    ringing: { count: row.ringing, oldestAt: row.ringing_since },
    unheard: { count: row.unheard, oldestAt: row.unheard_since },
  };
}

async function documents(database: Database): Promise<DocumentFigures> {
  const { rows } = await database.execute(sql`
    select count(*) filter (where is_answered) as published,
      count(*) filter (where state in ('received', 'reading', 'embedding')) as reading,
      min(created_at) filter (where state in ('received', 'reading', 'embedding')) as oldest_at,
      count(*) filter (where state = 'failed') as failed
    from (
      select distinct on (document_id) state, created_at,
        bool_or(state = 'published') over (partition by document_id) as is_answered
      from documents order by document_id, version desc
    ) newest`);
  const [row] = z.array(DocumentRow).parse(rows);
  return {
    published: row?.published ?? 0,
    reading: { count: row?.reading ?? 0, oldestAt: row?.oldest_at ?? null },
    failed: row?.failed ?? 0,
  };
}

async function waiting(
  database: Database,
  { since, rowsOf }: { since: SQL; rowsOf: SQL },
): Promise<Waiting> {
  const { rows } = await database.execute(
    sql`select count(*), min(${since}) as oldest_at from ${rowsOf}`,
  );
  const [row] = z.array(WaitingRow).parse(rows);
  return { count: row?.count ?? 0, oldestAt: row?.oldest_at ?? null };
}
