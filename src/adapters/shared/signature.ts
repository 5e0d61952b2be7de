import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Signs exact bytes: `sha256=` and the HMAC-SHA256 in lower-case hex.
 * @throws Error for an empty secret, under which anybody could sign
 */
export function signatureOf({ bytes, secret }: { bytes: Uint8Array; secret: string }): string {
  return `sha256=${digestOf({ bytes, secret }).toString('hex')}`;
}

/**
 * Whether a `sha256=...` header was made over these bytes under one of the secrets (several while one is exchanged).
 * A missing or malformed header is false, never an error.
 * @throws Error for an empty secret or an empty list: an unset secret is a closed door
 */
export function isSignedBy(by: {
  bytes: Uint8Array;
  signature: string | undefined;
  secrets: readonly string[];
}): boolean {
  if (by.secrets.length === 0) throw new Error('a signature cannot be checked without a secret');
  const given = SIGNATURE.exec(by.signature ?? '')?.[1];
  const expected = by.secrets.map((secret) => digestOf({ bytes: by.bytes, secret }));
  if (!given) return false;
  const digest = Buffer.from(given, 'hex');
  return expected.some((each) => timingSafeEqual(each, digest));
}

/** Compares two secrets in a time that tells nothing about either, whatever their lengths. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}

function digestOf({ bytes, secret }: { bytes: Uint8Array; secret: string }): Buffer {
  if (secret.length === 0) throw new Error('a signature needs a secret that is not empty');
  return createHmac('sha256', secret).update(bytes).digest();
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
