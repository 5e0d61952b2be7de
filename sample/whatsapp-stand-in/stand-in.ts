import { setTimeout as pause } from 'node:timers/promises';
import {
  acceptedBody,
  errorBody,
  readGraphRequest,
  type GraphAccount,
  type GraphMessage,
  type GraphReading,
  type GraphRequest,
} from './graph-request.ts';
import { messageIdOf, messageStatus, signedHeaders, textMessage, webhookBody } from './webhook.ts';
import { fictionalPhone } from '../phone-numbers.ts';

/** What the stand-in plays Meta's part with. */
export interface WhatsAppStandInOptions extends GraphAccount {
  appSecret: string;
  /** Where the house takes webhooks. */
  webhookUrl: string;
  /** The phones that exist, E.164; a message to any other is refused, as Meta does with a number under test. */
  phones: ReadonlySet<string>;
  /** Told of what was refused and of news that the house never took; never words or numbers. */
  onTrouble: (problem: string) => void;
  /** How long to wait before each further try to tell the house something. */
  retryAfterMs?: readonly number[];
}

/** Meta's side of WhatsApp on loopback, for the phones of the sample: nothing leaves this machine. */
export interface WhatsAppStandIn {
  /** Answers a request to the Graph API; what it took is reported `sent` and `delivered` by signed webhooks. */
  take(request: GraphRequest): { status: number; body: object };
  /** A resident writes: resolves once the house answered 200. @throws Error when it did not */
  write(by: { from: string; text: string; messageId: string }): Promise<void>;
  /** A resident has seen messages, named as their sender names them. @throws Error when the house did not hear */
  read(by: { phone: string; sendIds: readonly string[] }): Promise<void>;
  /** Ends what is still to be told. */
  close(): void;
}

// 131030: the recipient is not on the list of a number under test.
const NOT_ON_THE_LIST = { status: 400, code: 131030 };
const RETRY_AFTER_MS = [500, 2_000, 8_000, 30_000];
const DISPLAY_PHONE_NUMBER = digitsOf(fictionalPhone({ area: '646', index: 90 }));

/** Starts nothing by itself: requests are handed in, webhooks go out. */
export function createWhatsAppStandIn(options: WhatsAppStandInOptions): WhatsAppStandIn {
  const ended = new AbortController();
  const { phoneNumberId } = options;
  const ours = { phoneNumberId, displayPhoneNumber: DISPLAY_PHONE_NUMBER };
  const post = (value: Parameters<typeof webhookBody>[1]): Promise<void> =>
    postWebhook(webhookBody(ours, value), { ...options, signal: ended.signal });
  return {
    take(request) {
      const read = readRequest(request, options);
      if (read.kind === 'refused') {
        options.onTrouble(`refused with ${read.code}: ${read.fault}`);
        return { status: read.status, body: errorBody(read.code) };
      }
      const id = messageIdOf(read.message);
      void tellDelivery({ ...options, post, id, message: read.message, signal: ended.signal });
      return { status: 200, body: acceptedBody(id, read.message) };
    },
    write: ({ from, text, messageId }) =>
      post({
        messages: [
          textMessage({ from: digitsOf(from), text, id: `wamid.${messageId}`, at: new Date() }),
        ],
      }),
    read: ({ phone, sendIds }) =>
      post({ statuses: sendIds.map((sendId) => statusOf({ sendId, phone, status: 'read' })) }),
    close: () => ended.abort(),
  };
}

function readRequest(request: GraphRequest, options: WhatsAppStandInOptions): GraphReading {
  const read = readGraphRequest(request, options);
  if (read.kind === 'refused') return read;
  const { to } = read.message;
  if (to !== undefined && options.phones.has(to)) return read;
  return { kind: 'refused', fault: 'recipient', ...NOT_ON_THE_LIST };
}

type Telling = Pick<WhatsAppStandInOptions, 'onTrouble' | 'retryAfterMs'> & {
  post: (value: { statuses: object[] }) => Promise<void>;
  id: string;
  message: GraphMessage;
  signal: AbortSignal;
};

/** One after the other, each tried again for a while: Meta does so for days. Never throws. */
async function tellDelivery({ post, message, signal, ...by }: Telling): Promise<void> {
  const { to = '', biz_opaque_callback_data: sendId } = message;
  for (const status of ['sent', 'delivered'] as const) {
    const news = messageStatus({
      id: by.id,
      status,
      recipient: digitsOf(to),
      sendId,
      at: new Date(),
    });
    const waits = [...(by.retryAfterMs ?? RETRY_AFTER_MS)];
    while (!(await isTaken(post({ statuses: [news] })))) {
      const waitMs = waits.shift();
      if (waitMs === undefined) by.onTrouble(`the house did not take the news “${status}”`);
      if (
        waitMs === undefined ||
        !(await isTaken(pause(waitMs, undefined, { signal, ref: false })))
      )
        return;
    }
  }
}

const isTaken = (done: Promise<unknown>): Promise<boolean> =>
  done.then(
    () => true,
    () => false,
  );

function statusOf(by: { sendId: string; phone: string; status: 'read' }): object {
  const { sendId, phone, status } = by;
  const id = messageIdOf({ biz_opaque_callback_data: sendId });
  return messageStatus({ id, status, recipient: digitsOf(phone), sendId, at: new Date() });
}

async function postWebhook(
  body: string,
  { webhookUrl, appSecret, signal }: WhatsAppStandInOptions & { signal: AbortSignal },
): Promise<void> {
  const headers = signedHeaders(body, appSecret);
  const answer = await fetch(webhookUrl, { method: 'POST', headers, body, signal });
  await answer.body?.cancel();
  if (answer.status !== 200) throw new Error(`the house answered a webhook with ${answer.status}`);
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}
