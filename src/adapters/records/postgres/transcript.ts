import { and, eq, gt, inArray, isNull, notExists, sql } from 'drizzle-orm';
import type {
  ConversationEvent,
  Conversations,
  ConversationView,
  TranscriptLine,
} from '../../../ports/conversations.ts';
import type { SendPurpose, SendState } from '../../../ports/outbox.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import { readBody } from './bodies.ts';
import type { PersonKeys } from './person-keys.ts';
import { staffNameOf } from './seen-by-staff.ts';
import { drafts } from './tables/drafts.ts';
import { dangers, inboundMessages, sends, turns } from './tables/messages.ts';
import { maintenanceRequests } from './tables/requests.ts';
import { handOffs } from './tables/staff-work.ts';

type After = Parameters<Conversations['view']>[0];

// What left, or may have left: a line whose answer was lost is shown, since nobody sends it again.
const REACHED: SendState[] = ['sent', 'delivered', 'read', 'unknown'];
const WAITING: SendState[] = ['queued', 'sending'];

/** What stands in a conversation after a position, in the one order that all its rows share. */
export async function viewTranscript(
  database: Database,
  by: After & { personKeys: PersonKeys },
): Promise<ConversationView> {
  return database.transaction(
    async (tx) => {
      const { conversationId } = by;
      const using = { ...by, tx };
      const lines = [...(await readHeard(using)), ...(await readSaid(using))];
      const untaken = await tx
        .select({ messageId: inboundMessages.messageId })
        .from(inboundMessages)
        .where(
          and(eq(inboundMessages.conversationId, conversationId), isNull(inboundMessages.takenAt)),
        )
        .limit(1);
      const underWay = await tx
        .select({ turnId: turns.turnId })
        .from(turns)
        .where(and(eq(turns.conversationId, conversationId), isNull(turns.settledAt)))
        .limit(1);
      return {
        lines: lines.toSorted((one, other) => one.position - other.position),
        events: await readEvents(using),
        isSettled: untaken.length + underWay.length + (await countComing(using)) === 0,
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

interface Reading extends After {
  tx: Transaction;
  personKeys: PersonKeys;
}

async function readHeard({ tx, personKeys, ...by }: Reading): Promise<TranscriptLine[]> {
  const rows = await tx
    .select()
    .from(inboundMessages)
    .where(
      and(
        eq(inboundMessages.conversationId, by.conversationId),
        gt(inboundMessages.position, by.after),
      ),
    );
  const lines: TranscriptLine[] = [];
  for (const { messageId, position, bodySealed, takenAt, receivedAt } of rows) {
    const body = readBody(await personKeys.unseal(bodySealed, tx));
    const state = takenAt === null ? 'received' : 'taken';
    const from = 'resident' as const;
    lines.push({ id: messageId, position, from, staffName: null, ...body, state, at: receivedAt });
  }
  return lines;
}

async function readSaid({ tx, personKeys, ...by }: Reading): Promise<TranscriptLine[]> {
  // To the resident a line stands where it was sent: one that had waited is not behind what they have read.
  const isTheirs = by.reader === 'resident';
  const shown = sql`coalesce(${sends.shownPosition}, ${sends.position})`;
  const rows = await tx
    .select({ send: sends, staffName: staffNameOf(sends.staffId) })
    .from(sends)
    .where(
      and(
        eq(sends.conversationId, by.conversationId),
        isTheirs
          ? and(gt(shown, by.after), inArray(sends.state, REACHED))
          : and(gt(sends.position, by.after), isInTranscript(tx)),
      ),
    );
  const lines: TranscriptLine[] = [];
  for (const { send, staffName } of rows) {
    const { sendId, bodySealed, purpose, state, createdAt, ...row } = send;
    const position = isTheirs ? (row.shownPosition ?? row.position) : row.position;
    const body = readBody(await personKeys.unseal(bodySealed, tx));
    const who = { from: voiceOf(purpose), staffName: isTheirs ? null : staffName };
    lines.push({ id: sendId, position, ...who, ...body, state, at: createdAt });
  }
  return lines;
}

// While a draft waits it stands beside the transcript; what left in its stead stands in it by itself.
function isInTranscript(tx: Transaction) {
  const elsewhere = tx
    .select({ sendId: drafts.sendId })
    .from(drafts)
    .where(and(eq(drafts.sendId, sends.sendId), inArray(drafts.state, ['open', 'sent', 'told'])));
  return notExists(elsewhere);
}

/** What the resident will see in a moment; staff see it already. */
async function countComing({ tx, conversationId, reader }: Reading): Promise<number> {
  if (reader === 'staff') return 0;
  const isComing = inArray(sends.state, WAITING);
  return tx.$count(sends, and(eq(sends.conversationId, conversationId), isComing));
}

/** Who speaks in a message of ours. */
export function voiceOf(purpose: SendPurpose): TranscriptLine['from'] {
  return purpose === 'staff' || purpose === 'safety' ? purpose : 'assistant';
}

async function readEvents({
  tx,
  conversationId,
  after,
  reader,
}: Reading): Promise<ConversationEvent[]> {
  const found = await tx
    .select()
    .from(dangers)
    .where(and(eq(dangers.conversationId, conversationId), gt(dangers.position, after)));
  const opened = await tx
    .select()
    .from(maintenanceRequests)
    .where(
      and(
        eq(maintenanceRequests.conversationId, conversationId),
        gt(maintenanceRequests.position, after),
      ),
    );
  const handedOff = await tx
    .select()
    .from(handOffs)
    .where(
      and(
        eq(handOffs.conversationId, conversationId),
        gt(handOffs.position, after),
        // In shadow a resident must not notice.
        reader === 'resident' ? eq(handOffs.isSilent, false) : undefined,
      ),
    );
  const events: ConversationEvent[] = [
    ...found.map(({ position, hazard, openedAt, ...danger }) => ({
      kind: 'danger' as const,
      position,
      hazard,
      class: danger.class,
      at: openedAt,
    })),
    ...opened.map(({ position, reference, state, openedAt, ...request }) => ({
      kind: 'opened' as const,
      position,
      reference,
      class: request.class,
      state,
      at: openedAt,
    })),
    ...handedOff.map(({ position, reason, openedAt }) => ({
      kind: 'handed-off' as const,
      position,
      reason,
      at: openedAt,
    })),
  ];
  return events.toSorted((one, other) => one.position - other.position);
}
