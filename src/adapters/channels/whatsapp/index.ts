// WhatsApp Cloud API, direct from Meta. Graph API v25.0 (released 2026-02-18, ends 2028-07-29), as part of `baseUrl`.
// Pages: developers.facebook.com, WhatsApp Business Platform: webhooks/overview, webhooks/reference/messages,
// business-scoped-user-ids, messages/send-messages, support/error-codes. Read 2026-11-22.
import type { Channel } from '../../../ports/channel.ts';
import { postMessage } from './client.ts';
import { toGraphMessage } from './translate.ts';
import { answerHandshake, readWebhook } from './webhook.ts';

export { checkWhatsApp } from './check.ts';

/** What a WhatsApp number needs to be opened. */
export interface WhatsAppChannelOptions {
  /** The Graph API with its version. */
  baseUrl?: string;
  phoneNumberId: string;
  accessToken: string;
  /** The app's secret; two while it is exchanged. */
  appSecrets: readonly string[];
  verifyToken: string;
  /** The property that the number stands for, where it stands for one only. */
  propertyId?: string | null;
  /** The organisation that the number stands for, where it has several properties. */
  organisationId?: string;
  timeoutMs?: number;
  fetch?: typeof fetch;
  now?: () => Date;
}

const WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * Receives and sends through one WhatsApp business number.
 * @throws Error when a secret is empty: an unset secret is a closed door
 */
export function createWhatsAppChannel(
  options: WhatsAppChannelOptions,
): Channel & Required<Pick<Channel, 'handshake' | 'receive'>> {
  requireSecrets(options);
  const { phoneNumberId, appSecrets, verifyToken, propertyId = null } = options;
  const { now = () => new Date() } = options;
  const client = {
    baseUrl: (options.baseUrl ?? 'https://graph.facebook.com/v25.0').replace(/\/+$/, ''),
    phoneNumberId,
    accessToken: options.accessToken,
    timeoutMs: options.timeoutMs ?? 10_000,
    fetch: options.fetch ?? globalThis.fetch,
  };
  return {
    name: 'whatsapp',
    windowMs: WINDOW_MS,
    hasOptOut: true,
    ...(options.organisationId ? { organisationId: options.organisationId } : {}),
    handshake: (query) => answerHandshake(query, { verifyToken }),
    receive: (request) =>
      readWebhook(request, { appSecrets, verifyToken, phoneNumberId, propertyId, now }),
    async send(message) {
      return postMessage(toGraphMessage(message), client);
    },
  };
}

function requireSecrets({
  accessToken,
  appSecrets,
  verifyToken,
  phoneNumberId,
}: WhatsAppChannelOptions): void {
  const needed = { accessToken, verifyToken, phoneNumberId, appSecret: appSecrets[0] ?? '' };
  for (const [name, value] of [...Object.entries(needed), ...appSecrets.entries()]) {
    if (value.length === 0) throw new Error(`the WhatsApp channel needs ${name}`);
  }
}
