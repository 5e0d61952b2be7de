import { randomUUID } from 'node:crypto';
import { and, desc, eq } from 'drizzle-orm';
import type { DangerFinding, Hazard } from '../../../domain/danger.ts';
import { isSameDanger } from '../../../domain/danger-repeat.ts';
import type { CommittedDanger } from '../../../ports/inbox.ts';
import type { Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import type { ConversationRow } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { insertSend } from './send-rows.ts';
import { dangers } from './tables/messages.ts';
import { alerts } from './tables/staff-work.ts';

/** A danger as a message told of it. */
export interface ToldDanger {
  conversation: ConversationRow;
  messageId: string;
  finding: DangerFinding;
  foundBy: 'floor' | 'classifier';
  safetyText: string;
}

/**
 * Meets a danger in a locked conversation: a new one is written with its safety text. Asked again for the message
 * that told of it first, it gives the same answer. The entry for the audit trail is the caller's to append.
 */
export async function meetDanger(
  tx: Transaction,
  { told, parts }: { told: ToldDanger; parts: RecordsParts },
): Promise<{ danger: CommittedDanger; sendIds: string[] }> {
  const { conversation, messageId, finding } = told;
  const { conversationId } = conversation;
  const now = parts.now();
  const known = await findSame(tx, { conversationId, messageId, hazard: finding.hazard, now });
  if (known && (known.messageId !== messageId || known.foundBy !== told.foundBy)) {
    const { dangerId, hazard, issue } = known;
    return {
      danger: { dangerId, hazard, issue, class: known.class, isNew: false },
      sendIds: [],
    };
  }
  const { hazard, issue, floorVersion } = finding;
  const dangerId = known?.dangerId ?? randomUUID();
  const openedAt = now.toISOString();
  await tx
    .insert(dangers)
    .values({
      dangerId,
      conversationId,
      messageId,
      hazard,
      issue,
      class: finding.class,
      foundBy: told.foundBy,
      floorVersion,
      openedAt,
    })
    .onConflictDoNothing();
  const sendId = await insertSend(tx, {
    send: {
      conversationId,
      dedupeKey: `safety/${dangerId}`,
      purpose: 'safety',
      text: told.safetyText,
      sources: [],
      turnId: null,
    },
    personId: conversation.personId,
    personKeys: parts.personKeys,
    now,
  });
  return {
    danger: { dangerId, hazard, issue, class: finding.class, isNew: true },
    sendIds: [sendId],
  };
}

/** The entry that tells of a danger, in the transaction that wrote it. */
export async function auditDanger(
  tx: Transaction,
  by: { told: ToldDanger; danger: CommittedDanger; parts: RecordsParts },
): Promise<void> {
  const { told, danger } = by;
  await by.parts.auditLog.appendAudit(tx, {
    chain: chainOf(told.conversation.propertyId),
    key: `danger/${danger.dangerId}/found/${told.messageId}`,
    event: 'danger.found',
    facts: {
      dangerId: danger.dangerId,
      messageId: told.messageId,
      conversationId: told.conversation.conversationId,
      hazard: danger.hazard,
      issue: danger.issue,
      class: danger.class,
      isNew: danger.isNew,
      foundBy: told.foundBy,
      ruleId: told.finding.ruleId,
      floorVersion: told.finding.floorVersion,
    },
  });
}

async function findSame(
  tx: Transaction,
  by: { conversationId: string; messageId: string; hazard: Hazard; now: Date },
) {
  const rows = await tx
    .select({ danger: dangers, acceptedAt: alerts.acceptedAt })
    .from(dangers)
    .leftJoin(alerts, eq(alerts.subjectId, dangers.dangerId))
    .where(and(eq(dangers.conversationId, by.conversationId), eq(dangers.hazard, by.hazard)))
    .orderBy(desc(dangers.openedAt), desc(dangers.position));
  // What one message tells is one danger, however late it is read again.
  const own = rows.find(({ danger }) => danger.messageId === by.messageId);
  if (own) return own.danger;
  const [last] = rows;
  if (!last) return undefined;
  const { danger, acceptedAt } = last;
  return isSameDanger({ openedAt: danger.openedAt, acceptedAt }, by.now) ? danger : undefined;
}
