import { calendarOf } from '../../../src/domain/business-hours.ts';
import type { Decision, HandOverReason } from '../../../src/domain/decision.ts';
import type { MaintenanceRequestState } from '../../../src/domain/maintenance-request.ts';
import type { InboundMessage } from '../../../src/domain/message.ts';
import { ProviderRejected } from '../../../src/ports/errors.ts';
import type { Records } from '../../../src/ports/records.ts';
import { aRollout } from '../../builders.ts';
import { defaultPack } from '../../unit/domain/default-pack.ts';
import { aCarrier, aDelivery } from './house-records.ts';
import { aNewRequest } from './request-records.ts';

/** Records whose clock a test sets, so that a month can be written in a second. */
export interface CountedHouse {
  records: Records;
  clock: { at: string };
}

/** An instant so long after another. */
export const after = (
  at: string,
  by: { days?: number; hours?: number; seconds?: number },
): string => {
  const { days = 0, hours = 0, seconds = 0 } = by;
  return new Date(Date.parse(at) + ((days * 24 + hours) * 3600 + seconds) * 1000).toISOString();
};

/** A question that a document answers. */
const aQuestion: Decision = { kind: 'answer', part: 0, confidence: 1 };

/** A property with the days of its zone. */
export function saveProperty(
  { records }: CountedHouse,
  by: { propertyId: string; name: string; zone: string },
): Promise<void> {
  return records.properties.save({
    propertyId: by.propertyId,
    organisationId: 'org-1',
    name: by.name,
    calendar: calendarOf({ pack: defaultPack, zone: by.zone }),
    contacts: {
      emergency: '911',
      gasUtility: 'the gas company',
      crisisLine: '988',
      onCallName: 'the on-call engineer',
      onCall: [],
      managers: [],
    },
    rollout: aRollout(),
  });
}

let made = 0;

interface CountedTurn {
  residentId: string;
  propertyId: string | null;
  at: string;
  channel?: InboundMessage['channel'];
  decision?: Decision;
  verdict?: string;
  /** The page that answers. */
  page?: number;
  replySeconds?: number;
  /** The provider did not take the reply. */
  isRefused?: boolean;
}

/** A message, the turn that took it, and its reply, as the house writes them. */
export async function aCountedTurn(
  { records, clock }: CountedHouse,
  by: CountedTurn,
): Promise<{ conversationId: string; turnId: string; repliedAt: string }> {
  made += 1;
  const { residentId, propertyId, at, decision = aQuestion, verdict = 'allowed', page = 1 } = by;
  clock.at = at;
  const { conversationId, messageId } = await records.inbox.commit(
    aDelivery({
      channel: by.channel ?? 'portal',
      from: { kind: 'portal_user', value: residentId },
      assurance: 'channel',
      residentId,
      propertyId,
      sentAt: at,
      providerMessageId: `counted-${made}-${residentId}`,
    }),
  );
  const turnId = `counted-${made}-${residentId}`;
  await records.conversations.takeTurn({ turnId, conversationId, messageIds: [messageId] });
  const sources = [{ document: 'House rules', version: 1, page, quote: 'Quiet from ten.' }];
  await records.conversations.saveProposal({
    turnId,
    decisions: [decision],
    parts: [{ text: 'From ten.', detail: null, sources }],
    model: 'embedded/1',
    prompt: 'none',
    packVersion: defaultPack.version,
  });
  clock.at = after(at, { seconds: by.replySeconds ?? 10 });
  const { sendId } = await records.conversations.settle({
    turnId,
    conversationId,
    reply: { text: 'From ten.', sources },
    verdicts: [verdict],
  });
  const refusing = {
    deliver: () => Promise.reject(new ProviderRejected('the number is not on WhatsApp')),
  };
  if (sendId) await records.outbox.sendOnce(sendId, aCarrier(by.isRefused ? refusing : {}));
  return { conversationId, turnId, repliedAt: clock.at };
}

/** A hand-off that is due half an hour later. */
export async function aCountedHandOff(
  { records, clock }: CountedHouse,
  by: { conversationId: string; propertyId: string | null; at: string; reason?: HandOverReason },
): Promise<string> {
  made += 1;
  const handOffId = `counted-hand-off-${made}-${by.at}`;
  const { conversationId, propertyId, at: openedAt, reason = 'asked-for-person' } = by;
  clock.at = openedAt;
  await records.handOffs.open({
    handOffId,
    conversationId,
    propertyId,
    reason,
    openedAt,
    warnAt: after(openedAt, { seconds: 15 * 60 }),
    breachAt: after(openedAt, { seconds: 30 * 60 }),
  });
  return handOffId;
}

/** A person takes over and, later, gives back. */
export async function aCountedTakeover(
  { records, clock }: CountedHouse,
  by: { conversationId: string; from: string; to: string },
): Promise<void> {
  const { conversationId } = by;
  clock.at = by.from;
  await records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  clock.at = by.to;
  await records.handOffs.release({ conversationId, staffId: 'staff-1' });
}

/** A request whose vendor is due after a day and whose work after four; it goes through states, each so many hours later. */
export async function aCountedRequest(
  { records, clock }: CountedHouse,
  by: {
    propertyId: string;
    at: string;
    passages: [state: MaintenanceRequestState, hours: number][];
    surveyScore?: number;
  },
): Promise<void> {
  const { propertyId, at, passages, surveyScore } = by;
  clock.at = at;
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({
      propertyId,
      residentId: null,
      conversationId: null,
      deadlines: {
        acceptBy: at,
        dispatchBy: after(at, { days: 1 }),
        doneBy: after(at, { days: 4 }),
        legal: [],
      },
    }),
  );
  for (const [state, hours] of passages) {
    clock.at = after(at, { hours });
    await records.maintenanceRequests.change(request.requestId, { state });
  }
  if (surveyScore) await records.maintenanceRequests.change(request.requestId, { surveyScore });
}
