import { and, eq, gt, isNull } from 'drizzle-orm';
import type {
  ConversationEvent,
  ConversationView,
  TranscriptLine,
} from '../../../ports/conversations.ts';
import type { SendPurpose } from '../../../ports/outbox.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import { readBody } from './bodies.ts';
import type { PersonKeys } from './person-keys.ts';
import { dangers, inboundMessages, sends, turns } from './tables/messages.ts';
import { maintenanceRequests } from './tables/requests.ts';
import { handOffs } from './tables/staff-work.ts';

interface After {
  conversationId: string;
  after: number;
}

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
        isSettled: untaken.length + underWay.length === 0,
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
    lines.push({ id: messageId, position, from: 'resident', ...body, state, at: receivedAt });
  }
  return lines;
}

async function readSaid({ tx, personKeys, ...by }: Reading): Promise<TranscriptLine[]> {
  const rows = await tx
    .select()
    .from(sends)
    .where(and(eq(sends.conversationId, by.conversationId), gt(sends.position, by.after)));
  const lines: TranscriptLine[] = [];
  for (const { sendId, position, bodySealed, purpose, state, createdAt } of rows) {
    const body = readBody(await personKeys.unseal(bodySealed, tx));
    lines.push({ id: sendId, position, from: voiceOf(purpose), ...body, state, at: createdAt });
  }
  return lines;
}

/** Who speaks in a message of ours. */
export function voiceOf(purpose: SendPurpose): TranscriptLine['from'] {
  return purpose === 'staff' || purpose === 'safety' ? purpose : 'assistant';
}

async function readEvents({ tx, conversationId, after }: Reading): Promise<ConversationEvent[]> {
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
    .where(and(eq(handOffs.conversationId, conversationId), gt(handOffs.position, after)));
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
