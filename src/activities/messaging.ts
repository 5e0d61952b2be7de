import type { HandOverReason } from '../domain/decision.ts';
import type { Outcome } from '../domain/outcome.ts';
import { composeReply } from '../domain/reply.ts';
import type { RequestFacts } from '../domain/request-text.ts';
import { deskCalendar } from '../domain/property.ts';
import { turnDurations } from '../metrics.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { House } from './house.ts';
import { requestFacts } from './request-facts.ts';
import { sendRow } from './send-row.ts';
import { isSilentFailure } from './turn-rollout.ts';

/** What we say to residents. */
export function createMessagingActivities({
  records,
  channels,
  policyPacks,
}: Pick<House, 'records' | 'channels' | 'policyPacks'>) {
  const { conversations, properties } = records;

  const factsOf = async (outcomes: Outcome[]): Promise<Record<string, RequestFacts>> => {
    const ids = outcomes.flatMap((outcome) => [
      ...('requestId' in outcome ? [outcome.requestId] : []),
      ...('earlierId' in outcome ? [outcome.earlierId] : []),
    ]);
    const facts = await Promise.all(
      [...new Set(ids)].map(
        async (id) => [id, await requestFacts({ records, policyPacks }, id)] as const,
      ),
    );
    return Object.fromEntries(facts);
  };

  return {
    /**
     * Composes the turn's one reply from what came of it, settles the turn with it, and sends it, once: a row found
     * already `sending` is reported `unknown`, never sent again. Nothing to say settles in silence.
     */
    async reply(by: {
      turnId: string;
      conversationId: string;
      outcomes: Outcome[];
      verdicts: string[];
    }): Promise<void> {
      const { turnId, conversationId } = by;
      const conversation = await conversations.find(conversationId);
      if (!conversation) throw new RecordNotFound(`no conversation ${conversationId}`);
      const { propertyId, language, isGreeted } = conversation;
      const pack = policyPacks.current(propertyId);
      const property = propertyId ? await properties.find(propertyId) : null;
      const house = { records, channels };
      const reason = reasonOf(by.outcomes);
      const isSilent = await isSilentFailure(house, { conversation, reason });
      const reply = composeReply({
        outcomes: isSilent ? [] : by.outcomes,
        parts: await conversations.readParts(turnId),
        requests: await factsOf(by.outcomes),
        pack,
        language,
        calendar: property?.calendar ?? deskCalendar(pack),
        emergency: property?.contacts.emergency ?? '911',
        isFirst: !isGreeted,
        now: new Date().toISOString(),
      });
      const { verdicts } = by;
      const settled = await conversations.settle({ turnId, conversationId, reply, verdicts });
      const { sendId, tookMs } = settled;
      if (tookMs !== null) turnDurations.observe(tookMs / 1000);
      if (sendId) await sendRow(house, sendId);
    },
  };
}

/** Why a turn that came to nothing else was handed over; null for any other. */
function reasonOf([outcome, ...others]: Outcome[]): HandOverReason | null {
  return outcome?.kind === 'handed-over' && others.length === 0 ? outcome.reason : null;
}

export type MessagingActivities = ReturnType<typeof createMessagingActivities>;
