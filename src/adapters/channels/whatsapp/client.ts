import {
  ProviderAmbiguous,
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  type ProviderError,
} from '../../../ports/errors.ts';
import { errorForStatus, exchange, retryAfterMs, type HttpAnswer } from '../../shared/http.ts';
import { GraphErrorSchema, SentSchema } from './schema.ts';

const PROVIDER = 'WhatsApp';

/** What a call to the Graph API needs. */
export interface ClientOptions {
  /** With the version, without a slash at the end: `https://graph.facebook.com/v25.0`. */
  baseUrl: string;
  phoneNumberId: string;
  accessToken: string;
  timeoutMs: number;
  fetch: typeof fetch;
}

/**
 * Posts one message; resolves with Meta's id, which means accepted, not delivered.
 * @throws ProviderRejected, ProviderRateLimited, ProviderUnauthorized, ProviderUnavailable (not sent),
 * ProviderAmbiguous (may have been sent)
 */
export async function postMessage(
  message: Record<string, unknown>,
  { baseUrl, phoneNumberId, accessToken, timeoutMs, fetch }: ClientOptions,
): Promise<{ providerMessageId: string }> {
  const answer = await exchange({
    provider: PROVIDER,
    url: `${baseUrl}/${encodeURIComponent(phoneNumberId)}/messages`,
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(message),
    timeoutMs,
    // There is no idempotency key (channels reference, section 0.2).
    isRepeatable: false,
    fetch,
  });
  if (answer.status < 200 || answer.status >= 300) throw refusalOf(answer);
  const sent = SentSchema.safeParse(parseJson(answer.text));
  if (!sent.success) throw new ProviderAmbiguous('WhatsApp took a message and gave no id for it');
  return { providerMessageId: sent.data.messages[0].id };
}

// Channels reference, section 1.10: Meta's code decides, since its HTTP statuses are not stable.
const SLOW_DOWN: Readonly<Record<number, { otherwiseMs: number }>> = {
  4: { otherwiseMs: 60_000 },
  80007: { otherwiseMs: 60_000 },
  130429: { otherwiseMs: 2000 },
  // One message in six seconds to the same person.
  131056: { otherwiseMs: 6000 },
  // Maintenance of the account, about a minute; refused for certain.
  131057: { otherwiseMs: 60_000 },
};
const UNAUTHORIZED = new Set([0, 3, 10, 190, 131005]);
// Meta's own trouble; 131000 has been seen with messages that did go out.
const IN_DOUBT = new Set([1, 2, 131000, 131016, 133004]);

function refusalOf(answer: HttpAnswer): ProviderError {
  const code = GraphErrorSchema.safeParse(parseJson(answer.text)).data?.error.code;
  const byStatus = errorForStatus(answer, { provider: PROVIDER, isRepeatable: false });
  if (code === undefined) return byStatus;
  const pause = SLOW_DOWN[code];
  if (pause) {
    const waitMs = retryAfterMs(answer.headers, pause);
    return new ProviderRateLimited(`WhatsApp asked to slow down (code ${code})`, waitMs);
  }
  if (UNAUTHORIZED.has(code) || (code >= 200 && code <= 299)) {
    return new ProviderUnauthorized(
      `WhatsApp refused our credentials or rights (code ${code}); check the token`,
    );
  }
  if (IN_DOUBT.has(code)) {
    return new ProviderAmbiguous(`WhatsApp failed (code ${code}); the message may have gone out`);
  }
  if (!(byStatus instanceof ProviderRejected)) return byStatus;
  return new ProviderRejected(`WhatsApp refused the message (code ${code})`, {
    code: String(code),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
