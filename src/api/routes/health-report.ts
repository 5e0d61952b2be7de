import { Router } from 'express';
import type { Allow } from '../allow.ts';
import type { HealthReport } from '../answers/health-report.ts';
import type { HouseHealth } from '../house-health.ts';
import { mayDo } from '../rights.ts';

/** `GET /health-report`: every part of the house. It counts, and tells nothing of any property or person. */
export function healthReportRoutes({
  houseHealth,
  allow,
}: {
  houseHealth: Pick<HouseHealth, 'report'>;
  allow: Allow;
}): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const staff = await allow(request, { action: 'health.read', propertyId: null });
    const report = await houseHealth.report();
    const mayLink = mayDo(staff, { action: 'payload.decode', propertyId: null });
    const answer: HealthReport = mayLink ? report : withoutLinks(report);
    response.set('cache-control', 'no-store').json(answer);
  });
  return router;
}

function withoutLinks(report: HealthReport): HealthReport {
  const parts = report.parts.map((part) => ({ ...part, webUiUrl: null }));
  return { ...report, parts, webUiReason: null };
}
