import { z } from 'zod';
import { View, newsOf, type AskEvent } from '../../../commands/ask-events.ts';
import { until, type OpenHouse } from './open-house.ts';

const Accepted = z.object({
  conversation_id: z.string(),
  message_id: z.string(),
  position: z.number(),
});

/** Where a message stands in its conversation. */
export type Accepted = z.infer<typeof Accepted>;

/** Someone who lives in the sample building and writes through the portal. */
export interface ResidentAtPortal {
  /** Posts a message; answers as soon as it was accepted. */
  write(text: string, key?: string): Promise<Accepted>;
  /** Posts a message and waits until its turn has settled. */
  ask(text: string): Promise<AskEvent[]>;
  /** Everything that happened after a message. */
  news(after: Accepted): Promise<AskEvent[]>;
  /** Waits until something of that kind happened after a message. */
  hears(after: Accepted, isIt: (event: AskEvent) => boolean): Promise<AskEvent>;
}

/** A resident of Harbor Court by booking id, or of another property. */
export function residentOf(
  house: Pick<OpenHouse, 'url' | 'webhookSecret'>,
  residentId: string,
  propertyId = 'harbor-court',
): ResidentAtPortal {
  const headers = { 'x-nightporter-secret': house.webhookSecret };

  const read = async ({ conversation_id: id, position }: Accepted): Promise<View> => {
    const response = await fetch(`${house.url}/conversations/${id}/messages?after=${position}`, {
      headers,
    });
    return View.parse(await response.json());
  };

  const write: ResidentAtPortal['write'] = async (text, key = crypto.randomUUID()) => {
    const response = await fetch(`${house.url}/webhook/resident-message`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({
        resident_id: residentId,
        property_id: propertyId,
        message_text: text,
      }),
    });
    if (response.status !== 202) throw new Error(`refused with ${response.status}`);
    return Accepted.parse(await response.json());
  };

  const news = async (after: Accepted): Promise<AskEvent[]> =>
    newsOf(await read(after)).map(({ event }) => event);

  return {
    write,
    news,
    async ask(text) {
      const accepted = await write(text);
      await until(`a turn settles: ${text}`, async () => (await read(accepted)).isSettled);
      return news(accepted);
    },
    async hears(after, isIt) {
      let heard: AskEvent | undefined;
      await until('the resident hears it', async () => {
        heard = (await news(after)).find(isIt);
        return heard !== undefined;
      });
      if (!heard) throw new Error('unreachable: until() has seen it');
      return heard;
    },
  };
}

/** Whether an event is a reply whose text holds these words. */
export const says =
  (words: string | RegExp) =>
  (event: AskEvent): boolean =>
    event.event === 'reply' && new RegExp(words, 'i').test(event.text);

/** The text of all replies. */
export const replies = (events: AskEvent[]): string[] =>
  events.flatMap((event) => (event.event === 'reply' ? [event.text] : []));
