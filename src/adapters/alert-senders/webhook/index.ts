// Our own outgoing webhook: JSON signed by HMAC-SHA256. Its `text` is what a Slack incoming webhook shows
// (docs.slack.dev, "Sending messages using incoming webhooks" and "Formatting message text").
import type { Alert, AlertSender } from '../../../ports/alert-sender.ts';
import { errorForStatus, exchange } from '../../shared/http.ts';
import { signatureOf } from '../../shared/signature.ts';

/** Where alerts go and what they are signed with. */
export interface WebhookAlertSenderOptions {
  /** May be a secret itself, as Slack's are: it stands in no error and no log. */
  url: string;
  secret: string;
  timeoutMs?: number;
  fetch?: typeof fetch;
  now?: () => Date;
}

/**
 * Rings an outside door. The signature covers the whole body, the time in `sentAt` included, so that a receiver can
 * refuse what was changed and what is old; `ringId` is the same however often one ring arrives. An alert that names
 * nobody arrives too, marked `isUnheard`.
 * @throws Error when the address is none or the secret is empty
 */
export function createWebhookAlertSender(options: WebhookAlertSenderOptions): AlertSender {
  const { url, secret, timeoutMs = 5000, now = () => new Date() } = options;
  if (!isWebAddress(url)) throw new Error('the alert webhook needs an http or https address');
  if (secret.length === 0) throw new Error('the alert webhook needs a secret to sign with');
  return {
    async send(alert) {
      const isUnheard = alert.contacts.length === 0;
      const ringId = `${alert.alertId}/${alert.attempt}`;
      const body = JSON.stringify({
        text: textOf(alert),
        sentAt: now().toISOString(),
        ringId,
        isUnheard,
        alert,
      });
      // An alert that rings twice is better than one that does not ring.
      const door = { provider: 'the alert webhook', isRepeatable: true };
      const answer = await exchange({
        ...door,
        url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-nightporter-signature': signatureOf({ bytes: Buffer.from(body), secret }),
        },
        body,
        timeoutMs,
        ...(options.fetch ? { fetch: options.fetch } : {}),
      });
      if (answer.status < 200 || answer.status >= 300) throw errorForStatus(answer, door);
      return isUnheard ? 'nobody' : 'accepted';
    },
  };
}

function textOf({ class: alertClass, headline, propertyId, attempt, contacts }: Alert): string {
  const parts = [
    contacts.length === 0 ? 'NOBODY TO RING:' : null,
    alertClass ? `[${alertClass}]` : null,
    headline,
    propertyId ? `(${propertyId})` : null,
    attempt > 0 ? `- ring ${attempt + 1}` : null,
  ];
  return escape(parts.filter((part) => part !== null).join(' '));
}

// Slack reads these three as markup: a headline must not turn into a link or ring a whole channel.
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isWebAddress(url: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '');
}
