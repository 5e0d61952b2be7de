import { json, Router } from 'express';
import { z } from 'zod';
import type { Records } from '../../ports/records.ts';
import type { StaffAccount, StaffPosition } from '../../ports/staff-accounts.ts';
import type { Allow } from '../allow.ts';
import type { StaffListed } from '../answers/staff.ts';
import { Conflict, RequestMalformed } from '../errors.ts';
import { covers, demandCovered, findOtherStaff, meets, orConflict } from '../find-staff.ts';
import { linkAnswer, makeLink } from '../password-link.ts';
import { readAs } from '../read-as.ts';
import { ROLES, type Staff } from '../rights.ts';
import type { SignIn } from '../sign-in.ts';

const propertyId = z.string().min(1).max(100);
/** What somebody may do, and where. */
export const Position = z.object({
  role: z.enum(ROLES),
  property_ids: z.union([z.array(propertyId).min(1, 'choose one or more'), z.literal('all')]),
  on_call_at: z.array(propertyId).default([]),
});
/** Somebody new. */
export const NewPerson = Position.extend({
  name: z.string().trim().min(1, 'must not be empty').max(100),
  email: z.email('must be an e-mail address').max(200).toLowerCase(),
});

interface StaffRoutesOptions {
  records: Pick<Records, 'properties' | 'signInFailures' | 'staffAccounts'>;
  signIn: Pick<SignIn, 'accountOf'>;
  allow: Allow;
}

/** `/staff`: who works here, what they may do where, and their sign-ins; for admins, as far as they see themselves. */
export function staffRoutes(options: StaffRoutesOptions): Router {
  const { records, signIn, allow } = options;
  const { staffAccounts, signInFailures } = records;
  const router = Router();
  const readBody = json({ limit: '16kb' });

  router.get('/', async (request, response) => {
    const me = await allow(request, { action: 'staff.manage', propertyId: null });
    const seen = (await staffAccounts.list()).filter((account) => meets(me, account));
    const accountOf = ({ email }: StaffAccount): string => signIn.accountOf(email);
    const locked = await signInFailures.locked(seen.map(accountOf));
    const answer: StaffListed[] = seen.map((account) => ({
      ...account,
      lockedUntil: locked.get(accountOf(account)) ?? null,
      isMe: account.staffId === me.staffId,
      isMine: covers(me, account),
    }));
    response.json(answer);
  });

  router.post('/', readBody, async (request, response) => {
    const me = await allow(request, { action: 'staff.manage', propertyId: null });
    const { name, email, ...body } = readAs(NewPerson, request.body);
    const position = await readPosition(options, { me, body });
    const { link, path } = makeLink();
    const made = await staffAccounts.add({ name, email, link, by: me.staffId, ...position });
    if (!made) throw new Conflict('Somebody with this e-mail is here already.');
    response.status(201).json(linkAnswer(made.staffId, { link, path }));
  });

  router.put('/:id', readBody, async (request, response) => {
    const { me, account } = await findOtherStaff(options, request);
    const position = await readPosition(options, { me, body: readAs(Position, request.body) });
    const { staffId } = account;
    await orConflict(staffAccounts.change({ staffId, by: me.staffId, ...position }));
    response.json({ staff_id: staffId });
  });

  router.post('/:id/deactivate', async (request, response) => {
    const { me, account } = await findOtherStaff(options, request);
    const { staffId } = account;
    await orConflict(staffAccounts.deactivate({ staffId, by: me.staffId }));
    response.json({ staff_id: staffId });
  });

  router.post('/:id/reactivate', async (request, response) => {
    const { me, account } = await findOtherStaff(options, request);
    const { staffId, deactivatedAt } = account;
    if (deactivatedAt === null) throw new Conflict('This person was never deactivated.');
    const { link, path } = makeLink();
    await staffAccounts.reactivate({ staffId, link, by: me.staffId });
    response.json(linkAnswer(staffId, { link, path }));
  });

  return router;
}

/** What somebody is to be: at properties that there are, and none that the admin does not see. */
async function readPosition(
  { records }: StaffRoutesOptions,
  { me, body }: { me: Staff; body: z.infer<typeof Position> },
): Promise<StaffPosition> {
  const { role, property_ids: propertyIds, on_call_at: onCallAt } = body;
  demandCovered(me, { propertyIds });
  demandCovered(me, { propertyIds: onCallAt });
  const there = new Set((await records.properties.list()).map((property) => property.propertyId));
  const named = [...(propertyIds === 'all' ? [] : propertyIds), ...onCallAt];
  const unknown = named.find((id) => !there.has(id));
  if (unknown !== undefined) {
    const message = `there is no property ${unknown}`;
    throw new RequestMalformed([{ field: 'property_ids', message }]);
  }
  if (propertyIds !== 'all' && onCallAt.some((id) => !propertyIds.includes(id))) {
    const message = 'only where the person works';
    throw new RequestMalformed([{ field: 'on_call_at', message }]);
  }
  return { role, propertyIds, onCallAt };
}
