import { Router } from 'express';
import type { Allow } from '../allow.ts';
import type { WebUi } from '../web-ui.ts';

/** `GET /web-ui`: where workflows are seen, for those who may read their payloads there. */
export function webUiRoutes({ webUi, allow }: { webUi: WebUi; allow: Allow }): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    await allow(request, { action: 'payload.decode', propertyId: null });
    response.json(webUi.answer);
  });
  return router;
}
