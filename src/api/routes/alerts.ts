import { Router, type Request } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Alerts } from '../../ports/alerts.ts';
import type { AlertSummary, DeskAlerts } from '../../ports/desk-alerts.ts';
import type { Processes } from '../../ports/processes.ts';
import type { Allow } from '../allow.ts';
import type { AcceptedAnswer, AlertAnswer } from '../answers/alert.ts';
import { Gone } from '../errors.ts';
import { readAs } from '../read-as.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
/** What is asked for. */
export const Filter = z.object({
  state: z.enum(['ringing', 'accepted', 'closed', 'ended']).nullable().default(null),
});

/** `/alerts`: what rings, whom it has rung so far, and who accepts it. */
export function alertRoutes({
  alerts,
  deskAlerts,
  processes,
  allow,
}: {
  alerts: Alerts;
  deskAlerts: DeskAlerts;
  processes: Processes;
  allow: Allow;
}): Router {
  const router = Router();
  const find = async (request: Request): Promise<AlertSummary> => {
    const { id } = readAs(Params, request.params);
    const alert = await deskAlerts.find(id);
    if (!alert) throw new RecordNotFound(`no alert ${id}`);
    return alert;
  };

  router.get('/', async (request, response) => {
    const { propertyIds } = await allow(request, { action: 'alert.read', propertyId: null });
    const { state } = readAs(Filter, request.query);
    const answer: AlertAnswer[] = await deskAlerts.list({ state, propertyIds });
    response.json(answer);
  });

  router.get('/:id', async (request, response) => {
    const alert: AlertAnswer = await find(request);
    await allow(request, { action: 'alert.read', propertyId: alert.propertyId });
    response.json(alert);
  });

  router.post('/:id/accept', async (request, response) => {
    const { alertId, propertyId, state } = await find(request);
    const { staffId } = await allow(request, { action: 'alert.accept', propertyId });
    const accepted = state === 'closed' ? null : await alerts.accept({ alertId, staffId });
    if (!accepted) {
      throw new Gone('This alert is over: what it rang about was seen to. Nobody need accept it.');
    }
    // Also when another was first: the workflow may not have heard of it yet.
    await processes.tellAlertAccepted({ alertId, staffId: accepted.acceptedBy });
    const { acceptedByName = null } = (await deskAlerts.find(alertId)) ?? {};
    const answer: AcceptedAnswer = { ...accepted, acceptedByName };
    response.json(answer);
  });

  return router;
}
