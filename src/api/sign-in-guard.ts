import { createHmac } from 'node:crypto';
import type { LockoutRule } from '../domain/lockout.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Lock, SignInFailures } from '../ports/sign-in-failures.ts';
import { TooOften } from './errors.ts';

/** What locks accounts that are guessed at. */
export interface LockoutSettings {
  failures: SignInFailures;
  rule: LockoutRule;
  auditLog: Pick<AuditLog, 'append'>;
}

/** How a try to sign in ended: let in, with the wrong password, or without anybody having looked at it. */
export type TryEnd = 'let-in' | 'wrong' | 'not-looked-at';

/** Counts tries by account and locks it; says nothing of whether anybody has it. */
export interface SignInGuard {
  /** The account of an e-mail, as a keyed hash. */
  accountOf(email: string): string;
  /**
   * Runs a try and counts it by its end; `staffId` is asked of a try that locks. @throws TooOften while it is locked
   */
  watch<Result>(
    email: string,
    by: {
      run: () => Promise<{ end: TryEnd; result: Result }>;
      findStaffId: () => Promise<string | null>;
    },
  ): Promise<Result>;
}

/** The guard of the sign-in door. */
export function createSignInGuard(by: LockoutSettings & { secret: string }): SignInGuard {
  const { failures, rule, auditLog, secret } = by;
  const accountOf = (email: string): string =>
    createHmac('sha256', secret)
      .update(`sign-in-account/${email.trim().toLowerCase()}`)
      .digest('hex');
  return {
    accountOf,
    async watch(email, { run, findStaffId }) {
      const account = accountOf(email);
      const begun = await failures.begin({ account, rule });
      if (begun.kind === 'locked') throw locked(begun.lock);
      const { end, result } = await run();
      if (end === 'let-in') await failures.clear(account);
      if (end === 'not-looked-at') await failures.giveBack({ account, rule });
      if (end !== 'wrong' || begun.lock === null) return result;
      const staffId = await findStaffId();
      if (staffId !== null) {
        await auditLog.append({
          chain: 'house',
          key: `sign-in.locked/${crypto.randomUUID()}`,
          event: 'sign-in.locked',
          facts: {
            changedStaffId: staffId,
            failures: begun.failures,
            lockedUntil: begun.lock.until,
          },
        });
      }
      throw locked(begun.lock);
    },
  };
}

function locked({ until, leftMs }: Lock): TooOften {
  const clock = `${until.slice(11, 16)} UTC`;
  const minutes = Math.ceil(leftMs / 60_000);
  const left = minutes <= 1 ? 'a minute' : `${minutes} minutes`;
  return new TooOften(
    `Too many wrong passwords: signing in with this e-mail is locked until ${clock}, for ${left}. An administrator can unlock it.`,
    leftMs,
  );
}
