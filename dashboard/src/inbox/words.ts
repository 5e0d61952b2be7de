import type { ConversationListed } from '../../../src/api/answers/inbox.ts';

/** The queues, as staff call them. */
export const QUEUES = {
  'needs-person': 'Needs a person',
  mine: 'Mine',
  'waiting-for-resident': 'Waiting for the resident',
  shadow: 'Shadow',
  all: 'All',
} as const;

/** One of the queues. */
export type Queue = keyof typeof QUEUES;

/** The queue that an address names; `all` for anything else. */
export const queueOf = (word: string | null): Queue =>
  word !== null && isQueue(word) ? word : 'all';

const isQueue = (word: string): word is Queue => word in QUEUES;

/** What an empty queue tells. */
export const EMPTY: Record<Queue, string> = {
  'needs-person': 'A conversation comes here when the assistant hands it over. Nobody waits.',
  mine: 'Conversations that you take over stand here until you release them.',
  'waiting-for-resident': 'Conversations with an open question to the resident stand here.',
  shadow: 'Conversations in which the assistant kept an answer to itself stand here.',
  all: 'No resident has written yet.',
};

/** Who writes, as staff know them. */
export function nameOf({
  writer,
  residentId,
}: Pick<ConversationListed, 'writer' | 'residentId'>): string {
  return writer?.name ?? residentId ?? 'Unknown writer';
}

/** How a message stands, in plain words; what a provider has not said is not claimed. */
export const STATES: Record<string, string> = {
  received: 'waiting for its turn',
  taken: '',
  queued: 'not sent yet',
  sending: 'on its way',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'could not be delivered',
  unknown: 'sent, but the answer was lost: it may have arrived',
  withheld: 'held back: a person had taken over, or the resident opted out',
};

/** Who speaks. */
export const VOICES = {
  resident: 'Resident',
  assistant: 'Assistant',
  staff: 'Staff',
  safety: 'Safety text',
} as const;

/** A word of the program in plain letters: `asked-for-person` -> `asked for person`. */
export const plain = (word: string): string => word.replaceAll(/[-._]/g, ' ');

type Reason = NonNullable<ConversationListed['handOff']>['reason'];

/** Why the assistant handed over, as staff look for it. */
const REASONS: Record<Reason, string> = {
  'asked-for-person': 'Asked for a person',
  frustrated: 'Upset',
  'human-only': 'Only for people',
  eviction: 'Eviction',
  language: 'Language',
  'not-in-documents': 'Not in the documents',
  ungrounded: 'No proof for the answer',
  'low-confidence': 'Unsure what was meant',
  'unreadable-message': 'Message could not be read',
  'verification-failed': 'Could not prove who they are',
  rollout: 'Not switched on there',
  'model-unavailable': 'Assistant was away',
  'failed-turn': 'Assistant failed',
  'platform-unavailable': 'Platform was away',
  'platform-refused': 'Platform refused',
  'rejected-approval': 'Approval rejected',
  'expired-approval': 'Approval expired',
  'unconfirmed-request': 'Request not confirmed',
  'completion-unanswered': 'No word whether it is done',
  'passed-on': 'Passed on by staff',
};

/** The same within a sentence. */
export function whyHanded(reason: Reason): string {
  const words = REASONS[reason];
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** The doors by which residents write, as people call them. */
const CHANNELS = { whatsapp: 'WhatsApp', 'web-chat': 'Web chat', portal: 'Portal' } as const;

/** A door within a sentence. */
export function doorOf(channel: keyof typeof CHANNELS): string {
  return channel === 'whatsapp' ? CHANNELS.whatsapp : CHANNELS[channel].toLowerCase();
}

/** By what a queue can be narrowed down, and to what. */
export const FILTERS = {
  channel: { label: 'Channel', choices: CHANNELS },
  language: { label: 'Language', choices: { en: 'English', es: 'Spanish' } },
  reason: { label: 'Reason', choices: REASONS },
  waiting: {
    label: 'Waiting',
    choices: {
      '15': 'longer than 15 minutes',
      '60': 'longer than an hour',
      '240': 'longer than 4 hours',
      '1440': 'longer than a day',
    },
  },
} as const;

/** One of them. */
export type FilterName = keyof typeof FILTERS;
