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
