import { createHash } from 'node:crypto';
import { handOffAlertIdOf, handOffClocks, type HandOffState } from '../domain/hand-off.ts';
import { isOpen } from '../domain/business-hours.ts';
import { deskOf } from '../domain/callees.ts';
import type { HandOverReason } from '../domain/decision.ts';
import { deskCalendar } from '../domain/property.ts';
import type { PromisedAnswer } from '../domain/outcome.ts';
import { handOffsOpened } from '../metrics.ts';
import { calleesAt } from '../ports/callees.ts';
import { RecordNotFound } from '../ports/errors.ts';
import { ringFor } from './alarms.ts';
import type { House } from './house.ts';
import { isSilentFailure } from './turn-rollout.ts';

type Needs = Pick<House, 'records' | 'channels' | 'processes' | 'policyPacks'>;

interface Opening {
  conversationId: string;
  reason: HandOverReason;
  /** In shadow: staff hear of it, the resident does not. */
  isSilent?: boolean;
}

// How long the desk's alert rings before it ends unheard.
const RING_MINUTES = 30;

/** Asks people, and sees to it that one answers. */
export function createHandOffActivities(house: Needs) {
  return {
    /** Opens a hand-off for a conversation, or finds the open one; says by when a person answers. */
    openHandOff: (by: Opening) => openHandOff(house, by),
    /** The first clock has run out: the desk's alert rings where it still waits; answers how it stands. */
    warn: ({ handOffId }: { handOffId: string }) => raise(house, { handOffId, step: 'warned' }),
    /** The second clock has run out: the managers' alert rings where it still waits; answers how it stands. */
    breach: ({ handOffId }: { handOffId: string }) => raise(house, { handOffId, step: 'breached' }),
  };
}

async function openHandOff(house: Needs, by: Opening): Promise<PromisedAnswer> {
  const { processes, policyPacks } = house;
  const { conversations, properties, handOffs } = house.records;
  const { conversationId, reason } = by;
  const conversation = await conversations.find(conversationId);
  if (!conversation) throw new RecordNotFound(`no conversation ${conversationId}`);
  const { propertyId } = conversation;
  const property = propertyId ? await properties.find(propertyId) : null;
  const calendar = property?.calendar ?? deskCalendar(policyPacks.current(null));
  const openedAt = new Date().toISOString();
  const rules = policyPacks.current(propertyId).handOff;
  const clocks = handOffClocks({ openedAt, calendar, rules });
  const { handOff, isNew } = await handOffs.open({
    handOffId: handOffIdOf(conversationId, openedAt),
    conversationId,
    propertyId,
    reason,
    ...clocks,
    isSilent: by.isSilent ?? (await isSilentFailure(house, { conversation, reason })),
  });
  if (isNew) handOffsOpened.inc({ reason });
  await processes.openHandOff(handOff); // also when it was open: an earlier attempt may have ended half way
  return {
    handOffId: handOff.handOffId,
    // One that has been open for long is promised anew, not for an hour that has passed.
    answerBy: handOff.breachAt > openedAt ? handOff.breachAt : clocks.breachAt,
    isOpenNow: isOpen({ at: openedAt, calendar }),
  };
}

async function raise(
  house: Needs,
  { handOffId, step }: { handOffId: string; step: 'warned' | 'breached' },
): Promise<HandOffState> {
  const { handOffs } = house.records;
  const handOff = await handOffs.find(handOffId);
  if (!handOff) return 'released'; // nobody waits any more
  if (handOff.state !== 'waiting') return handOff.state;
  await handOffs.mark(handOffId, step);
  const { propertyId, reason } = handOff;
  const callees = await calleesAt(house.records, propertyId);
  const contacts = step === 'breached' ? callees.managers : deskOf(callees);
  await ringFor(house, {
    once: `hand-off/${handOffId}/${step}`,
    alertId: handOffAlertIdOf(handOffId, step),
    propertyId,
    kind: 'hand-off',
    class: null,
    headline: `A resident has been waiting for a person (${reason}, ${step}).`,
    conversationId: null,
    subjectId: handOffId,
    ladder: [{ contacts, waitMinutes: RING_MINUTES }],
  });
  return 'waiting';
}

function handOffIdOf(conversationId: string, openedAt: string): string {
  const digest = createHash('sha256').update(`${conversationId}|${openedAt}`).digest('hex');
  return `ho_${digest.slice(0, 20)}`;
}

export type HandOffActivities = ReturnType<typeof createHandOffActivities>;
