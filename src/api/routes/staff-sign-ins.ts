import { Router } from 'express';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { Conflict } from '../errors.ts';
import { findOtherStaff, findStaff, orConflict } from '../find-staff.ts';
import { linkAnswer, makeLink } from '../password-link.ts';
import type { SignIn } from '../sign-in.ts';

/** What an admin does about somebody's sign-in: a link for a new password, an end to all sessions, an end to a lock. */
export function staffSignInRoutes(options: {
  records: Pick<Records, 'signInFailures' | 'staffAccounts'>;
  signIn: Pick<SignIn, 'accountOf'>;
  allow: Allow;
}): Router {
  const { records, signIn } = options;
  const { staffAccounts, signInFailures } = records;
  const router = Router();

  router.post('/:id/password-link', async (request, response) => {
    const { me, account } = await findOtherStaff(options, request);
    const { staffId, deactivatedAt } = account;
    if (deactivatedAt !== null) {
      throw new Conflict('This person was deactivated: let them in again instead.');
    }
    const { link, path } = makeLink();
    await orConflict(staffAccounts.makeLink({ staffId, link, by: me.staffId }));
    response.json(linkAnswer(staffId, { link, path }));
  });

  router.post('/:id/end-sessions', async (request, response) => {
    const { me, account } = await findStaff(options, request);
    const { staffId } = account;
    response.json({ ended: await staffAccounts.endSessions({ staffId, by: me.staffId }) });
  });

  router.post('/:id/unlock', async (request, response) => {
    const { me, account } = await findStaff(options, request);
    const { staffId, email } = account;
    const target = { account: signIn.accountOf(email), staffId };
    response.json({ unlocked: await signInFailures.unlock({ ...target, by: me.staffId }) });
  });

  return router;
}
