import { Router } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Alerts } from '../../ports/alerts.ts';
import type { Processes } from '../../ports/processes.ts';
import type { Allow } from '../allow.ts';
import { readAs } from '../read-as.ts';
import { seesProperty } from '../rights.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
/** What is asked for. */
export const Filter = z.object({
  state: z.enum(['ringing', 'accepted', 'closed']).nullable().default(null),
});

/** `/alerts`: what rings, and who accepts it. */
export function alertRoutes({
  alerts,
  processes,
  allow,
}: {
  alerts: Alerts;
  processes: Processes;
  allow: Allow;
}): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const staff = await allow(request, { action: 'alert.read', propertyId: null });
    const all = await alerts.list(readAs(Filter, request.query));
    response.json(all.filter(({ propertyId }) => seesProperty(staff, propertyId)));
  });

  router.post('/:id/accept', async (request, response) => {
    const { id } = readAs(Params, request.params);
    const alert = await alerts.find(id);
    if (!alert) throw new RecordNotFound(`no alert ${id}`);
    const { propertyId } = alert;
    const { staffId } = await allow(request, { action: 'alert.accept', propertyId });
    const accepted = await alerts.accept({ alertId: id, staffId });
    // Also when another was first: the workflow may not have heard of it yet.
    await processes.tellAlertAccepted({ alertId: id, staffId: accepted?.acceptedBy ?? staffId });
    response.json(accepted);
  });

  return router;
}
