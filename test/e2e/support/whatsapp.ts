import { Client } from 'pg';
import { signatureOf } from '../../../src/adapters/shared/signature.ts';
import { startGraphStandIn, type GraphStandIn } from '../../fakes/graph-stand-in.ts';
import { openHouse, until, type OpenHouse } from './open-house.ts';
import { View } from '../../../commands/ask-events.ts';

const NUMBER_ID = '770001112223334';
const OUR_NUMBER = '16465550190';
const APP_SECRET = 'an-app-secret-for-tests-only';

/** Meta's token for the handshake of the house under test. */
export const VERIFY_TOKEN = 'a-verify-token-for-tests';

/** A house whose WhatsApp door is open towards the stand-in. */
export interface WhatsAppHouse {
  house: OpenHouse;
  graph: GraphStandIn;
  /** Delivers bytes to the door, signed unless told otherwise; answers the status. */
  post(body: string | Buffer, signature?: string | null): Promise<number>;
  close(): Promise<void>;
}

/** Opens a house with WhatsApp. */
export async function openWhatsAppHouse(): Promise<WhatsAppHouse> {
  const graph = await startGraphStandIn({ phoneNumberId: NUMBER_ID });
  const house = await openHouse({
    WHATSAPP_TOKEN: 'test-graph-token',
    WHATSAPP_APP_SECRET: APP_SECRET,
    WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
    WHATSAPP_NUMBER_ID: NUMBER_ID,
    WHATSAPP_BASE_URL: graph.baseUrl,
  });
  return {
    house,
    graph,
    async post(body, signature) {
      const bytes = Buffer.from(body);
      const shown = signature === undefined ? sign(bytes) : signature;
      const response = await fetch(`${house.url}/webhooks/whatsapp`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(shown === null ? {} : { 'x-hub-signature-256': shown }),
        },
        body: bytes,
      });
      return response.status;
    },
    async close() {
      await house.close();
      await graph.close();
    },
  };
}

const sign = (bytes: Buffer): string => signatureOf({ bytes, secret: APP_SECRET });

/** A webhook as Meta posts it, with messages of residents or news of ours. */
export function metaWebhook(value: { messages?: object[]; statuses?: object[] }): string {
  const metadata = { display_phone_number: OUR_NUMBER, phone_number_id: NUMBER_ID };
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '100200300400', changes: [change] }],
  });
}

/** Somebody with a WhatsApp number, known to the house or not. */
export interface WhatsAppSender {
  /** Sends one message, delivered `times` over; answers its id. */
  send(content: string | object, times?: number): Promise<string>;
  /** What this phone has received so far. */
  received(): string[];
  /** Sends a text and waits for the one message that answers it. */
  ask(text: string): Promise<string>;
  /** Waits until this phone has received such words. */
  hears(words: RegExp): Promise<void>;
  /** The conversation that this message stands in, as the desk reads it. */
  view(messageId: string): Promise<View>;
}
