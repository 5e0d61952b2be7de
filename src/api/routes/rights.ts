import { Router } from 'express';
import type { Allow } from '../allow.ts';
import type { RightAnswer } from '../answers/right.ts';
import { ACTIONS, RIGHTS } from '../rights.ts';

/** `GET /rights`: the one table of rights, as it is. */
export function rightRoutes({ allow }: { allow: Allow }): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    await allow(request, { action: 'policy.read', propertyId: null });
    const answer: RightAnswer[] = ACTIONS.map((action) => ({ action, roles: [...RIGHTS[action]] }));
    response.json(answer);
  });
  return router;
}
