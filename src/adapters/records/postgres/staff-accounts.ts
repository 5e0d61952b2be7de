import { randomUUID } from 'node:crypto';
import { and, eq, gt } from 'drizzle-orm';
import type { AuditEntry } from '../../../ports/audit-log.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { PasswordLink, StaffAccounts, StaffPosition } from '../../../ports/staff-accounts.ts';
import type { Transaction } from '../../shared/database.ts';
import type { RecordsParts } from './parts.ts';
import { demandAdminBesides, lockStaff, readStaff } from './staff-rows.ts';
import {
  onCallDuties,
  passwordLinks,
  staffAccounts as credentials,
  staffRights,
  staffSessions,
  staffUsers,
} from './tables/staff.ts';

type Options = Pick<RecordsParts, 'database' | 'auditLog' | 'now'>;

/** Staff in PostgreSQL, in the tables that the sign-in library reads. */
export function createStaffAccounts(options: Options): StaffAccounts {
  const { database, now } = options;
  const inTurn = <Result>(run: (house: Changing) => Promise<Result>): Promise<Result> =>
    database.transaction(async (tx) => {
      await lockStaff(tx);
      return run({ ...options, tx, at: now().toISOString() });
    });
  return {
    list: () => readStaff(database, { now: now() }),
    async find(staffId) {
      return (await readStaff(database, { now: now(), staffId }))[0] ?? null;
    },
    add: (by) => inTurn((house) => add(house, by)),
    change: (by) => inTurn((house) => change(house, by)),
    deactivate: (by) => inTurn((house) => deactivate(house, by)),
    reactivate: (by) => inTurn((house) => reactivate(house, by)),
    endSessions: (by) => inTurn((house) => endSessionsBy(house, by)),
    makeLink: (by) => inTurn((house) => makeLink(house, by)),
    makeSpareLink: (by) => inTurn((house) => makeSpareLink(house, by)),
    async findByLink(codeHash) {
      const at = now().toISOString();
      const [found] = await database
        .select({ staffId: staffUsers.id, name: staffUsers.name, email: staffUsers.email })
        .from(passwordLinks)
        .innerJoin(staffUsers, eq(staffUsers.id, passwordLinks.userId))
        .where(opens(codeHash, at));
      return found ?? null;
    },
    setPassword: (by) => inTurn((house) => setPassword(house, by)),
    notePasswordChange: (staffId) =>
      inTurn((house) => audit(house, { event: 'staff.password-changed', staffId, by: staffId })),
    async noteSignIn(staffId) {
      const lastSignedInAt = now().toISOString();
      await database.update(staffUsers).set({ lastSignedInAt }).where(eq(staffUsers.id, staffId));
    },
  };
}

interface Changing extends Options {
  tx: Transaction;
  at: string;
}
interface Done {
  staffId: string;
  by: string;
}

async function add(
  house: Changing,
  { name, email, link, by, ...position }: Parameters<StaffAccounts['add']>[0],
): Promise<{ staffId: string } | null> {
  const { tx, at } = house;
  const staffId = randomUUID();
  const made = await tx
    .insert(staffUsers)
    .values({ id: staffId, name, email, emailVerified: true, createdAt: at, updatedAt: at })
    .onConflictDoNothing({ target: staffUsers.email })
    .returning();
  if (made.length === 0) return null;
  const account = { userId: staffId, accountId: staffId, providerId: 'credential', updatedAt: at };
  await tx.insert(credentials).values({ id: randomUUID(), ...account });
  await setPosition(tx, { staffId, position });
  await setLink(house, { staffId, link });
  await audit(house, { event: 'staff.added', staffId, by, facts: factsOf(position) });
  return { staffId };
}

async function change(
  house: Changing,
  { staffId, by, ...position }: Parameters<StaffAccounts['change']>[0],
): Promise<void> {
  const { tx, now } = house;
  const before = await findStaff(house, staffId);
  const staysAdmin = position.role === 'admin' && covers(position, before);
  if (!staysAdmin) await demandAdminBesides(tx, { before, now: now() });
  await setPosition(tx, { staffId, position });
  await audit(house, { event: 'staff.changed', staffId, by, facts: factsOf(position) });
}

async function deactivate(house: Changing, { staffId, by }: Done): Promise<void> {
  const { tx, at, now } = house;
  const before = await findStaff(house, staffId);
  if (before.deactivatedAt !== null) return;
  await demandAdminBesides(tx, { before, now: now() });
  await tx.update(staffUsers).set({ deactivatedAt: at }).where(eq(staffUsers.id, staffId));
  await takePassword(tx, { staffId, at });
  await tx.delete(passwordLinks).where(eq(passwordLinks.userId, staffId));
  await tx.delete(onCallDuties).where(eq(onCallDuties.userId, staffId));
  await audit(house, { event: 'staff.deactivated', staffId, by });
}

async function reactivate(
  house: Changing,
  { staffId, link, by }: Done & { link: PasswordLink },
): Promise<void> {
  await findStaff(house, staffId);
  await house.tx.update(staffUsers).set({ deactivatedAt: null }).where(eq(staffUsers.id, staffId));
  await setLink(house, { staffId, link });
  await audit(house, { event: 'staff.reactivated', staffId, by });
}

async function endSessionsBy(house: Changing, { staffId, by }: Done): Promise<number> {
  await findStaff(house, staffId);
  const ended = await endSessions(house.tx, staffId);
  await audit(house, { event: 'staff.sessions-ended', staffId, by, facts: { sessions: ended } });
  return ended;
}

async function makeLink(
  house: Changing,
  { staffId, link, by }: Done & { link: PasswordLink },
): Promise<void> {
  const { tx, at, now } = house;
  const before = await findStaff(house, staffId);
  await demandAdminBesides(tx, { before, now: now() });
  await takePassword(tx, { staffId, at });
  await setLink(house, { staffId, link });
  await audit(house, { event: 'staff.password-link-made', staffId, by });
}

async function makeSpareLink(
  house: Changing,
  { staffId, link }: { staffId: string; link: PasswordLink },
): Promise<void> {
  await findStaff(house, staffId);
  await setLink(house, { staffId, link });
  await audit(house, { event: 'staff.password-link-made', staffId, by: 'operator' });
}

async function setPassword(
  house: Changing,
  { codeHash, passwordHash }: Parameters<StaffAccounts['setPassword']>[0],
): Promise<boolean> {
  const { tx, at } = house;
  const [used] = await tx.delete(passwordLinks).where(opens(codeHash, at)).returning();
  if (!used) return false;
  const staffId = used.userId;
  await endSessions(tx, staffId);
  await tx
    .update(credentials)
    .set({ password: passwordHash, updatedAt: at })
    .where(isCredentialOf(staffId));
  await audit(house, { event: 'staff.password-set', staffId, by: staffId });
  return true;
}

const opens = (codeHash: string, at: string) =>
  and(eq(passwordLinks.codeHash, codeHash), gt(passwordLinks.expiresAt, at));

const isCredentialOf = (staffId: string) =>
  and(eq(credentials.userId, staffId), eq(credentials.providerId, 'credential'));

async function findStaff({ tx, now }: Changing, staffId: string) {
  const [found] = await readStaff(tx, { now: now(), staffId });
  if (!found) throw new RecordNotFound(`no staff ${staffId}`);
  return found;
}

/** Whether somebody sees at least what somebody else sees. */
function covers(one: StaffPosition, other: StaffPosition): boolean {
  const { propertyIds } = one;
  if (propertyIds === 'all') return true;
  return other.propertyIds !== 'all' && other.propertyIds.every((id) => propertyIds.includes(id));
}

async function setPosition(
  tx: Transaction,
  { staffId, position }: { staffId: string; position: StaffPosition },
): Promise<void> {
  const { role, propertyIds, onCallAt } = position;
  await tx.delete(staffRights).where(eq(staffRights.userId, staffId));
  for (const propertyId of propertyIds === 'all' ? [null] : new Set(propertyIds)) {
    await tx.insert(staffRights).values({ id: randomUUID(), userId: staffId, role, propertyId });
  }
  await tx.delete(onCallDuties).where(eq(onCallDuties.userId, staffId));
  for (const propertyId of new Set(onCallAt)) {
    await tx.insert(onCallDuties).values({ id: randomUUID(), userId: staffId, propertyId });
  }
}

async function setLink(
  { tx, at: madeAt }: Changing,
  { staffId: userId, link }: { staffId: string; link: PasswordLink },
): Promise<void> {
  const row = { ...link, madeAt };
  await tx
    .insert(passwordLinks)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: passwordLinks.userId, set: row });
}

async function takePassword(
  tx: Transaction,
  { staffId, at }: { staffId: string; at: string },
): Promise<void> {
  await endSessions(tx, staffId);
  await tx
    .update(credentials)
    .set({ password: null, updatedAt: at })
    .where(isCredentialOf(staffId));
}

async function endSessions(tx: Transaction, staffId: string): Promise<number> {
  const ended = await tx
    .delete(staffSessions)
    .where(eq(staffSessions.userId, staffId))
    .returning({ id: staffSessions.id });
  return ended.length;
}

const factsOf = ({ role, propertyIds, onCallAt }: StaffPosition): AuditEntry['facts'] => ({
  role,
  properties: propertyIds === 'all' ? 'all' : propertyIds.join(' '),
  onCallAt: onCallAt.join(' '),
});

/** Ids and rights only: names and addresses stand in the rows. */
async function audit(
  { tx, auditLog }: Changing,
  by: Done & { event: string; facts?: AuditEntry['facts'] },
): Promise<void> {
  await auditLog.appendAudit(tx, {
    chain: 'house',
    // Committed together with its change, so it cannot come twice.
    key: `${by.event}/${by.staffId}/${randomUUID()}`,
    event: by.event,
    facts: { staffId: by.by, changedStaffId: by.staffId, ...by.facts },
  });
}
