import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  CHAT_AUDIENCE,
  createChatTokens,
} from '../../../../../src/adapters/channels/web-chat/token.ts';

const secret = 'a-test-secret-of-thirty-two-bytes-or-more';
const issuer = 'harbor-court-portal';
const session = { residentId: 'resident-7', propertyId: 'harbor-court' };
const NOON = new Date('2026-11-23T12:00:00.000Z');
const at = (minutes: number) => () => new Date(NOON.getTime() + minutes * 60_000);

const tokens = createChatTokens({ secret, issuer, now: at(0) });
const seconds = (minutes: number) => Math.floor(at(minutes)().getTime() / 1000);

const right = {
  audience: CHAT_AUDIENCE,
  from: issuer,
  key: secret,
  alg: 'HS256',
  claims: session as Record<string, unknown>,
  expires: seconds(30) as number | null,
  issued: seconds(0) as number | null,
};

/** A token as a portal's backend would make it, right in all points but the changed ones. */
const forge = (changes: Partial<typeof right> = {}): Promise<string> => {
  const { audience, from, key, alg, claims, expires, issued } = { ...right, ...changes };
  const token = new SignJWT(claims).setProtectedHeader({ alg }).setIssuer(from);
  token.setAudience(audience);
  if (issued !== null) token.setIssuedAt(issued);
  if (expires !== null) token.setExpirationTime(expires);
  return token.sign(new TextEncoder().encode(key));
};
const refused = (problem: string) => ({ kind: 'refused', problem });

describe('chat tokens', () => {
  it('prove whom they were signed for', async () => {
    const token = await tokens.sign(session);
    expect(await tokens.verify(token)).toEqual({ kind: 'valid', session });
  });

  it('may be signed by the portal itself', async () => {
    expect(await tokens.verify(await forge())).toEqual({ kind: 'valid', session });
  });

  // The classic forgery: a token that says it needs no signature.
  it('are refused without a signature', async () => {
    const token = new UnsecuredJWT(session)
      .setIssuer(issuer)
      .setAudience(CHAT_AUDIENCE)
      .setIssuedAt(seconds(0))
      .setExpirationTime(seconds(30))
      .encode();
    expect(token.endsWith('.')).toBe(true);
    expect(await tokens.verify(token)).toEqual(refused('signature'));
  });

  it('are refused under another algorithm, even with our secret', async () => {
    const key = secret.padEnd(64, '!');
    const wide = createChatTokens({ secret: key, issuer, now: at(0) });
    expect(await wide.verify(await forge({ key, alg: 'HS512' }))).toEqual(refused('signature'));
  });

  it('are refused under another secret', async () => {
    const token = await forge({ key: 'another-secret-of-thirty-two-bytes-or-more' });
    expect(await tokens.verify(token)).toEqual(refused('signature'));
  });

  it('are refused once one character has changed', async () => {
    const [head, claims, signature] = (await tokens.sign(session)).split('.');
    const other = Buffer.from(JSON.stringify({ ...session, residentId: 'resident-8' }));
    const forged = [head, other.toString('base64url'), signature].join('.');
    expect(claims).not.toBe(other.toString('base64url'));
    expect(await tokens.verify(forged)).toEqual(refused('signature'));
  });

  it('are refused for another service and from another issuer', async () => {
    expect(await tokens.verify(await forge({ audience: 'rent-payments' }))).toEqual(
      refused('audience'),
    );
    expect(await tokens.verify(await forge({ from: 'somebody' }))).toEqual(refused('issuer'));
  });

  it('expire after an hour', async () => {
    const token = await tokens.sign(session);
    const verifyAt = (minutes: number) =>
      createChatTokens({ secret, issuer, now: at(minutes) }).verify(token);
    expect(await verifyAt(59)).toEqual({ kind: 'valid', session });
    expect(await verifyAt(62)).toEqual(refused('expired'));
  });

  it('expire after an hour whatever they say themselves', async () => {
    const token = await forge({ issued: seconds(-90), expires: seconds(60 * 24 * 365) });
    expect(await tokens.verify(token)).toEqual(refused('expired'));
  });

  it('must say when they were made and when they end', async () => {
    expect(await tokens.verify(await forge({ expires: null }))).toEqual(refused('malformed'));
    expect(await tokens.verify(await forge({ issued: null }))).toEqual(refused('malformed'));
  });

  it('must name resident and property', async () => {
    for (const claims of [{}, { residentId: 'r' }, { residentId: '', propertyId: 'p' }]) {
      expect(await tokens.verify(await forge({ claims }))).toEqual(refused('malformed'));
    }
    const listed = await forge({ claims: { residentId: ['r', 's'], propertyId: 'p' } });
    expect(await tokens.verify(listed)).toEqual(refused('malformed'));
  });

  it.each(['', 'x', 'a.b', 'a.b.c', '....', '💧'])(
    'are refused as malformed: %j',
    async (token) => {
      expect(await tokens.verify(token)).toEqual(refused('malformed'));
    },
  );

  it('are not made under a short secret', () => {
    expect(() => createChatTokens({ secret: 'short', issuer })).toThrow('32 bytes');
  });
});
