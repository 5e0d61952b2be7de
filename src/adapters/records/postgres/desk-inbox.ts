import { asc, eq, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import {
  INBOX_PAGE,
  type ConversationSummary,
  type DeskInbox,
  type InboxFilter,
  type Queue,
  type SeenBy,
} from '../../../ports/desk-inbox.ts';
import { readBody } from './bodies.ts';
import { summaryRow, summarySelect, type SummaryRow } from './desk-inbox-query.ts';
import type { RecordsParts } from './parts.ts';
import { sends, turns } from './tables/messages.ts';
import { voiceOf } from './transcript.ts';

const number = z.coerce.number();
const counted = z.object({ needs_person: number, mine: number, given: number });

/** The inbox of the desk in PostgreSQL. */
export function createDeskInbox(parts: RecordsParts): DeskInbox {
  const { database } = parts;
  const read = async (query: SQL): Promise<ConversationSummary[]> => {
    const { rows } = await database.execute(query);
    return Promise.all(
      z
        .array(summaryRow)
        .parse(rows)
        .map((row) => toSummary(row, parts)),
    );
  };
  return {
    list: ({ queue, offset, ...by }) =>
      read(sql`
        ${summarySelect}
        where ${isSeenBy(by)} and ${isIn(queue, by)} and ${fits(by)}
        order by ${queue === 'needs-person' ? sql`h.breach_at,` : sql``} last.at desc nulls last, c.conversation_id
        limit ${INBOX_PAGE} offset ${offset}`),

    async find(conversationId) {
      const [found] = await read(sql`${summarySelect} where c.conversation_id = ${conversationId}`);
      return found ?? null;
    },

    count: (seenBy) => count(database, seenBy),

    listHeld: (seenBy) =>
      read(sql`
        ${summarySelect}
        where ${isSeenBy(seenBy)} and t.takeover_id is not null and t.conversation_id = c.conversation_id
        order by acted_at, c.conversation_id
        limit 200`),

    async listTurns(conversationId) {
      const rows = await database
        .select()
        .from(turns)
        .where(eq(turns.conversationId, conversationId))
        .orderBy(asc(turns.startedAt));
      const sent = await database
        .select({ sendId: sends.sendId, turnId: sends.turnId })
        .from(sends)
        .where(eq(sends.conversationId, conversationId));
      return rows.map(({ turnId, decisions, verdicts, model, prompt, packVersion, startedAt }) => ({
        turnId,
        decisions: decisions ?? [],
        verdicts: verdicts ?? [],
        model,
        prompt,
        packVersion,
        startedAt,
        sendIds: sent.filter((send) => send.turnId === turnId).map(({ sendId }) => sendId),
      }));
    },
  };
}

/** Only conversations with something open are looked at. */
async function count(
  database: RecordsParts['database'],
  seenBy: SeenBy,
): ReturnType<DeskInbox['count']> {
  const { rows } = await database.execute(sql`
    select count(*) filter (where ${isIn('needs-person', seenBy)}) as needs_person,
      count(*) filter (where ${isIn('mine', seenBy)}) as mine,
      count(*) filter (where h.assigned_to = ${seenBy.staffId}) as given
    from conversations c
      left join hand_offs h on h.conversation_id = c.conversation_id and h.closed_at is null
      left join takeovers t on t.person_id = c.person_id and t.closed_at is null
    where ${isSeenBy(seenBy)} and (h.hand_off_id is not null or t.takeover_id is not null)`);
  const { needs_person: needsPerson, mine, given } = counted.parse(rows[0]);
  return { needsPerson, mine, given };
}

function isSeenBy({ propertyIds }: SeenBy): SQL {
  if (propertyIds === 'all') return sql`true`;
  const own = sql`(select jsonb_array_elements_text(${JSON.stringify(propertyIds)}::jsonb))`;
  return sql`(c.property_id is null or c.property_id in ${own})`;
}

function isIn(queue: Queue, { staffId }: SeenBy): SQL {
  switch (queue) {
    case 'needs-person':
      // What was given to somebody who lets the clock run out is everybody's again.
      return sql`(h.hand_off_id is not null and case when h.assigned_to is null then t.takeover_id is null
        else h.breached_at is not null and (t.takeover_id is null or t.staff_id = h.assigned_to) end)`;
    case 'mine':
      return sql`(t.staff_id = ${staffId} or h.assigned_to = ${staffId})`;
    case 'waiting-for-resident':
      // Our words came last, and something was asked, or somebody has taken over.
      return sql`(last.sender <> 'resident' and (c.awaits_identity or t.takeover_id is not null or exists (
        select from maintenance_requests r
        where r.conversation_id = c.conversation_id and r.question is not null and r.closed_at is null)))`;
    case 'shadow':
      return sql`exists (select from shadow_turns st where st.conversation_id = c.conversation_id)`;
    case 'all':
      return sql`true`;
  }
}

function fits({ propertyId, channel, language, reason, waitingSince }: InboxFilter): SQL {
  const isOrAny = (column: SQL, wanted: string | null): SQL =>
    wanted === null ? sql`true` : sql`${column} = ${wanted}`;
  return sql`${isOrAny(sql`c.property_id`, propertyId)} and ${isOrAny(sql`c.channel`, channel)}
    and ${isOrAny(sql`w.language`, language)} and ${isOrAny(sql`h.reason`, reason)}
    and ${waitingSince === null ? sql`true` : sql`coalesce(h.opened_at, last.at) <= ${waitingSince}::timestamptz`}`;
}

async function toSummary(
  row: SummaryRow,
  { personKeys }: Pick<RecordsParts, 'personKeys'>,
): Promise<ConversationSummary> {
  const { text } = readBody(row.body_sealed ? await personKeys.unseal(row.body_sealed) : null);
  const from = row.purpose === null ? ('resident' as const) : voiceOf(row.purpose);
  return {
    conversationId: row.conversation_id,
    channel: row.channel,
    assurance: row.assurance,
    residentId: row.resident_id,
    propertyId: row.property_id,
    last: row.last_at === null || text === '' ? null : { from, text, at: row.last_at },
    handOff: handOffOf(row),
    heldBy: holderOf(row),
  };
}

function handOffOf({ reason, ...row }: SummaryRow): ConversationSummary['handOff'] {
  if (!reason || !row.opened_at || !row.breach_at) return null;
  const assigned = assigneeOf(row);
  return { reason, openedAt: row.opened_at, breachAt: row.breach_at, assigned };
}

function assigneeOf(
  row: Omit<SummaryRow, 'reason'>,
): NonNullable<ConversationSummary['handOff']>['assigned'] {
  const { assigned_to: staffId, assigned_to_name: name, assigned_by_name: by } = row;
  if (!staffId || !row.assigned_at) return null;
  return { staffId, name: name ?? 'Somebody', by, at: row.assigned_at };
}

function holderOf(row: SummaryRow): ConversationSummary['heldBy'] {
  if (!row.held_by || !row.held_since) return null;
  const { held_by: staffId, held_by_name: name, held_since: since } = row;
  return { staffId, name: name ?? 'Somebody', since, actedAt: row.acted_at ?? since };
}
