import { Client } from 'pg';
import { z } from 'zod';
import { signatureOf } from '../../../src/adapters/shared/signature.ts';
import { startGraphStandIn, type GraphStandIn } from '../../fakes/graph-stand-in.ts';
import { openHouse, until, type OpenHouse } from './open-house.ts';
import { signIn } from './staff.ts';

const NUMBER_ID = '770001112223334';
const OUR_NUMBER = '16465550190';
const APP_SECRET = 'an-app-secret-for-tests-only';

/** The token with which Meta shakes hands with the house under test. */
export const VERIFY_TOKEN = 'a-verify-token-for-tests';

const Talk = z.object({
  lines: z.array(z.object({ from: z.string(), text: z.string(), state: z.string() })),
  events: z.array(z.object({ kind: z.string(), reason: z.string().optional() })),
  isSettled: z.boolean(),
});

/** What came after a message, as the desk reads it. */
export type Talk = z.infer<typeof Talk>;

/** A house whose WhatsApp door is open towards the stand-in. */
export interface WhatsAppHouse {
  house: OpenHouse;
  graph: GraphStandIn;
  /** Delivers bytes to the door, signed unless another signature (null: none) is given; answers the status. */
  post(body: string, signature?: string | null): Promise<number>;
  /** How many messages and unreadable webhooks are kept. */
  countKept(): Promise<{ messages: number; unreadable: number }>;
  /** Somebody with this number, written as Meta does. */
  sender(number: string): WhatsAppSender;
  close(): Promise<void>;
}

/** Somebody with a WhatsApp number, known to the house or not. */
export interface WhatsAppSender {
  /** Writes a message that is delivered `times` over; answers its id once every delivery got 200. */
  write(content: string | object, times?: number): Promise<string>;
  /** What came after a message of this sender, once its turn has settled and nothing is left to send. */
  answerTo(messageId: string): Promise<Talk>;
  /** Writes and waits for what comes of it. */
  ask(content: string | object): Promise<Talk>;
  /** What this phone has received so far. */
  received(): string[];
}

/** Starts the stand-in and a house that sends through it. */
export async function openWhatsAppHouse(): Promise<WhatsAppHouse> {
  const graph = await startGraphStandIn({ phoneNumberId: NUMBER_ID });
  const house = await openHouse({
    WHATSAPP_TOKEN: 'test-graph-token',
    WHATSAPP_APP_SECRET: APP_SECRET,
    WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
    WHATSAPP_NUMBER_ID: NUMBER_ID,
    WHATSAPP_BASE_URL: graph.baseUrl,
  });
  const ask = async (text: string, values: unknown[] = []): Promise<unknown> => {
    const database = new Client({ connectionString: house.databaseUrl }); // anew: it may have been restarted
    await database.connect();
    try {
      return (await database.query<Record<string, unknown>>(text, values)).rows[0];
    } finally {
      await database.end();
    }
  };
  const desk = await signIn(house, 'odile');

  const post: WhatsAppHouse['post'] = async (body, signature = sign(body)) => {
    const proof = signature === null ? {} : { 'x-hub-signature-256': signature };
    const headers = { 'content-type': 'application/json', ...proof };
    const url = `${house.url}/webhooks/whatsapp`;
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };
  const answerTo = async (messageId: string): Promise<Talk> => {
    const place = await ask(
      'select conversation_id as id, position from inbound_messages where provider_message_id = $1',
      [messageId],
    );
    const { id, position } = Place.parse(place);
    let talk: Talk | undefined;
    await until('the turn settles', async () => {
      talk = Talk.parse((await desk.get(`/conversations/${id}/messages?after=${position}`)).body);
      return talk.isSettled && talk.lines.every(({ state }) => !/^(queued|sending)$/.test(state));
    });
    if (!talk) throw new Error('unreachable: until() has seen it');
    return talk;
  };

  return {
    house,
    graph,
    post,
    async countKept() {
      const kept = await ask(
        `select (select count(*)::int from inbound_messages) as messages,
                (select count(*)::int from unreadable_webhooks) as unreadable`,
      );
      return z.object({ messages: z.number(), unreadable: z.number() }).parse(kept);
    },
    sender(number) {
      const write: WhatsAppSender['write'] = async (content, times = 1) => {
        const id = `wamid.${crypto.randomUUID()}`;
        const timestamp = String(Math.floor(Date.now() / 1000));
        const said = typeof content === 'string' ? textMessage(content) : content;
        const webhook = metaWebhook({ messages: [{ from: number, id, timestamp, ...said }] });
        for (let delivery = 0; delivery < times; delivery += 1) {
          const status = await post(webhook);
          if (status !== 200) throw new Error(`refused with ${status}`);
        }
        return id;
      };
      return {
        write,
        answerTo,
        ask: async (content) => answerTo(await write(content)),
        received: () =>
          graph.journal.flatMap(({ message }) =>
            message.to === `+${number}` ? [message.text.body] : [],
          ),
      };
    },
    async close() {
      await house.close();
      await graph.close();
    },
  };
}

const Place = z.object({ id: z.string(), position: z.string() });

const sign = (body: string): string =>
  signatureOf({ bytes: Buffer.from(body), secret: APP_SECRET });

const textMessage = (body: string): object => ({ type: 'text', text: { body } });

/** A webhook as Meta posts it: messages of residents, or news of messages of ours. */
export function metaWebhook(value: { messages?: object[]; statuses?: object[] }): string {
  const metadata = { display_phone_number: OUR_NUMBER, phone_number_id: NUMBER_ID };
  const change = {
    field: 'messages',
    value: { messaging_product: 'whatsapp', metadata, ...value },
  };
  const entry = { id: '100200300400', changes: [change] };
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [entry] });
}
