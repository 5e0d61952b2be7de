import type { Request } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../ports/errors.ts';
import type { Records } from '../ports/records.ts';
import { LastAdmin, type StaffAccount } from '../ports/staff-accounts.ts';
import type { Allow } from './allow.ts';
import { Conflict, NotAllowed } from './errors.ts';
import { readAs } from './read-as.ts';
import type { Staff } from './rights.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
const OWN_RIGHTS =
  'Nobody changes their own rights, password link or standing here: ask another administrator.';

interface FindStaffOptions {
  records: Pick<Records, 'staffAccounts'>;
  allow: Allow;
}

/** Somebody whom an admin is about to change, and that admin. */
export interface FoundStaff {
  me: Staff;
  account: StaffAccount;
}

/** The person of an address, for an admin who sees all that they see. @throws RecordNotFound, NotAllowed */
export async function findStaff(
  { records, allow }: FindStaffOptions,
  request: Request,
): Promise<FoundStaff> {
  const me = await allow(request, { action: 'staff.manage', propertyId: null });
  const { id } = readAs(Params, request.params);
  const account = await records.staffAccounts.find(id);
  if (!account) throw new RecordNotFound(`no staff ${id}`);
  demandCovered(me, account);
  return { me, account };
}

/** Somebody else than who asks, so that nobody lowers themself by accident. @throws Conflict besides */
export async function findOtherStaff(
  options: FindStaffOptions,
  request: Request,
): Promise<FoundStaff> {
  const found = await findStaff(options, request);
  if (found.me.staffId === found.account.staffId) throw new Conflict(OWN_RIGHTS);
  return found;
}

type Places = Pick<Staff, 'propertyIds'>;

/** Whether somebody sees all that somebody else sees. */
export function covers({ propertyIds: own }: Places, { propertyIds: other }: Places): boolean {
  return own === 'all' || (other !== 'all' && other.every((id) => own.includes(id)));
}

/** Whether somebody sees anything that somebody else sees. */
export function meets({ propertyIds: own }: Places, { propertyIds: other }: Places): boolean {
  return own === 'all' || other === 'all' || other.some((id) => own.includes(id));
}

/** @throws NotAllowed where an admin would reach beyond what they see themselves */
export function demandCovered(me: Staff, other: Places): void {
  if (!covers(me, other)) {
    throw new NotAllowed('This reaches beyond the properties that you administer.');
  }
}

/** Says what to do where nobody would be left to administer. @throws Conflict */
export async function orConflict<Result>(changing: Promise<Result>): Promise<Result> {
  try {
    return await changing;
  } catch (error) {
    if (!(error instanceof LastAdmin)) throw error;
    throw new Conflict(
      'This is the last administrator there: make somebody else administrator of the same properties first.',
    );
  }
}
