import {
  ENDED_STATES,
  isMissingFact,
  type RequestQuestion,
} from '../domain/maintenance-request.ts';
import type { InboundMessage } from '../domain/message.ts';
import type { Language } from '../domain/resident.ts';
import type { SendState } from '../ports/outbox.ts';
import type { Records } from '../ports/records.ts';
import type { PhoneAnswer } from './answers/simulator.ts';
import type { SimulatedResident } from './simulator.ts';

type PhoneRecords = Pick<Records, 'conversations' | 'inbox' | 'maintenanceRequests'>;

/** What the phone of a resident shows on a channel; empty before anything was said there. */
export async function readPhone(
  { inbox, conversations, maintenanceRequests }: PhoneRecords,
  { resident, channel }: { resident: SimulatedResident; channel: 'whatsapp' | 'web-chat' },
): Promise<PhoneAnswer> {
  const { conversationId } = await inbox.findSender(senderOf(resident, channel));
  if (!conversationId) return NOTHING;
  const [shown, all, facts, requests] = await Promise.all([
    conversations.view({ conversationId, after: 0, reader: 'resident' }),
    conversations.view({ conversationId, after: 0, reader: 'staff' }),
    conversations.find(conversationId),
    maintenanceRequests.listOfConversation(conversationId),
  ]);
  const asking = requests
    .filter(({ state, question }) => question !== null && !ENDED_STATES.includes(state))
    .toSorted((one, other) => (one.openedAt < other.openedAt ? 1 : -1))[0];
  const count = (wanted: SendState): number =>
    all.lines.filter(({ state }) => state === wanted).length;
  return {
    ...shown,
    conversationId,
    answers: answersTo(asking?.question ?? null, resident.language),
    isOptedOut: facts?.isOptedOut ?? false,
    heldBack: count('withheld'),
    failed: count('failed'),
  };
}

const NOTHING: PhoneAnswer = {
  conversationId: null,
  lines: [],
  events: [],
  isSettled: true,
  answers: [],
  isOptedOut: false,
  heldBack: 0,
  failed: 0,
};

/** The messages by WhatsApp that came to a resident's phone and that nobody has seen there yet. */
export async function listDelivered(
  { inbox, conversations }: PhoneRecords,
  resident: SimulatedResident,
): Promise<string[]> {
  const { conversationId } = await inbox.findSender(senderOf(resident, 'whatsapp'));
  if (!conversationId) return [];
  const { lines } = await conversations.view({ conversationId, after: 0, reader: 'resident' });
  return lines.filter(({ state }) => state === 'delivered').map(({ id }) => id);
}

/** By what the house knows who writes there; nothing of it is delivered. */
function senderOf(
  { residentId, propertyId, phone }: SimulatedResident,
  channel: 'whatsapp' | 'web-chat',
): InboundMessage {
  const said = { providerMessageId: '', kind: 'text', text: '', sentAt: '' } as const;
  return channel === 'whatsapp'
    ? {
        ...said,
        channel,
        from: { kind: 'wa_id', value: phone.replace(/\D/g, '') },
        assurance: 'unknown',
        residentId: null,
        propertyId: null,
      }
    : {
        ...said,
        channel,
        from: { kind: 'portal_user', value: residentId },
        assurance: 'session',
        residentId,
        propertyId,
      };
}

const SCORES = ['1', '2', '3', '4', '5'];
const YES_OR_NO: Record<Language, string[]> = { en: ['Yes', 'No'], es: ['Sí', 'No'] };

function answersTo(question: RequestQuestion | null, language: Language): string[] {
  if (question === null || isMissingFact(question)) return []; // in their own words
  return question === 'survey' ? SCORES : YES_OR_NO[language];
}
