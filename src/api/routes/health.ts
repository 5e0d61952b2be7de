import { Router } from 'express';
import type { Readiness } from '../readiness.ts';

/** `GET /health`: alive. `GET /ready`: 200 when everything answers, else which part does not. */
export function healthRoutes({ readiness }: { readiness: Readiness }): Router {
  const router = Router();
  router.get('/health', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/ready', async (_request, response) => {
    const missing = await readiness();
    response
      .status(missing.length === 0 ? 200 : 503)
      .json({ ready: missing.length === 0, missing });
  });
  return router;
}
