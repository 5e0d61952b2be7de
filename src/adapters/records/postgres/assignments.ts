import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Assigned, Assignment, HandOffs } from '../../../ports/hand-offs.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import { findTakeover, type ConversationRow } from './conversation-rows.ts';
import { forgetTold } from './due-drafts.ts';
import type { RecordsParts } from './parts.ts';
import { conversations, persons } from './tables/people.ts';
import { handOffs, takeovers } from './tables/staff-work.ts';
import { auditTakeover, listLeaving } from './takeovers.ts';
import { worksAt } from './team.ts';

type StoredHandOff = typeof handOffs.$inferSelect;
type Held = Awaited<ReturnType<typeof findTakeover>>;

/** What an assignment found under its locks. */
interface Scene {
  parts: RecordsParts;
  by: Assignment;
  conversation: ConversationRow;
  held: Held;
  /** The conversation's own hand-off, where one is open. */
  own: StoredHandOff | null;
  /** Open hand-offs of the person that go along: the conversation's own, and others of whoever had it. */
  affected: StoredHandOff[];
}

/** Gives a conversation to somebody or back to the queue, all of it or nothing. */
export async function assign(parts: RecordsParts, by: Assignment): Promise<Assigned> {
  const done = await parts.database.transaction(async (tx) => {
    const scene = await readScene(tx, { parts, by });
    const refusal = await refusalOf(tx, scene);
    if (refusal) return refusal;
    if (isAsItWas(scene)) return { kind: 'assigned' as const, personId: null };
    await give(tx, scene);
    const { personId } = scene.conversation;
    return { kind: 'assigned' as const, personId: by.isSilencing ? personId : null };
  });
  if (done.kind !== 'assigned') return done;
  const alreadySending =
    done.personId === null ? [] : await listLeaving(parts.database, done.personId);
  return { kind: 'assigned', alreadySending };
}

/** Conversations that are held by or given to somebody who no longer works there. */
export async function listStranded(
  database: Database,
  roles: readonly string[],
): ReturnType<HandOffs['listStranded']> {
  const isThere = (staffId: ReturnType<typeof sql>) =>
    worksAt({ staffId, propertyId: sql`c.property_id`, roles });
  const { rows } = await database.execute(sql`
    select c.conversation_id as "conversationId", c.property_id as "propertyId", t.staff_id as "staffId"
    from takeovers t join conversations c on c.conversation_id = t.conversation_id
    where t.closed_at is null and not ${isThere(sql`t.staff_id`)}
    union
    select c.conversation_id, c.property_id, h.assigned_to
    from hand_offs h join conversations c on c.conversation_id = h.conversation_id
    where h.closed_at is null and h.assigned_to is not null and not ${isThere(sql`h.assigned_to`)}
      and not exists (select from takeovers t where t.person_id = c.person_id and t.closed_at is null)
    limit 100`);
  return Stranded.parse(rows);
}

const Stranded = z.array(
  z.object({
    conversationId: z.string(),
    propertyId: z.string().nullable(),
    staffId: z.string(),
  }),
);

async function readScene(
  tx: Transaction,
  { parts, by }: Pick<Scene, 'parts' | 'by'>,
): Promise<Scene> {
  const { conversation, conversationIds } = await lockAllOfPerson(tx, by.conversationId);
  const held = await findTakeover(tx, conversation.personId);
  const open = await tx
    .select()
    .from(handOffs)
    .where(and(inArray(handOffs.conversationId, conversationIds), isNull(handOffs.closedAt)));
  const own = open.find(({ conversationId }) => conversationId === by.conversationId) ?? null;
  const from = by.fromStaffId;
  const affected = open.filter(
    (handOff) =>
      handOff === own || (from !== null && [ownerOf(handOff), handOff.assignedTo].includes(from)),
  );
  return { parts, by, conversation, held, own, affected };
}

const ownerOf = ({ state, ownerId }: StoredHandOff): string | null =>
  state === 'owned' ? ownerId : null;

/**
 * Locks every conversation of a person, in order of their ids, then the person: hand-offs open in any of them.
 * @throws RecordNotFound
 */
async function lockAllOfPerson(
  tx: Transaction,
  conversationId: string,
): Promise<{ conversation: ConversationRow; conversationIds: string[] }> {
  const isOfPerson = sql`${conversations.personId} = (
    select c.person_id from conversations c where c.conversation_id = ${conversationId})`;
  const rows = await tx
    .select()
    .from(conversations)
    .where(isOfPerson)
    .orderBy(asc(conversations.conversationId))
    .for('no key update');
  const conversation = rows.find((row) => row.conversationId === conversationId);
  if (!conversation) throw new RecordNotFound(`no conversation ${conversationId}`);
  const isPerson = eq(persons.personId, conversation.personId);
  await tx.select().from(persons).where(isPerson).for('update');
  return { conversation, conversationIds: rows.map((row) => row.conversationId) };
}

async function refusalOf(
  tx: Transaction,
  { by, held, own }: Scene,
): Promise<Exclude<Assigned, { kind: 'assigned' }> | null> {
  if (!held && !own && by.fromStaffId === null) return { kind: 'nobody-waits' };
  const had = hadBy(held, own);
  const name = await nameOf(tx, had);
  if (had !== by.fromStaffId) return { kind: 'changed', name };
  const isTheirs = held === null || held.staffId === by.staffId;
  return isTheirs || by.mayTakeAway ? null : { kind: 'held', name };
}

const hadBy = (held: Held, own: StoredHandOff | null): string | null =>
  held?.staffId ?? own?.assignedTo ?? null;

async function nameOf(tx: Transaction, staffId: string | null): Promise<string | null> {
  if (staffId === null) return null;
  const { rows } = await tx.execute(sql`select name from staff_users where id = ${staffId}`);
  const [found] = z.array(z.object({ name: z.string() })).parse(rows);
  return found?.name ?? 'Somebody';
}

const isAsItWas = ({ by, held }: Scene): boolean =>
  held === null && by.fromStaffId === null && by.toStaffId === null;

async function give(tx: Transaction, scene: Scene): Promise<void> {
  const { parts, by, conversation, own, affected } = scene;
  const moved = await moveFence(tx, scene);
  const at = by.clocks.openedAt;
  const assignment =
    by.toStaffId === null
      ? { assignedTo: null, assignedBy: null, assignedAt: null }
      : { assignedTo: by.toStaffId, assignedBy: by.staffId, assignedAt: at };
  for (const handOff of affected.filter(({ state }) => state === 'waiting')) {
    const isIt = eq(handOffs.handOffId, handOff.handOffId);
    await tx.update(handOffs).set(assignment).where(isIt); // its clock runs on
  }
  // The clocks of what was owned stand still: it ends, and what waits instead has clocks that run.
  const owned = affected.filter(({ state }) => state === 'owned');
  const anew: Pick<StoredHandOff, 'conversationId' | 'propertyId' | 'reason'>[] = [...owned];
  if (!own) {
    const { conversationId, propertyId } = conversation;
    anew.push({ conversationId, propertyId, reason: 'passed-on' });
  }
  for (const { handOffId } of owned) {
    const isIt = eq(handOffs.handOffId, handOffId);
    await tx.update(handOffs).set({ state: 'released', closedAt: at }).where(isIt);
  }
  const opened = anew.map(({ conversationId, propertyId, reason }) => ({
    handOffId: `ho_${randomUUID().replaceAll('-', '').slice(0, 20)}`,
    conversationId,
    propertyId,
    reason,
    ...by.clocks,
  }));
  for (const row of opened) {
    await tx
      .insert(handOffs)
      .values({ ...row, ...assignment, state: 'waiting', toldState: 'unopened' });
  }
  const chain = chainOf(conversation.propertyId);
  for (const facts of opened) {
    const key = `hand-off/${facts.handOffId}/opened`;
    await parts.auditLog.appendAudit(tx, { chain, key, event: 'hand-off.opened', facts });
  }
  for (const takeover of moved) await auditTakeover(tx, { ...takeover, conversation, parts });
  await parts.auditLog.appendAudit(tx, {
    chain,
    key: `assigned/${randomUUID()}`,
    event: 'conversation.assigned',
    facts: {
      conversationId: by.conversationId,
      staffId: by.staffId ?? 'house',
      fromStaffId: by.fromStaffId,
      toStaffId: by.toStaffId,
      isSilencing: by.isSilencing,
    },
  });
}

type Moved = { takeoverId: string; staffId: string; fact: 'opened' | 'closed' };

/** Puts the fence under whoever it is to be under then; down where that is nobody. There is no moment without it between. */
async function moveFence(
  tx: Transaction,
  { by: { conversationId, toStaffId, isSilencing, clocks }, conversation, held }: Scene,
): Promise<Moved[]> {
  const to = isSilencing ? toStaffId : null;
  if ((held?.staffId ?? null) === to) return [];
  const at = clocks.openedAt;
  const moved: Moved[] = [];
  if (held) {
    const { takeoverId, staffId } = held;
    await tx.update(takeovers).set({ closedAt: at }).where(eq(takeovers.takeoverId, takeoverId));
    moved.push({ takeoverId, staffId, fact: 'closed' });
    if (to === null) await forgetTold(tx, conversation.personId);
  }
  if (to !== null) {
    const takeoverId = randomUUID();
    const { personId } = conversation;
    const row = { takeoverId, personId, conversationId, staffId: to, openedAt: at };
    await tx.insert(takeovers).values(row);
    moved.push({ takeoverId, staffId: to, fact: 'opened' });
  }
  return moved;
}
