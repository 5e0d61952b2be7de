import type { Assurance } from './identity.ts';

/** The doors that residents write through. */
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** Every channel. */
export const CHANNEL_NAMES = ['whatsapp', 'web-chat', 'portal'] as const;

/** How a channel knows a person: the kind of address and its value as the channel writes it. */
export interface ChannelAddress {
  kind: 'wa_id' | 'bsuid' | 'portal_user';
  value: string;
}

/** A message in our words, whatever provider brought it. */
export interface InboundMessage {
  channel: ChannelName;
  /** The provider's id: the same for a redelivery. */
  providerMessageId: string;
  from: ChannelAddress;
  /** What the door itself proved about the sender. */
  assurance: Assurance;
  /** Set where the door knows the resident, null where the address must be looked up. */
  residentId: string | null;
  propertyId: string | null;
  /** `unreadable`: a kind that we cannot open yet (photo, voice note, ...). */
  kind: 'text' | 'unreadable';
  /** The words, cleaned by `cleanText`; for an unreadable message its caption or ''. */
  text: string;
  /** When the person sent it, ISO 8601 UTC. */
  sentAt: string;
}

/** More messages than these of one person within a minute are no longer answered one by one. */
export const FLOOD_AFTER_MESSAGES = 20;
/** How far back they are counted. */
export const FLOOD_WITHIN_MS = 60_000;

/** How long a single message may be; what is longer is cut, with a mark. */
export const TEXT_LENGTH_MAX = 10_000;

// C0 and C1 controls (but not line ends and tabs), zero-width, bidirectional marks, overrides and isolates, and the
// invisible tag letters: PostgreSQL refuses U+0000, and the others make a text read differently from what it says.
const UNWANTED =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** Makes text from outside safe to keep and to show, without changing its words. */
export function cleanText(raw: string): string {
  const text = raw.toWellFormed().replace(UNWANTED, '').replace(/\r\n?/g, '\n').trim();
  if (text.length <= TEXT_LENGTH_MAX) return text;
  return `${text.slice(0, TEXT_LENGTH_MAX).toWellFormed()} [...]`; // the cut may halve a character
}

/** Whether a message holds anything that words can answer; an emoji alone does not. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

const signsOf = (text: string): Set<string> => new Set(Array.from(text));
const YES_SIGNS = signsOf('👍✅✔☑👌🆗🙆');
const NO_SIGNS = signsOf('👎❌✖🚫🙅');
const THANKS_SIGNS = signsOf('🙏❤🧡💛💚💙💜🖤🤍🤎💕💖🥰😍🤗👏🎉😊🙂😀😃😄😁☺🤝👋💪🙌');

/** What a message without words says: agreement, refusal, thanks; `nothing` where signs differ or there are none. */
export function meaningOfSigns(text: string): 'yes' | 'no' | 'thanks' | 'nothing' {
  // Skin tones, variants and the makers of families change no meaning here.
  const plain = text.replace(/\p{Emoji_Modifier}|\uFE0E|\uFE0F|\u200D[♂♀]|\s/gu, '');
  const signs = Array.from(plain);
  const areAll = (meant: Set<string>): boolean =>
    signs.length > 0 && signs.every((sign) => meant.has(sign));
  if (areAll(YES_SIGNS)) return 'yes';
  if (areAll(NO_SIGNS)) return 'no';
  return areAll(new Set([...THANKS_SIGNS, ...YES_SIGNS])) ? 'thanks' : 'nothing';
}

const STOP_WORDS = new Set(['stop', 'stopall', 'unsubscribe', 'end', 'quit', 'alto', 'parar']);
const START_WORDS = new Set(['start', 'unstop']);

/** What a message that is only a keyword asks for on channels with opt-out rules; null for any other message. */
export function consentKeyword(text: string): 'stop' | 'start' | null {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '');
  if (STOP_WORDS.has(word)) return 'stop';
  return START_WORDS.has(word) ? 'start' : null;
}
