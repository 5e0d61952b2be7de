import { and, asc, eq, isNull, lt, or } from 'drizzle-orm';
import type { CommittedMessage, DangerRecord } from '../../../ports/inbox.ts';
import type { Database } from '../../shared/database.ts';
import { committed } from './deliveries.ts';
import { dangers, inboundMessages } from './tables/messages.ts';
import { conversations, persons } from './tables/people.ts';

// One sweep's worth; the next sweep takes the rest.
const OVERDUE_MAX = 500;

/** A danger with whom it concerns, or null. */
export async function findDanger(
  database: Database,
  dangerId: string,
): Promise<DangerRecord | null> {
  const [row] = await database
    .select({
      danger: dangers,
      propertyId: conversations.propertyId,
      language: persons.language,
    })
    .from(dangers)
    .innerJoin(conversations, eq(conversations.conversationId, dangers.conversationId))
    .innerJoin(persons, eq(persons.personId, conversations.personId))
    .where(eq(dangers.dangerId, dangerId));
  if (!row) return null;
  const { danger, propertyId, language } = row;
  const { hazard, issue, conversationId } = danger;
  return { dangerId, hazard, issue, class: danger.class, conversationId, propertyId, language };
}

/** Messages that no turn took in time, oldest first, as their conversations are told of them again. */
export async function listOverdue(
  database: Database,
  { signalAfterMs, takenAfterMs, now }: { signalAfterMs: number; takenAfterMs: number; now: Date },
): Promise<CommittedMessage[]> {
  const before = (ageMs: number) => new Date(now.getTime() - ageMs).toISOString();
  const rows = await database
    .select({ message: inboundMessages, propertyId: conversations.propertyId })
    .from(inboundMessages)
    .innerJoin(conversations, eq(conversations.conversationId, inboundMessages.conversationId))
    .where(
      and(
        isNull(inboundMessages.takenAt),
        or(
          and(
            isNull(inboundMessages.signalledAt),
            lt(inboundMessages.receivedAt, before(signalAfterMs)),
          ),
          lt(inboundMessages.signalledAt, before(takenAfterMs)),
        ),
      ),
    )
    .orderBy(asc(inboundMessages.position))
    .limit(OVERDUE_MAX);
  return rows.map(committed);
}

/** What was written before a message in its conversation, and what its conversation was never told of. */
export async function listUntold(
  database: Database,
  { conversationId, sequence }: Pick<CommittedMessage, 'conversationId' | 'sequence'>,
): Promise<CommittedMessage[]> {
  const rows = await database
    .select({ message: inboundMessages, propertyId: conversations.propertyId })
    .from(inboundMessages)
    .innerJoin(conversations, eq(conversations.conversationId, inboundMessages.conversationId))
    .where(
      and(
        eq(inboundMessages.conversationId, conversationId),
        lt(inboundMessages.sequence, sequence),
        isNull(inboundMessages.signalledAt),
        isNull(inboundMessages.takenAt),
      ),
    )
    .orderBy(asc(inboundMessages.sequence))
    .limit(OVERDUE_MAX);
  return rows.map(committed);
}
