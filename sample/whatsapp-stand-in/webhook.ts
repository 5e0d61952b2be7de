import { createHmac } from 'node:crypto';
import type { GraphMessage } from './graph-request.ts';

/** The number that residents write to: invented, so that it can never ring anywhere. */
export interface OurNumber {
  phoneNumberId: string;
  /** Digits, without `+`. */
  displayPhoneNumber: string;
}

/** What a webhook tells: words of residents, or news of messages to them. */
interface WebhookValue {
  messages?: object[];
  statuses?: object[];
}

/** A webhook as Meta posts it (channels reference, sections 1.3 to 1.6). */
export function webhookBody(ours: OurNumber, value: WebhookValue): string {
  const metadata = {
    display_phone_number: ours.displayPhoneNumber,
    phone_number_id: ours.phoneNumberId,
  };
  const change = {
    field: 'messages',
    value: { messaging_product: 'whatsapp', metadata, ...value },
  };
  const entry = { id: '100200300400', changes: [change] };
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [entry] });
}

/** The headers that Meta sends with it: the signature is over exactly these bytes. */
export function signedHeaders(body: string, appSecret: string): Record<string, string> {
  const digest = createHmac('sha256', appSecret).update(body).digest('hex');
  return { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${digest}` };
}

/** Words of a resident as a webhook holds them. */
export function textMessage(by: { from: string; text: string; id: string; at: Date }): object {
  const { from, id, text, at } = by;
  return { from, id, timestamp: secondsOf(at), type: 'text', text: { body: text } };
}

/** News of a message as a webhook holds them. */
export function messageStatus(by: {
  id: string;
  status: 'sent' | 'delivered' | 'read';
  recipient: string;
  sendId: string | undefined;
  at: Date;
}): object {
  const { id, status, recipient, sendId, at } = by;
  const echoed = sendId === undefined ? {} : { biz_opaque_callback_data: sendId };
  return { id, status, timestamp: secondsOf(at), recipient_id: recipient, ...echoed };
}

/** Made from what the sender calls the message, so that the stand-in need remember nothing over a restart. */
export function messageIdOf({ biz_opaque_callback_data: sendId }: Partial<GraphMessage>): string {
  const name = sendId ?? crypto.randomUUID();
  return `wamid.STANDIN${Buffer.from(name).toString('base64url')}=`;
}

const secondsOf = (at: Date): string => String(Math.floor(at.getTime() / 1000));
