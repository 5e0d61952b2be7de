import { createHash } from 'node:crypto';
import { addBusinessMinutes, isOpen } from '../domain/business-hours.ts';
import type { HandOverReason } from '../domain/decision.ts';
import { deskCalendar } from '../domain/property.ts';
import type { PromisedAnswer } from '../domain/outcome.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { House } from './house.ts';

// Design section 4: configurable; measured in the property's business time.
const WARN_MINUTES = 15;
const BREACH_MINUTES = 30;

/** Asks people, and sees to it that one answers. */
export function createHandOffActivities({
  records,
  processes,
  policyPacks,
}: Pick<House, 'records' | 'processes' | 'policyPacks'>) {
  const { handOffs, conversations, properties, alerts } = records;

  const raise = async (handOffId: string, step: 'warned' | 'breached'): Promise<void> => {
    const handOff = await handOffs.find(handOffId);
    if (!handOff || handOff.state !== 'waiting') return;
    await handOffs.mark(handOffId, step);
    const property = handOff.propertyId ? await properties.find(handOff.propertyId) : null;
    const contacts = property?.contacts[step === 'breached' ? 'managers' : 'onCall'] ?? [];
    const alert = {
      alertId: `${handOffId}-${step}`,
      propertyId: handOff.propertyId,
      kind: 'hand-off',
      class: null,
      headline: `A resident has been waiting for a person (${handOff.reason}, ${step}).`,
      conversationId: null,
      ladder: [{ contacts, waitMinutes: BREACH_MINUTES }],
    } as const;
    const { isNew } = await alerts.open({
      ...alert,
      ladder: [...alert.ladder],
      dedupeKey: `hand-off/${handOffId}/${step}`,
      subjectId: handOffId,
    });
    if (isNew) await processes.openAlert({ ...alert, ladder: [...alert.ladder] });
  };

  return {
    /** Opens a hand-off for a conversation, or finds the open one; says by when a person answers. */
    async openHandOff(by: {
      conversationId: string;
      reason: HandOverReason;
    }): Promise<PromisedAnswer> {
      const conversation = await conversations.find(by.conversationId);
      if (!conversation) throw new RecordNotFound(`no conversation ${by.conversationId}`);
      const property = conversation.propertyId
        ? await properties.find(conversation.propertyId)
        : null;
      const calendar = property?.calendar ?? deskCalendar(policyPacks.current(null));
      const openedAt = new Date().toISOString();
      const after = (minutes: number): string =>
        addBusinessMinutes({ at: openedAt, minutes, calendar });
      const { handOff } = await handOffs.open({
        handOffId: handOffIdOf(by.conversationId, openedAt),
        conversationId: by.conversationId,
        propertyId: conversation.propertyId,
        reason: by.reason,
        openedAt,
        warnAt: after(WARN_MINUTES),
        breachAt: after(BREACH_MINUTES),
      });
      await processes.openHandOff(handOff); // also when it was open: an earlier attempt may have ended half way
      return {
        handOffId: handOff.handOffId,
        answerBy: handOff.breachAt,
        isOpenNow: isOpen({ at: openedAt, calendar }),
      };
    },

    /** A quarter of an hour has gone: the desk's alert rings. */
    async warn({ handOffId }: { handOffId: string }): Promise<void> {
      await raise(handOffId, 'warned');
    },

    /** Half an hour has gone: the managers' alert rings. */
    async breach({ handOffId }: { handOffId: string }): Promise<void> {
      await raise(handOffId, 'breached');
    },
  };
}

function handOffIdOf(conversationId: string, openedAt: string): string {
  const digest = createHash('sha256').update(`${conversationId}|${openedAt}`).digest('hex');
  return `ho_${digest.slice(0, 20)}`;
}

export type HandOffActivities = ReturnType<typeof createHandOffActivities>;
