import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { ChatTokenProblem, ChatTokens } from '../../../ports/chat-tokens.ts';

/** The audience that a chat token must name; a token for another service opens nothing here. */
export const CHAT_AUDIENCE = 'nightporter-web-chat';

/** What chat tokens are made and checked with. */
export interface ChatTokensOptions {
  /** Shared with the portal's backend; at least 32 bytes, as HS256 demands (RFC 7518, section 3.2). */
  secret: string;
  /** Who signs: the portal, or this house. */
  issuer: string;
  now?: () => Date;
}

const ALGORITHM = 'HS256';
const LIFETIME_SECONDS = 60 * 60;
// Clocks of portals and of this machine differ a little.
const SKEW_SECONDS = 60;
const SECRET_BYTES_MIN = 32;

const Claims = z.object({
  residentId: z.string().min(1).max(200),
  propertyId: z.string().min(1).max(200),
});

/**
 * Signs and checks the tokens that open the web chat; none lives longer than an hour, whatever it says itself.
 * @throws Error when the secret is too short
 */
export function createChatTokens({
  secret,
  issuer,
  now = () => new Date(),
}: ChatTokensOptions): ChatTokens {
  const key = new TextEncoder().encode(secret);
  if (key.length < SECRET_BYTES_MIN) {
    throw new Error(`the secret of chat tokens must have ${SECRET_BYTES_MIN} bytes or more`);
  }
  return {
    async sign({ residentId, propertyId }) {
      const issuedAt = Math.floor(now().getTime() / 1000);
      return new SignJWT({ residentId, propertyId })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(CHAT_AUDIENCE)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(key);
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          issuer,
          audience: CHAT_AUDIENCE,
          maxTokenAge: LIFETIME_SECONDS,
          requiredClaims: ['exp'],
          clockTolerance: SKEW_SECONDS,
          currentDate: now(),
        });
        const session = Claims.safeParse(payload);
        return session.success
          ? { kind: 'valid', session: session.data }
          : { kind: 'refused', problem: 'malformed' };
      } catch (error) {
        return { kind: 'refused', problem: problemOf(error) };
      }
    },
  };
}

function problemOf(error: unknown): ChatTokenProblem {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'signature';
  if (error instanceof errors.JWTClaimValidationFailed) return claimProblemOf(error.claim);
  if (error instanceof errors.JOSEError) return 'malformed';
  throw error;
}

function claimProblemOf(claim: string): ChatTokenProblem {
  if (claim === 'iss') return 'issuer';
  return claim === 'aud' ? 'audience' : 'malformed';
}
