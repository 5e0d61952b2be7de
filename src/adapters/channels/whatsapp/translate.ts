import type { Source } from '../../../domain/document.ts';
import { cleanText, type ChannelAddress, type InboundMessage } from '../../../domain/message.ts';
import type { DeliveryStatus, OutgoingMessage } from '../../../ports/channel.ts';
import { ProviderRejected } from '../../../ports/errors.ts';
import type { WhatsAppContent, WhatsAppMessage, WhatsAppStatus } from './schema.ts';

// The longest text body that WhatsApp takes (channels reference, section 1.8).
const BODY_LENGTH_MAX = 4096;

const SOURCES_LENGTH_MAX = 400;
const CUT_MARK = ' [...]';

/** Whose number received a message, and which property it stands for. */
export interface OurNumber {
  displayPhoneNumber: string | undefined;
  propertyId: string | null;
}

/** A message in our words; null when it is none of a resident (a reaction, a system note, an echo, a group). */
export function toInboundMessage(
  message: WhatsAppMessage,
  { ours, now }: { ours: OurNumber; now: () => Date },
): InboundMessage | null {
  const from = senderOf(message);
  const content = contentOf(message);
  if (!from || !content || message.group_id !== undefined) return null;
  if (from.kind === 'wa_id' && from.value === digitsOf(ours.displayPhoneNumber)) return null;
  return {
    channel: 'whatsapp',
    providerMessageId: message.id,
    from,
    // The door proves the number, not yet that it stands on exactly one lease: that is looked up.
    assurance: 'unknown',
    residentId: null,
    propertyId: ours.propertyId,
    kind: content.kind,
    text: cleanText(content.text),
    sentAt: sentAtOf(message.timestamp, now),
  };
}

const STATES: Readonly<Record<string, DeliveryStatus['state']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  // A voice message that was played was read.
  played: 'read',
  failed: 'failed',
};

/** News of a message of ours in our words; null for a state that we do not know. */
export function toDeliveryStatus(status: WhatsAppStatus): DeliveryStatus | null {
  const state = Object.hasOwn(STATES, status.status) ? STATES[status.status] : undefined;
  if (!state) return null;
  const code = status.errors?.[0]?.code;
  return {
    sendId: status.biz_opaque_callback_data ?? null,
    providerMessageId: status.id,
    state,
    failureCode: code === undefined ? null : String(code),
  };
}

/**
 * The body of a `messages` call.
 * @throws ProviderRejected when the address is neither a WhatsApp number nor a business-scoped user id
 */
export function toGraphMessage(message: OutgoingMessage): Record<string, unknown> {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipientOf(message.to),
    type: 'text',
    text: { preview_url: false, body: toBody(message) },
    biz_opaque_callback_data: message.sendId,
  };
}

// The words with their sources under them; words that are too long end at a sentence.
function toBody({ text, sources }: Pick<OutgoingMessage, 'text' | 'sources'>): string {
  const tail = sourceLine(sources);
  return cutAtSentence(text, BODY_LENGTH_MAX - tail.length) + tail;
}

const WA_ID = /^\+?(\d{5,20})$/;
// `CC.` and up to 128 letters and digits, or `CC.ENT.` and the same (channels reference, section 1.7).
const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

function recipientOf(to: string): { to: string } | { recipient: string } {
  const digits = WA_ID.exec(to)?.[1];
  // Without `+` Meta puts the country code of our own number in front.
  if (digits) return { to: `+${digits}` };
  if (BSUID.test(to)) return { recipient: to };
  throw new ProviderRejected('the address is neither a WhatsApp number nor a WhatsApp user id', {
    code: 'address',
  });
}

function senderOf({ from, from_user_id: userId }: WhatsAppMessage): ChannelAddress | null {
  const digits = WA_ID.exec(from ?? '')?.[1];
  if (digits) return { kind: 'wa_id', value: digits };
  return userId && BSUID.test(userId) ? { kind: 'bsuid', value: userId } : null;
}

type Content = Pick<InboundMessage, 'kind' | 'text'>;

function contentOf(message: WhatsAppMessage): Content | null {
  if (message.type !== 'edit') return plainContentOf(message);
  const edited = message.edit?.message;
  // An edit is a message of its own that puts right what was said before.
  return edited ? plainContentOf(edited) : unreadable();
}

// What a person did or a machine noted without writing to us: reactions, number changes, deletions, an opened chat.
const SILENT: readonly string[] = ['reaction', 'system', 'revoke', 'request_welcome'];

// A kind that Meta adds tomorrow may hold what somebody needs: it goes to a person like a sticker (decision 0044).
function plainContentOf(content: WhatsAppContent): Content | null {
  if (SILENT.includes(content.type)) return null;
  const read = Object.hasOwn(READERS, content.type) ? READERS[content.type] : undefined;
  return read ? read(content) : unreadable();
}

// The kinds that bring words with them.
const READERS: Readonly<Record<string, (content: WhatsAppContent) => Content>> = {
  text: ({ text }) => readable(text?.body),
  button: ({ button }) => readable(button?.text),
  interactive: ({ interactive }) =>
    readable(interactive?.button_reply?.title ?? interactive?.list_reply?.title),
  image: ({ image }) => unreadable(image?.caption),
  video: ({ video }) => unreadable(video?.caption),
  document: ({ document }) => unreadable(document?.caption),
};

function readable(text: string | undefined): Content {
  return text === undefined ? unreadable() : { kind: 'text', text };
}

function unreadable(caption = ''): Content {
  return { kind: 'unreadable', text: caption };
}

function sentAtOf(timestamp: string | number | undefined, now: () => Date): string {
  const seconds = Number(timestamp);
  const at = new Date(seconds * 1000);
  // A message without a readable time is still a message.
  return (seconds > 0 && !Number.isNaN(at.getTime()) ? at : now()).toISOString();
}

function digitsOf(phone: string | undefined): string | undefined {
  return phone?.replace(/\D/g, '');
}

function sourceLine(sources: Source[]): string {
  const places = [...new Set(sources.map(({ document, page }) => `${document}, page ${page}`))];
  const shown: string[] = [];
  for (const place of places) {
    if ([...shown, place].join('; ').length > SOURCES_LENGTH_MAX) break;
    shown.push(place);
  }
  return shown.length === 0 ? '' : `\n\nSource: ${shown.join('; ')}`;
}

function cutAtSentence(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const head = text.slice(0, lengthMax - CUT_MARK.length);
  const sentences = /^[\s\S]*[.!?](?=\s|$)/.exec(head)?.[0];
  const wholeWords = /^[\s\S]*\S(?=\s)/.exec(head)?.[0];
  // A single huge sentence is cut between words, a single huge word anywhere but inside a character.
  const kept = [sentences, wholeWords].find((part) => part && part.length > lengthMax / 2);
  return (kept ?? head.replace(/[\uD800-\uDBFF]$/, '')) + CUT_MARK;
}
