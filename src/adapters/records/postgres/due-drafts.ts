import { and, asc, eq, inArray, isNull, lt, notExists, or, sql } from 'drizzle-orm';
import type { Drafts } from '../../../ports/drafts.ts';
import type { Connection, Transaction } from '../../shared/database.ts';
import { findTakeover, lockConversation, lockPerson } from './conversation-rows.ts';
import { endDraft, lockDraft } from './draft-rows.ts';
import type { RecordsParts } from './parts.ts';
import { insertSend } from './send-rows.ts';
import { drafts } from './tables/drafts.ts';
import { sends } from './tables/messages.ts';
import { conversations } from './tables/people.ts';
import { takeovers } from './tables/staff-work.ts';

// A conversation that was told and did nothing, since the worker was away, is told again.
const TOLD_AGAIN_AFTER_MS = 300_000;

/** What happens to drafts once nobody holds their person any more. */
export function createDueDrafts(
  parts: RecordsParts,
): Pick<Drafts, 'listUntold' | 'markTold' | 'listDue' | 'tell' | 'drop'> {
  const { database, now } = parts;
  return {
    async listUntold() {
      const toldBefore = new Date(now().getTime() - TOLD_AGAIN_AFTER_MS).toISOString();
      return database
        .selectDistinct({
          conversationId: drafts.conversationId,
          propertyId: conversations.propertyId,
        })
        .from(drafts)
        .innerJoin(conversations, eq(conversations.conversationId, drafts.conversationId))
        .where(and(isDue(database), or(isNull(drafts.toldAt), lt(drafts.toldAt, toldBefore))));
    },
    async markTold(conversationId) {
      await database
        .update(drafts)
        .set({ toldAt: now().toISOString() })
        .where(and(eq(drafts.conversationId, conversationId), eq(drafts.state, 'open')));
    },
    listDue: (conversationId) => listDue(parts, conversationId),
    tell: (by) => database.transaction((tx) => tell(tx, { by, parts })),
    drop: (by) => database.transaction((tx) => drop(tx, { by, parts })),
  };
}

/** Called at a release, in its transaction: each conversation of the person has to be told. */
export async function forgetTold(tx: Transaction, personId: string): Promise<void> {
  const ofPerson = tx
    .select({ conversationId: conversations.conversationId })
    .from(conversations)
    .where(eq(conversations.personId, personId));
  await tx
    .update(drafts)
    .set({ toldAt: null })
    .where(and(eq(drafts.state, 'open'), inArray(drafts.conversationId, ofPerson)));
}

/** Over `drafts` joined with `conversations`. */
function isDue(using: Connection) {
  const held = using
    .select({ takeoverId: takeovers.takeoverId })
    .from(takeovers)
    .where(and(eq(takeovers.personId, conversations.personId), isNull(takeovers.closedAt)));
  return and(eq(drafts.state, 'open'), notExists(held));
}

async function listDue(
  { database, personKeys }: RecordsParts,
  conversationId: string,
): ReturnType<Drafts['listDue']> {
  const rows = await database
    .select({
      draftId: drafts.sendId,
      news: sends.news,
      bodySealed: sends.bodySealed,
      isSuperseded: sql<boolean>`exists (select from sends later
        where later.news ->> 'requestId' = ${sends.news} ->> 'requestId'
          and later.position > ${sends.position})`,
    })
    .from(drafts)
    .innerJoin(sends, eq(sends.sendId, drafts.sendId))
    .innerJoin(conversations, eq(conversations.conversationId, drafts.conversationId))
    .where(and(isDue(database), eq(drafts.conversationId, conversationId)))
    .orderBy(asc(sends.position));
  const due = await Promise.all(
    rows.map(async ({ draftId, news, isSuperseded, bodySealed }) => {
      const isErased = (await personKeys.unseal(bodySealed)) === null;
      return news === null ? [] : [{ draftId, news, isSuperseded, isErased }];
    }),
  );
  return due.flat();
}

async function tell(
  tx: Transaction,
  { by, parts }: { by: Parameters<Drafts['tell']>[0]; parts: RecordsParts },
): Promise<string | null> {
  const { draftId, send } = by;
  const { conversationId } = send;
  await lockConversation(tx, conversationId);
  const conversation = await lockPerson(tx, { conversationId, strength: 'share' });
  const { personId } = conversation;
  const draft = await lockDraft(tx, { draftId, conversationId });
  if (draft.state === 'told') return draft.replySendId;
  if (draft.state !== 'open' || (await findTakeover(tx, personId))) return null;
  const now = parts.now();
  const sendId = await insertSend(tx, { send, personId, personKeys: parts.personKeys, now });
  const end = { state: 'told', replySendId: sendId } as const;
  await endDraft(tx, { draft, conversation, end, parts });
  return sendId;
}

async function drop(
  tx: Transaction,
  { by, parts }: { by: Parameters<Drafts['drop']>[0]; parts: RecordsParts },
): Promise<void> {
  const conversation = await lockPerson(tx, {
    conversationId: by.conversationId,
    strength: 'share',
  });
  const draft = await lockDraft(tx, by);
  if (draft.state !== 'open' || (await findTakeover(tx, conversation.personId))) return;
  await endDraft(tx, { draft, conversation, end: { state: 'dropped' }, parts });
}
