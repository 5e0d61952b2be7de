import type { LockoutRule } from '../domain/lockout.ts';

/** Until when an account is locked, and how long that is from now. */
export interface Lock {
  until: string;
  leftMs: number;
}

/** What became of a try to sign in before its password was looked at. */
export type BegunTry =
  | {
      kind: 'open';
      /** How many were wrong in a row, if this one is. */
      failures: number;
      /** How the account is then locked; null: not yet. */
      lock: Lock | null;
    }
  | { kind: 'locked'; lock: Lock };

/** Wrong passwords by account. An account is a keyed hash, and is counted whether anybody has it or not. */
export interface SignInFailures {
  /**
   * Counts a try as wrong before its password is looked at, so that however many come in the same instant, no more are
   * looked at than the rule allows. A locked account is not counted further.
   */
  begin(by: { account: string; rule: LockoutRule }): Promise<BegunTry>;
  /** The password was right, or was set anew: counts from nothing again. */
  clear(account: string): Promise<void>;
  /** Somebody of the staff lets a person try again at once; on the record. Answers whether anything was counted. */
  unlock(by: { account: string; staffId: string; by: string }): Promise<boolean>;
  /** The password was never looked at: the try counts for nothing. */
  giveBack(by: { account: string; rule: LockoutRule }): Promise<void>;
  /** Until when each of these is locked; those that are open are absent. */
  locked(accounts: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
