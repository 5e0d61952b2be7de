/** What somebody of the staff may do, where, and where they are woken. */
export interface StaffPosition {
  role: 'agent' | 'manager' | 'admin' | 'auditor';
  propertyIds: string[] | 'all';
  onCallAt: string[];
}

/** Somebody of the staff, as an administrator sees them. */
export interface StaffAccount extends StaffPosition {
  staffId: string;
  name: string;
  email: string;
  hasPassword: boolean;
  /** Until when their link for a new password opens; null without one that opens. */
  linkExpiresAt: string | null;
  lastSignedInAt: string | null;
  /** How many sessions of theirs hold now. */
  sessions: number;
  deactivatedAt: string | null;
  createdAt: string;
}

/** A link for a new password: the digest of its code, and until when it opens. */
export interface PasswordLink {
  codeHash: string;
  expiresAt: string;
}

/** Nothing was changed: nobody would be left who could administer the house as far as this person can. */
export class LastAdmin extends Error {
  override readonly name = 'LastAdmin';
}

/** `by` is the id of whoever does it: each change is on the record, in its own transaction. */
export interface StaffAccounts {
  /** Everybody, also who was deactivated, by name. */
  list(): Promise<StaffAccount[]>;
  find(staffId: string): Promise<StaffAccount | null>;
  /** Adds somebody without a password; null when the address is somebody's already. */
  add(
    by: StaffPosition & { name: string; email: string; link: PasswordLink; by: string },
  ): Promise<{ staffId: string } | null>;
  /** Sets role, properties and duties; counts from the person's next request on. @throws LastAdmin, RecordNotFound */
  change(by: StaffPosition & { staffId: string; by: string }): Promise<void>;
  /** Ends their sessions and takes their password; their name stays. @throws LastAdmin, RecordNotFound */
  deactivate(by: { staffId: string; by: string }): Promise<void>;
  /** Lets somebody back in, by a link for a new password. @throws RecordNotFound */
  reactivate(by: { staffId: string; link: PasswordLink; by: string }): Promise<void>;
  /** Answers how many sessions were ended. @throws RecordNotFound */
  endSessions(by: { staffId: string; by: string }): Promise<number>;
  /** Takes the password and the sessions, and makes a link for a new one. @throws LastAdmin, RecordNotFound */
  makeLink(by: { staffId: string; link: PasswordLink; by: string }): Promise<void>;
  /**
   * A link that whoever holds the master key gives to somebody who has no other way in. Password and sessions hold until it
   * is used, so the last admin may have one. @throws RecordNotFound
   */
  makeSpareLink(by: { staffId: string; link: PasswordLink }): Promise<void>;
  /** Whose link a code opens; null for one that does not open, or no longer. */
  findByLink(codeHash: string): Promise<Pick<StaffAccount, 'staffId' | 'name' | 'email'> | null>;
  /** Sets the password by a link, once: the link opens no more, and older sessions end. False where it did not open. */
  setPassword(by: { codeHash: string; passwordHash: string }): Promise<boolean>;
  /** Puts on the record that somebody changed their own password. */
  notePasswordChange(staffId: string): Promise<void>;
  /** Notes that somebody signed in. */
  noteSignIn(staffId: string): Promise<void>;
}
