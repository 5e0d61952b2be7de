import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  isSameSecret,
  isSignedBy,
  signatureOf,
} from '../../../../src/adapters/shared/signature.ts';

const bytes = Buffer.from('{"body":"caf\\u00e9"}');
const secret = 'a-secret-of-the-test';
const signature = signatureOf({ bytes, secret });

describe('signatures', () => {
  it('signs as everybody else does: sha256= and the HMAC in lower-case hex', () => {
    const hex = createHmac('sha256', secret).update(bytes).digest('hex');
    expect(signature).toBe(`sha256=${hex}`);
  });

  it('knows its own signature, under any of the secrets in use', () => {
    expect(isSignedBy({ bytes, signature, secrets: [secret] })).toBe(true);
    expect(isSignedBy({ bytes, signature, secrets: ['the-next-one', secret] })).toBe(true);
  });

  // The comparison throws on different lengths: a short header must be a refusal, not an error.
  it.each([
    undefined,
    '',
    'sha256=',
    'sha256=00',
    `sha256=${'0'.repeat(64)}`,
    `sha256=${'0'.repeat(66)}`,
    `sha256=${'g'.repeat(64)}`,
    signature.toUpperCase(),
    ` ${signature}`,
    `${signature}\n`,
    `${signature},${signature}`,
  ])('refuses %j', (odd) => {
    expect(isSignedBy({ bytes, signature: odd, secrets: [secret] })).toBe(false);
  });

  it('refuses other bytes and other secrets', () => {
    const changed = Buffer.from(bytes.toString().replace('caf', 'cof'));
    expect(isSignedBy({ bytes: changed, signature, secrets: [secret] })).toBe(false);
    expect(isSignedBy({ bytes, signature, secrets: ['another'] })).toBe(false);
  });

  // Anybody can sign under an empty secret.
  it('will not work with an empty secret, nor with none', () => {
    expect(() => signatureOf({ bytes, secret: '' })).toThrow('secret');
    expect(() => isSignedBy({ bytes, signature, secrets: [''] })).toThrow('secret');
    expect(() => isSignedBy({ bytes, signature, secrets: [] })).toThrow('secret');
  });

  it('compares secrets of any lengths', () => {
    expect(isSameSecret('open sesame', 'open sesame')).toBe(true);
    expect(isSameSecret('open sesame', 'open sesam')).toBe(false);
    expect(isSameSecret('', 'open sesame')).toBe(false);
  });
});
