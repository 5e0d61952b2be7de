import { createHash, randomBytes } from 'node:crypto';
import type { PasswordLink } from '../ports/staff-accounts.ts';
import type { PasswordLinkAnswer } from './answers/staff.ts';

// Long enough for somebody who is off today; whoever finds the link later finds it closed.
const LINK_OPENS_MS = 72 * 60 * 60_000;

/** A code that only its bearer knows: we keep its digest. */
export function makeLink(): { link: PasswordLink; path: string } {
  const code = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + LINK_OPENS_MS).toISOString();
  return {
    link: { codeHash: codeHashOf(code), expiresAt },
    path: `/set-password?code=${code}`,
  };
}

/** The digest by which a link's code is kept. */
export const codeHashOf = (code: string): string => createHash('sha256').update(code).digest('hex');

/** The link for whoever asked for it; nobody can read it again. */
export const linkAnswer = (
  staffId: string,
  { link, path }: ReturnType<typeof makeLink>,
): PasswordLinkAnswer => ({ staff_id: staffId, path, expires_at: link.expiresAt });
