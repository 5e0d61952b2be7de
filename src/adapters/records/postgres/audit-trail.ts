import { and, desc, eq, gte, inArray, like, lt, or, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { AuditTrail, RecordedEntry, Trail, TrailFilter } from '../../../ports/audit-trail.ts';
import type { Transaction } from '../../shared/database.ts';
import { chainOf, type Snapshot } from './audit-log.ts';
import type { RecordsParts } from './parts.ts';
import { auditEntries as table } from './tables/audit.ts';

type Stored = typeof table.$inferSelect;

const TRAIL_MAX = 5_000;
const PAGE = 50;
// Under these names a fact holds ids of staff; `contacts` holds several.
const STAFF_FACTS = ['staffId', 'changedStaffId', 'contacts', 'by'];

/** The record in PostgreSQL, as people read it. */
export function createAuditTrail({ auditLog }: Pick<RecordsParts, 'auditLog'>): AuditTrail {
  return {
    ofRequest: ({ requestId, propertyId }) =>
      auditLog.inSnapshot(async (snapshot) => {
        const where = await tellsOfRequest(snapshot.tx, requestId);
        return trail(snapshot, { where, chain: chainOf(propertyId) });
      }),

    ofConversation: ({ conversationId, propertyId }) =>
      auditLog.inSnapshot(async (snapshot) => {
        const where = await tellsOfConversation(snapshot.tx, conversationId);
        return trail(snapshot, { where, chain: chainOf(propertyId) });
      }),

    list: (filter) =>
      auditLog.inSnapshot(async ({ tx, verify }) => {
        const found = await tx
          .select()
          .from(table)
          .where(fits(filter))
          .orderBy(desc(table.position))
          .limit(PAGE + 1);
        const shown = found.slice(0, PAGE);
        return {
          entries: await named(tx, shown),
          proof: await verify(filter.chain),
          next: found.length > PAGE ? (shown.at(-1)?.position ?? null) : null,
        };
      }),
  };
}

/** Every chain that an entry stands in is proven, and that of the property even when it tells nothing. */
async function trail(
  { tx, verify }: Snapshot,
  { where, chain }: { where: SQL | undefined; chain: string },
): Promise<Trail> {
  const newest = await tx
    .select()
    .from(table)
    .where(where)
    .orderBy(desc(table.at), desc(table.chain), desc(table.position))
    .limit(TRAIL_MAX);
  const left = newest.length < TRAIL_MAX ? 0 : (await tx.$count(table, where)) - TRAIL_MAX;
  const entries = await named(tx, newest.toReversed());
  const others = new Set(entries.map((entry) => entry.chain));
  others.delete(chain);
  const proofs: Trail['proofs'] = [];
  for (const one of [chain, ...[...others].toSorted()]) proofs.push(await verify(one));
  return { entries, proofs, left };
}

const fact = (name: string): SQL => sql`${table.facts} ->> ${sql.raw(`'${name}'`)}`;

function isOneOf(name: string, ids: readonly string[]): SQL | undefined {
  return ids.length === 0 ? undefined : inArray(fact(name), [...ids]);
}

async function tellsOfRequest(tx: Transaction, requestId: string): Promise<SQL | undefined> {
  const alertIds = await idsOf(
    tx,
    sql`select alert_id as id from alerts where subject_id = ${requestId}
      or subject_id in (select approval_id from approvals where request_id = ${requestId})`,
  );
  const sendIds = await idsOf(
    tx,
    sql`select s.send_id as id from sends s
      join maintenance_requests r on r.conversation_id = s.conversation_id
      where r.request_id = ${requestId} and s.dedupe_key like ${`news/${requestId}/%`}`,
  );
  // Its key is made from the turn that opened it, so the turn's entry says by which model and prompt.
  const turnIds = await idsOf(
    tx,
    sql`select t.turn_id as id from maintenance_requests r
      join turns t on t.turn_id = split_part(r.dedupe_key, '/', 1) where r.request_id = ${requestId}`,
  );
  return or(
    isOneOf('requestId', [requestId]),
    isOneOf('alertId', alertIds),
    isOneOf('sendId', sendIds),
    isOneOf('turnId', turnIds),
  );
}

async function tellsOfConversation(
  tx: Transaction,
  conversationId: string,
): Promise<SQL | undefined> {
  const idsIn = (column: string, of: string): Promise<string[]> =>
    idsOf(
      tx,
      sql`select ${sql.identifier(column)} as id from ${sql.identifier(of)}
        where conversation_id = ${conversationId}`,
    );
  return or(
    isOneOf('conversationId', [conversationId]),
    isOneOf('alertId', await idsIn('alert_id', 'alerts')),
    isOneOf('sendId', await idsIn('send_id', 'sends')),
    isOneOf('turnId', await idsIn('turn_id', 'turns')),
  );
}

const Ids = z.array(z.object({ id: z.string() }));

async function idsOf(tx: Transaction, query: SQL): Promise<string[]> {
  const { rows } = await tx.execute(query);
  return Ids.parse(rows).map(({ id }) => id);
}

function fits({ chain, fromAt, toAt, subject, staffId, before }: TrailFilter): SQL | undefined {
  return and(
    eq(table.chain, chain),
    fromAt === null ? undefined : gte(table.at, fromAt),
    toAt === null ? undefined : lt(table.at, toAt),
    subject === null ? undefined : like(table.event, `${subject.replaceAll(/[%_\\]/g, '')}.%`),
    staffId === null ? undefined : eq(fact('staffId'), staffId),
    before === null ? undefined : lt(table.position, before),
  );
}

const Names = z.array(z.object({ id: z.string(), name: z.string() }));

async function named(tx: Transaction, stored: Stored[]): Promise<RecordedEntry[]> {
  const mentioned = new Set(stored.flatMap(staffIn));
  const { rows } = await tx.execute(
    sql`select id, name from staff_users
      where id in (select jsonb_array_elements_text(${JSON.stringify([...mentioned])}::jsonb))
      order by id`,
  );
  const names = new Map(Names.parse(rows).map(({ id, name }) => [id, name]));
  return stored.map(({ entryKey: key, ...entry }) => {
    const known = staffIn({ entryKey: key, ...entry }).flatMap((id) => {
      const name = names.get(id);
      return name === undefined ? [] : [[id, name] as const];
    });
    return { ...entry, key, staffNames: Object.fromEntries(known) };
  });
}

const staffIn = ({ facts }: Stored): string[] =>
  STAFF_FACTS.flatMap((name) => {
    const value = facts[name];
    return typeof value === 'string' ? value.split(' ') : [];
  });
