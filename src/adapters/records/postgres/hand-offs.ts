import { and, asc, eq, isNull, ne } from 'drizzle-orm';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { HandOffRow, HandOffs } from '../../../ports/hand-offs.ts';
import type { Connection, Transaction } from '../../shared/database.ts';
import { assign, listStranded } from './assignments.ts';
import { chainOf } from './audit-log.ts';
import { lockConversation } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { handOffs } from './tables/staff-work.ts';
import { begin, release, takeOver } from './takeovers.ts';

// As many as one round of the sweep tells.
const UNTOLD_MAX = 100;

/** Hand-offs in PostgreSQL. */
export function createHandOffs(parts: RecordsParts): HandOffs {
  const { database, auditLog, now } = parts;

  return {
    open: (handOff) =>
      database.transaction(async (tx) => {
        const { handOffId, conversationId, propertyId, reason, isSilent = false } = handOff;
        await lockConversation(tx, conversationId);
        const known = (await find(tx, handOffId)) ?? (await findOpen(tx, conversationId));
        if (known && !isSilent) await say(tx, known);
        if (known) return { handOff: known, isNew: false };
        const { openedAt, warnAt, breachAt } = handOff;
        const clocks = { openedAt, warnAt, breachAt };
        const row = { handOffId, conversationId, propertyId, reason, ...clocks };
        await tx.insert(handOffs).values({ ...row, isSilent, state: 'waiting' });
        await auditLog.appendAudit(tx, {
          chain: chainOf(propertyId),
          key: `hand-off/${handOffId}/opened`,
          event: 'hand-off.opened',
          facts: row,
        });
        return { handOff: { ...row, state: 'waiting', ownerId: null }, isNew: true };
      }),

    find: (handOffId) => find(database, handOffId),
    findOpen: (conversationId) => findOpen(database, conversationId),

    listOpen: () => listOpen(database),
    listUntold: () => listUntold(database),
    listUnopened: () => listUnopened(database),

    async markTold({ handOffId, state }) {
      const where = eq(handOffs.handOffId, handOffId);
      await database.update(handOffs).set({ toldState: state }).where(where);
    },

    async mark(handOffId, mark) {
      const at = now().toISOString();
      await database.transaction(async (tx) => {
        const [row] = await tx
          .update(handOffs)
          .set(mark === 'warned' ? { warnedAt: at } : { breachedAt: at })
          .where(eq(handOffs.handOffId, handOffId))
          .returning();
        if (!row) throw new RecordNotFound(`no hand-off ${handOffId}`);
        await auditLog.appendAudit(tx, {
          chain: chainOf(row.propertyId),
          key: `hand-off/${handOffId}/${mark}`,
          event: `hand-off.${mark}`,
          facts: { handOffId, conversationId: row.conversationId },
        });
      });
    },

    takeOver: (by) => takeOver(parts, by),
    release: (by) => release(parts, by),
    begin: (by) => begin(parts, by),
    assign: (by) => assign(parts, by),
    listStranded: (roles) => listStranded(database, roles),
  };
}

/** One that was opened in silence is a resident's to see once it is opened aloud. */
async function say(tx: Transaction, { handOffId }: HandOffRow): Promise<void> {
  await tx
    .update(handOffs)
    .set({ isSilent: false })
    .where(and(eq(handOffs.handOffId, handOffId), eq(handOffs.isSilent, true)));
}

async function listOpen(using: Connection): Promise<HandOffRow[]> {
  const rows = await using
    .select()
    .from(handOffs)
    .where(isNull(handOffs.closedAt))
    .orderBy(asc(handOffs.openedAt));
  return rows.map(toHandOff);
}

async function listUntold(using: Connection): ReturnType<HandOffs['listUntold']> {
  const { handOffId, state, toldState } = handOffs;
  const rows = await using
    .select({ handOffId, state })
    .from(handOffs)
    .where(and(ne(toldState, state), ne(toldState, 'unopened')))
    .orderBy(asc(handOffs.openedAt))
    .limit(UNTOLD_MAX);
  return rows.flatMap((row) =>
    row.state === 'waiting' ? [] : [{ handOffId: row.handOffId, state: row.state }],
  );
}

async function listUnopened(using: Connection): Promise<HandOffRow[]> {
  const rows = await using
    .select()
    .from(handOffs)
    .where(eq(handOffs.toldState, 'unopened'))
    .orderBy(asc(handOffs.openedAt))
    .limit(UNTOLD_MAX);
  return rows.map(toHandOff);
}

async function find(using: Connection, handOffId: string): Promise<HandOffRow | null> {
  const [row] = await using.select().from(handOffs).where(eq(handOffs.handOffId, handOffId));
  return row ? toHandOff(row) : null;
}

async function findOpen(using: Connection, conversationId: string): Promise<HandOffRow | null> {
  const [row] = await using
    .select()
    .from(handOffs)
    .where(and(eq(handOffs.conversationId, conversationId), isNull(handOffs.closedAt)));
  return row ? toHandOff(row) : null;
}

function toHandOff(row: typeof handOffs.$inferSelect): HandOffRow {
  const { handOffId, conversationId, propertyId, reason, state, ownerId } = row;
  const { openedAt, warnAt, breachAt } = row;
  const clocks = { openedAt, warnAt, breachAt };
  return { handOffId, conversationId, propertyId, reason, state, ownerId, ...clocks };
}
