import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Draft, Drafts } from '../../../ports/drafts.ts';
import type { Connection, Transaction } from '../../shared/database.ts';
import { readBody } from './bodies.ts';
import { findTakeover, lockConversation, lockPerson } from './conversation-rows.ts';
import { endDraft, lockDraft, type DraftRow } from './draft-rows.ts';
import { createDueDrafts } from './due-drafts.ts';
import type { RecordsParts } from './parts.ts';
import { insertSend } from './send-rows.ts';
import { drafts } from './tables/drafts.ts';
import { sends } from './tables/messages.ts';
import { conversations } from './tables/people.ts';
import { maintenanceRequests } from './tables/requests.ts';
import { takeovers } from './tables/staff-work.ts';

/** Drafts in PostgreSQL. */
export function createDrafts(parts: RecordsParts): Drafts {
  const { database } = parts;
  return {
    list: (by) => listDrafts(parts, by),
    async isKept(sendId) {
      return (await database.$count(drafts, eq(drafts.sendId, sendId))) > 0;
    },
    reply: (by) => database.transaction((tx) => reply(tx, { by, parts })),
    discard: (by) => database.transaction((tx) => discard(tx, { by, parts })),
    ...createDueDrafts(parts),
  };
}

async function listDrafts(
  { database, personKeys }: RecordsParts,
  { conversationId }: { conversationId: string },
): Promise<Draft[]> {
  const [asked] = await database
    .select()
    .from(conversations)
    .where(eq(conversations.conversationId, conversationId));
  if (!asked) return [];
  const rows = await database
    .select({
      draftId: drafts.sendId,
      conversationId: drafts.conversationId,
      channel: conversations.channel,
      reference: maintenanceRequests.reference,
      bodySealed: sends.bodySealed,
      at: drafts.createdAt,
    })
    .from(drafts)
    .innerJoin(sends, eq(sends.sendId, drafts.sendId))
    .innerJoin(conversations, eq(conversations.conversationId, drafts.conversationId))
    .innerJoin(
      takeovers,
      and(eq(takeovers.personId, conversations.personId), isNull(takeovers.closedAt)),
    )
    .leftJoin(
      maintenanceRequests,
      sql`${maintenanceRequests.requestId} = ${sends.news} ->> 'requestId'`,
    )
    .where(
      and(
        eq(drafts.state, 'open'),
        eq(conversations.personId, asked.personId),
        sql`${conversations.propertyId} is not distinct from ${asked.propertyId}`,
      ),
    )
    .orderBy(asc(sends.position));
  return Promise.all(
    rows.map(async ({ bodySealed, ...draft }) => {
      const { text } = readBody(await personKeys.unseal(bodySealed));
      return { ...draft, text };
    }),
  );
}

async function reply(
  tx: Transaction,
  { by, parts }: { by: Parameters<Drafts['reply']>[0]; parts: RecordsParts },
): ReturnType<Drafts['reply']> {
  const { draftId, staffId, send } = by;
  const { conversationId } = send;
  await lockConversation(tx, conversationId);
  const conversation = await lockPerson(tx, { conversationId, strength: 'share' });
  const { personId } = conversation;
  const held = await findTakeover(tx, personId);
  if (held?.staffId !== staffId) return { kind: 'not-held' };
  const draft = await lockDraft(tx, { draftId, conversationId });
  if (draft.state !== 'open') return answered(tx, { draft, dedupeKey: send.dedupeKey });
  const now = parts.now();
  const sendId = await insertSend(tx, { send, personId, personKeys: parts.personKeys, now });
  const end = { state: 'sent', staffId, replySendId: sendId } as const;
  await endDraft(tx, { draft, conversation, end, parts });
  return { kind: 'done', sendId };
}

/** The same reply again is the send that stands; any other came too late. */
async function answered(
  using: Connection,
  { draft, dedupeKey }: { draft: DraftRow; dedupeKey: string },
): ReturnType<Drafts['reply']> {
  const { replySendId } = draft;
  if (draft.state !== 'sent' || replySendId === null) return { kind: 'settled' };
  const isIt = and(eq(sends.sendId, replySendId), eq(sends.dedupeKey, dedupeKey));
  const isSame = (await using.$count(sends, isIt)) > 0;
  return isSame ? { kind: 'done', sendId: replySendId } : { kind: 'settled' };
}

async function discard(
  tx: Transaction,
  { by, parts }: { by: Parameters<Drafts['discard']>[0]; parts: RecordsParts },
): ReturnType<Drafts['discard']> {
  const { draftId, conversationId, staffId } = by;
  const conversation = await lockPerson(tx, { conversationId, strength: 'share' });
  const held = await findTakeover(tx, conversation.personId);
  if (held?.staffId !== staffId) return { kind: 'not-held' };
  const draft = await lockDraft(tx, { draftId, conversationId });
  if (draft.state === 'discarded') return { kind: 'done' };
  if (draft.state !== 'open') return { kind: 'settled' };
  const end = { state: 'discarded', staffId } as const;
  await endDraft(tx, { draft, conversation, end, parts });
  return { kind: 'done' };
}
