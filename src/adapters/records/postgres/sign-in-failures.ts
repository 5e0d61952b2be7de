import { randomUUID } from 'node:crypto';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { FAILURES_FORGOTTEN_AFTER_MS, lockMs, type LockoutRule } from '../../../domain/lockout.ts';
import type { BegunTry, Lock, SignInFailures } from '../../../ports/sign-in-failures.ts';
import type { Transaction } from '../../shared/database.ts';
import type { RecordsParts } from './parts.ts';
import { signInFailures as table } from './tables/staff.ts';

type Options = Pick<RecordsParts, 'database' | 'auditLog' | 'now'>;
interface Counting {
  account: string;
  rule: LockoutRule;
}

/** Wrong passwords in PostgreSQL, so that every API process counts together and a restart forgets nothing. */
export function createSignInFailures(options: Options): SignInFailures {
  const { database, auditLog, now } = options;
  return {
    async begin(by) {
      await forgetOld(options);
      return database.transaction((tx) => begin(tx, { ...by, now: now() }));
    },

    async clear(account) {
      await database.delete(table).where(eq(table.account, account));
    },

    unlock: (by) => database.transaction((tx) => unlock(tx, { ...by, auditLog })),

    giveBack: (by) => database.transaction((tx) => giveBack(tx, by)),

    async locked(accounts) {
      const rows = await database
        .select()
        .from(table)
        .where(
          and(inArray(table.account, [...accounts]), gt(table.lockedUntil, now().toISOString())),
        );
      return new Map(
        rows.flatMap(({ account, lockedUntil }) => (lockedUntil ? [[account, lockedUntil]] : [])),
      );
    },
  };
}

async function begin(tx: Transaction, by: Counting & { now: Date }): Promise<BegunTry> {
  const { account, rule, now } = by;
  const failedAt = now.toISOString();
  await tx.insert(table).values({ account, failures: 0, failedAt }).onConflictDoNothing();
  const known = await lock(tx, account);
  const leftMs = known?.lockedUntil ? Date.parse(known.lockedUntil) - now.getTime() : 0;
  if (leftMs > 0) return { kind: 'locked', lock: lockOf(now, leftMs) };
  const failures = (known?.failures ?? 0) + 1;
  const lockedMs = lockMs(failures, rule);
  const made = lockedMs > 0 ? lockOf(now, lockedMs) : null;
  await tx
    .update(table)
    .set({ failures, failedAt, lockedUntil: made?.until ?? null })
    .where(eq(table.account, account));
  return { kind: 'open', failures, lock: made };
}

const lockOf = (now: Date, leftMs: number): Lock => ({
  until: new Date(now.getTime() + leftMs).toISOString(),
  leftMs,
});

async function giveBack(tx: Transaction, { account, rule }: Counting): Promise<void> {
  const known = await lock(tx, account);
  if (!known) return; // somebody got in meanwhile
  const failures = Math.max(0, known.failures - 1);
  const lockedUntil = lockMs(failures, rule) > 0 ? known.lockedUntil : null;
  await tx.update(table).set({ failures, lockedUntil }).where(eq(table.account, account));
}

async function unlock(
  tx: Transaction,
  by: Parameters<SignInFailures['unlock']>[0] & Pick<Options, 'auditLog'>,
): Promise<boolean> {
  const { account, staffId, auditLog } = by;
  const gone = await tx.delete(table).where(eq(table.account, account)).returning();
  const wasCounted = gone.length > 0;
  await auditLog.appendAudit(tx, {
    chain: 'house',
    // Committed together with its change, so it cannot come twice.
    key: `staff.unlocked/${staffId}/${randomUUID()}`,
    event: 'staff.unlocked',
    facts: { staffId: by.by, changedStaffId: staffId, wasCounted },
  });
  return wasCounted;
}

async function lock(tx: Transaction, account: string) {
  const [row] = await tx.select().from(table).where(eq(table.account, account)).for('update');
  return row;
}

// Rows of accounts that a guesser made up would stay for ever. What somebody else holds just now is left to the next.
async function forgetOld({ database, now }: Options): Promise<void> {
  const before = new Date(now().getTime() - FAILURES_FORGOTTEN_AFTER_MS).toISOString();
  await database.execute(sql`delete from ${table} where account in (
    select account from ${table} where failed_at < ${before} for update skip locked)`);
}
