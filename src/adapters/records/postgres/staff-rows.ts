import { and, asc, count, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { LastAdmin, type StaffAccount } from '../../../ports/staff-accounts.ts';
import type { Connection, Transaction } from '../../shared/database.ts';
import {
  onCallDuties,
  passwordLinks,
  staffAccounts as credentials,
  staffRights,
  staffSessions,
  staffUsers,
} from './tables/staff.ts';

/** Makes everybody else who changes staff wait: two admins must not take each other's rights in the same instant. */
export async function lockStaff(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('staff', 0))`);
}

/** Staff with all that belongs to them, by name; one of them where an id is given. */
export async function readStaff(
  using: Connection,
  { now, staffId }: { now: Date; staffId?: string },
): Promise<StaffAccount[]> {
  const at = now.toISOString();
  const users = await using
    .select()
    .from(staffUsers)
    .where(staffId === undefined ? undefined : eq(staffUsers.id, staffId))
    .orderBy(asc(staffUsers.name), asc(staffUsers.id));
  const rights = await using.select().from(staffRights);
  const duties = await using.select().from(onCallDuties);
  const links = await using.select().from(passwordLinks).where(gt(passwordLinks.expiresAt, at));
  const withPassword = await using
    .select({ userId: credentials.userId })
    .from(credentials)
    .where(and(eq(credentials.providerId, 'credential'), isNotNull(credentials.password)));
  const sessions = await using
    .select({ userId: staffSessions.userId, open: count() })
    .from(staffSessions)
    .where(gt(staffSessions.expiresAt, at))
    .groupBy(staffSessions.userId);
  return users.flatMap(({ id, name, email, deactivatedAt, lastSignedInAt, createdAt }) => {
    const own = rights.filter(({ userId }) => userId === id);
    const [first] = own;
    if (!first) return []; // nobody gave them anything to do: they cannot sign in
    const named = own.flatMap(({ propertyId }) => propertyId ?? []);
    return {
      staffId: id,
      name,
      email,
      role: first.role,
      propertyIds: named.length < own.length ? ('all' as const) : named.toSorted(),
      onCallAt: duties.filter(({ userId }) => userId === id).map(({ propertyId }) => propertyId),
      hasPassword: withPassword.some(({ userId }) => userId === id),
      linkExpiresAt: links.find(({ userId }) => userId === id)?.expiresAt ?? null,
      lastSignedInAt,
      sessions: sessions.find(({ userId }) => userId === id)?.open ?? 0,
      deactivatedAt,
      createdAt,
    };
  });
}

/**
 * Before somebody loses what an admin can: another must be left who can sign in and sees as much.
 * @throws LastAdmin
 */
export async function demandAdminBesides(
  tx: Transaction,
  { before, now }: { before: StaffAccount; now: Date },
): Promise<void> {
  if (!administers(before)) return;
  const others = (await readStaff(tx, { now })).filter(
    (other) => other.staffId !== before.staffId && administers(other),
  );
  const sees = (propertyId: string): boolean =>
    others.some(({ propertyIds }) => propertyIds === 'all' || propertyIds.includes(propertyId));
  const isCovered =
    before.propertyIds === 'all'
      ? others.some(({ propertyIds }) => propertyIds === 'all')
      : before.propertyIds.every(sees);
  if (!isCovered) throw new LastAdmin(`${before.staffId} is the last admin of some property`);
}

const administers = ({ role, deactivatedAt, hasPassword }: StaffAccount): boolean =>
  role === 'admin' && deactivatedAt === null && hasPassword;
