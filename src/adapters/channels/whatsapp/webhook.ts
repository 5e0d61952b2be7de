import { logger } from '../../../logger.ts';
import type { Received, WebhookRequest } from '../../../ports/channel.ts';
import { WebhookRejected, WebhookUnreadable } from '../../../ports/errors.ts';
import { isSameSecret, isSignedBy } from '../../shared/signature.ts';
import {
  ChangeSchema,
  EntrySchema,
  EnvelopeSchema,
  MessagesValueSchema,
  MessageSchema,
  StatusSchema,
} from './schema.ts';
import { toDeliveryStatus, toInboundMessage } from './translate.ts';

/** What reading a webhook depends on. */
export interface WebhookOptions {
  appSecrets: readonly string[];
  verifyToken: string;
  phoneNumberId: string;
  propertyId: string | null;
  now: () => Date;
}

/**
 * Meta's handshake when the callback address is saved: the bare challenge, or null when the request is none or its
 * token is not ours (channels reference, section 1.2).
 */
export function answerHandshake(
  query: Record<string, unknown>,
  { verifyToken }: Pick<WebhookOptions, 'verifyToken'>,
): string | null {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
  if (mode !== 'subscribe' || typeof token !== 'string' || typeof challenge !== 'string') {
    return null;
  }
  // The pattern keeps the door from reflecting text of a stranger's choice.
  return isSameSecret(token, verifyToken) && /^[\w-]{1,128}$/.test(challenge) ? challenge : null;
}

/**
 * Checks the signature over the bytes as they came, then reads every entry, change, message and status; what cannot
 * be read is counted and left out, the rest is kept.
 * @throws WebhookRejected, WebhookUnreadable
 */
export function readWebhook(request: WebhookRequest, options: WebhookOptions): Received {
  const signature = request.header('x-hub-signature-256');
  if (!isSignedBy({ bytes: request.body, signature, secrets: options.appSecrets })) {
    throw new WebhookRejected('the signature of a WhatsApp webhook does not hold');
  }
  const received: Received = { messages: [], statuses: [], ignored: 0 };
  for (const change of changesOf(parse(request.body))) readChange(change, { received, options });
  if (received.ignored > 0) {
    logger.info({ channel: 'whatsapp', ignored: received.ignored }, 'webhook entries ignored');
  }
  return received;
}

function parse(body: Buffer): unknown[] {
  const envelope = EnvelopeSchema.safeParse(parseJson(body));
  if (!envelope.success) throw new WebhookUnreadable('a WhatsApp webhook has no entries');
  return envelope.data.object === 'whatsapp_business_account' ? envelope.data.entry : [null];
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's own error quotes the text, and with it a resident's words.
    throw new WebhookUnreadable('a WhatsApp webhook is not JSON');
  }
}

function changesOf(entries: unknown[]): unknown[] {
  return entries.flatMap((entry) => EntrySchema.safeParse(entry).data?.changes ?? [null]);
}

interface Reading {
  received: Received;
  options: WebhookOptions;
}

function readChange(raw: unknown, { received, options }: Reading): void {
  const change = ChangeSchema.safeParse(raw).data;
  // Other fields hold echoes of staff, imported history and news of the account: nothing that a resident asks now.
  const value =
    change?.field === 'messages' ? MessagesValueSchema.safeParse(change.value).data : undefined;
  if (!value || value.metadata.phone_number_id !== options.phoneNumberId) {
    received.ignored += 1;
    return;
  }
  const ours = {
    displayPhoneNumber: value.metadata.display_phone_number,
    propertyId: options.propertyId,
  };
  const messages = value.messages.flatMap((item) => {
    const parsed = MessageSchema.safeParse(item).data;
    return (parsed && toInboundMessage(parsed, { ours, now: options.now })) ?? [];
  });
  const statuses = value.statuses.flatMap((item) => {
    const parsed = StatusSchema.safeParse(item).data;
    return (parsed && toDeliveryStatus(parsed)) ?? [];
  });
  received.messages.push(...messages);
  received.statuses.push(...statuses);
  received.ignored +=
    value.errors.length +
    (value.messages.length - messages.length) +
    (value.statuses.length - statuses.length);
}
