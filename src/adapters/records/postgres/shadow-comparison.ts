import { randomUUID } from 'node:crypto';
import { asc, eq, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { keptDecisions, staffDeed, type ShadowMark } from '../../../domain/shadow.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { ShadowComparison, ShadowTurn } from '../../../ports/shadow-comparison.ts';
import { chainOf } from './audit-log.ts';
import { readBody, readTurnParts } from './bodies.ts';
import type { RecordsParts } from './parts.ts';
import { countsOf } from './shadow-counts.ts';
import {
  comparedTurns,
  countRow,
  isAnswerTo,
  turnRow,
  type TurnRow,
} from './shadow-comparison-query.ts';
import { inboundMessages } from './tables/messages.ts';
import { shadowTurns } from './tables/rollout.ts';

const LISTED_MAX = 50;

/** Shadow turns in PostgreSQL, compared with what staff did. */
export function createShadowComparison(parts: RecordsParts): ShadowComparison {
  const { database } = parts;
  return {
    async list({ skill, isJudged, withWords, ...seen }) {
      const ofSkill = skill === null ? sql`true` : sql`st.skills ? ${skill}`;
      const ofMark = isJudged === null ? sql`true` : sql`(st.mark is not null) = ${isJudged}`;
      const { rows } = await database.execute(sql`
        select st.*, until.at as until_at, staff.*, u.name as marked_by_name,
          t.decisions, t.verdicts, t.parts_sealed
        from ${comparedTurns}
          join turns t on t.turn_id = st.turn_id
          left join staff_users u on u.id = st.marked_by
        where ${isSeen(seen)} and ${ofSkill} and ${ofMark}
        order by st.asked_at desc, st.turn_id limit ${LISTED_MAX}`);
      const found = z.array(turnRow).parse(rows);
      return Promise.all(found.map((row) => toTurn(row, { parts, withWords })));
    },

    async count(seen) {
      const { rows } = await database.execute(sql`
        select st.property_id, skill, st.deed, staff.*, st.mark, count(*) as turns
        from ${comparedTurns} cross join lateral jsonb_array_elements_text(st.skills) skill
        where ${isSeen(seen)}
        group by st.property_id, skill, st.deed, staff.has_replied, staff.has_changed, staff.is_released, st.mark`);
      return countsOf(z.array(countRow).parse(rows));
    },

    async find(turnId) {
      const [row] = await database
        .select({ turnId: shadowTurns.turnId, propertyId: shadowTurns.propertyId })
        .from(shadowTurns)
        .where(eq(shadowTurns.turnId, turnId));
      return row ?? null;
    },

    mark: (by) => mark(parts, by),
  };
}

function isSeen(by: { propertyIds: string[] | 'all'; propertyId: string | null }): SQL {
  const { propertyIds, propertyId } = by;
  const here = propertyId === null ? sql`true` : sql`st.property_id = ${propertyId}`;
  if (propertyIds === 'all') return here;
  const own = sql`(select jsonb_array_elements_text(${JSON.stringify(propertyIds)}::jsonb))`;
  return sql`${here} and (st.property_id is null or st.property_id in ${own})`;
}

interface Reading {
  parts: RecordsParts;
  withWords: boolean;
}

async function toTurn(row: TurnRow, reading: Reading): Promise<ShadowTurn> {
  const { mark: judgement, marked_at: at } = row;
  return {
    turnId: row.turn_id,
    conversationId: row.conversation_id,
    propertyId: row.property_id,
    askedAt: row.asked_at,
    skills: row.skills,
    proposal: { deed: row.deed, kept: await keptOf(row, reading) },
    staff: {
      deed: deedOf(row),
      isOver: row.until_at !== null,
      replies: await repliesTo(row, reading),
    },
    asked: await askedIn(row, reading),
    judged: judgement && at ? { mark: judgement, byName: row.marked_by_name, at } : null,
  };
}

const deedOf = (row: TurnRow): ShadowTurn['staff']['deed'] =>
  staffDeed({
    hasChangedRequest: row.has_changed,
    hasReplied: row.has_replied,
    isReleased: row.is_released,
  });

async function keptOf(
  { decisions, verdicts, parts_sealed: sealed }: TurnRow,
  { parts, withWords }: Reading,
): Promise<ShadowTurn['proposal']['kept']> {
  const unsealed = withWords && sealed ? await parts.personKeys.unseal(sealed) : null;
  const words = readTurnParts(unsealed);
  return keptDecisions({ decisions, verdicts }).map((decision) => ({
    decision,
    text: words[decision.part]?.text ?? null,
  }));
}

const sentRow = z.object({
  body_sealed: z.instanceof(Buffer),
  at: z.string().transform((text) => new Date(text).toISOString()),
});

async function repliesTo(
  { turn_id: turnId, until_at: until }: TurnRow,
  { parts, withWords }: Reading,
): Promise<ShadowTurn['staff']['replies']> {
  const { rows } = await parts.database.execute(sql`
    select s.body_sealed, s.created_at as at
    from shadow_turns st
      cross join (select ${until}::timestamptz as at) until
      join sends s on ${isAnswerTo}
    where st.turn_id = ${turnId} order by s.position`);
  const found = z.array(sentRow).parse(rows);
  return Promise.all(
    found.map(async ({ body_sealed: sealed, at }) => ({
      text: withWords ? await wordsOf(sealed, parts) : null,
      at,
    })),
  );
}

async function askedIn(
  { turn_id: turnId }: TurnRow,
  { parts, withWords }: Reading,
): Promise<ShadowTurn['asked']> {
  const rows = await parts.database
    .select({ sealed: inboundMessages.bodySealed })
    .from(inboundMessages)
    .where(eq(inboundMessages.turnId, turnId))
    .orderBy(asc(inboundMessages.sequence));
  if (!withWords) return rows.map(() => null);
  return Promise.all(rows.map(({ sealed }) => wordsOf(sealed, parts)));
}

const wordsOf = async (sealed: Buffer, { personKeys }: RecordsParts): Promise<string> =>
  readBody(await personKeys.unseal(sealed)).text;

async function mark(
  { database, auditLog, now }: RecordsParts,
  by: { turnId: string; mark: ShadowMark; staffId: string },
): Promise<void> {
  const { turnId, staffId } = by;
  await database.transaction(async (tx) => {
    const isThis = eq(shadowTurns.turnId, turnId);
    const [row] = await tx.select().from(shadowTurns).where(isThis).for('update');
    if (!row) throw new RecordNotFound(`no turn ${turnId} in shadow`);
    if (row.mark === by.mark && row.markedBy === staffId) return;
    const markedAt = now().toISOString();
    await tx.update(shadowTurns).set({ mark: by.mark, markedBy: staffId, markedAt }).where(isThis);
    const { conversationId, propertyId } = row;
    await auditLog.appendAudit(tx, {
      chain: chainOf(propertyId),
      // Committed together with its change, so it cannot come twice.
      key: `shadow/${turnId}/judged/${randomUUID()}`,
      event: 'shadow.judged',
      facts: { turnId, conversationId, propertyId, staffId, from: row.mark, to: by.mark },
    });
  });
}
