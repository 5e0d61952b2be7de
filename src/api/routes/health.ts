import { Router } from 'express';
import type { Readiness, ReadinessNotes } from '../readiness.ts';

/** `GET /health`: alive. `GET /ready`: 200 when everything answers, else which part does not; and what is still to be done. */
export function healthRoutes({
  readiness,
  readinessNotes,
}: {
  readiness: Readiness;
  readinessNotes: ReadinessNotes;
}): Router {
  const router = Router();
  router.get('/health', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/ready', async (_request, response) => {
    const [missing, notes] = await Promise.all([readiness(), readinessNotes()]);
    response
      .status(missing.length === 0 ? 200 : 503)
      .json({ ready: missing.length === 0, missing, notes });
  });
  return router;
}
