import type { StaffAccount } from '../../ports/staff-accounts.ts';
import type { Role } from '../rights.ts';

/** One of `GET /staff`. */
export interface StaffListed extends StaffAccount {
  role: Role;
  /** Until when signing in is locked after wrong passwords; null: it is not. */
  lockedUntil: string | null;
  isMe: boolean;
  /** Whether the one who asks sees all that this person sees, and so may change them. */
  isMine: boolean;
}

/** A one-time link for a new password; shown once, kept by nobody. */
export interface PasswordLinkAnswer {
  staff_id: string;
  /** Below the house's address. */
  path: string;
  expires_at: string;
}
