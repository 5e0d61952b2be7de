import {
  ProviderAmbiguous,
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
  type ProviderError,
} from '../../ports/errors.ts';

/** One call to a provider. */
export interface HttpCall {
  /** How errors name the provider; addresses stay out of errors, since some are secrets. */
  provider: string;
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** From the first byte sent to the last one read. */
  timeoutMs: number;
  /** Whether doing it twice does no harm. If not, an answer that is lost leaves open whether it happened. */
  isRepeatable: boolean;
  fetch?: typeof fetch;
}

/** What came back, whatever its status. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** Answers larger than this are cut off and count as lost. */
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

const RETRY_AFTER_MS_MAX = 60 * 60 * 1000;

/**
 * Sends one request and reads its answer; redirects are answers, never followed.
 * @throws ProviderUnavailable when no connection came about, or the answer of a repeatable call was lost
 * @throws ProviderAmbiguous when the answer of any other call was lost
 * @throws ProviderRejected when the request cannot even be written down
 */
export async function exchange(call: HttpCall): Promise<HttpAnswer> {
  const request = requestOf(call);
  const send = call.fetch ?? fetch;
  try {
    const response = await send(request);
    return {
      status: response.status,
      headers: response.headers,
      text: await readBounded(response),
    };
  } catch (error) {
    throw lostAnswer({ call, error });
  }
}

/**
 * The error that an answer other than 2xx stands for, by its status alone. A 5xx to a call that must not be repeated
 * is ambiguous: the provider may have failed after it had acted.
 */
export function errorForStatus(
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
  { provider, isRepeatable }: Pick<HttpCall, 'provider' | 'isRepeatable'>,
): ProviderError {
  if (status === 401 || status === 403) {
    return new ProviderUnauthorized(
      `${provider} refused our credentials (HTTP ${status}); check them`,
    );
  }
  if (status === 429) {
    return new ProviderRateLimited(`${provider} asked to slow down`, retryAfterMs(headers));
  }
  if (status < 500 && status !== 408) {
    return new ProviderRejected(`${provider} refused the request (HTTP ${status})`, {
      code: String(status),
    });
  }
  const failed = `${provider} failed (HTTP ${status})`;
  return isRepeatable
    ? new ProviderUnavailable(failed)
    : new ProviderAmbiguous(`${failed}; it may have acted all the same`);
}

/** How long a provider asks to be left alone: `retry-after` as seconds or as a date, between zero and an hour. */
export function retryAfterMs(
  headers: Headers,
  { otherwiseMs = 1000, now = Date.now }: { otherwiseMs?: number; now?: () => number } = {},
): number {
  const value = headers.get('retry-after')?.trim();
  if (!value) return otherwiseMs;
  const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), RETRY_AFTER_MS_MAX) : otherwiseMs;
}

function requestOf({ provider, url, method, headers, body, timeoutMs }: HttpCall): Request {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const content = body === undefined ? {} : { body };
    return new Request(url, { method, headers, redirect: 'manual', signal, ...content });
  } catch {
    // The error would quote the address or the header, and with it a secret: it is not kept as the cause.
    throw new ProviderRejected(
      `a request to ${provider} cannot be written; check address and credentials`,
    );
  }
}

async function readBounded(response: Response): Promise<string> {
  if (!response.body) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > ANSWER_BYTES_MAX) throw new Error('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function lostAnswer({ call, error }: { call: HttpCall; error: unknown }): ProviderError {
  const code = failureCodeOf(error);
  const reason = code ?? (error instanceof Error ? error.name : 'unknown');
  if (code !== null && NEVER_SENT.has(code)) {
    return new ProviderUnavailable(`${call.provider} cannot be reached (${reason})`, {
      cause: error,
    });
  }
  return call.isRepeatable
    ? new ProviderUnavailable(`${call.provider} gave no answer (${reason})`, { cause: error })
    : new ProviderAmbiguous(`the answer of ${call.provider} was lost (${reason})`, {
        cause: error,
      });
}

// Failures of looking up, connecting and the TLS handshake: no byte of the request has left yet. Whatever is not
// listed here (a reset, a timeout) may have come after it.
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function failureCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return failureCodeOf(error.cause);
}
