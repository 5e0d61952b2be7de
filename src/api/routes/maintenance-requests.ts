import { Router } from 'express';
import { z } from 'zod';
import { BOARD_SIDES } from '../../ports/request-board.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import type { RequestAnswer, RequestListed } from '../answers/maintenance-request.ts';
import { findRequest } from '../find-request.ts';
import { listedRequest, requestAnswer, type RequestTelling } from '../request-answer.ts';
import { createWriters } from '../writers.ts';
import { readAs } from '../read-as.ts';

/** What is asked for. */
export const Filter = z.object({
  side: z.enum(BOARD_SIDES).default('open'),
  property: z.string().min(1).max(100).nullable().default(null),
});

interface MaintenanceRequestRoutesOptions extends RequestTelling {
  records: RequestTelling['records'] & Pick<Records, 'maintenanceRequests'>;
  allow: Allow;
}

/** `/maintenance-requests`: the board, and one request with its whole story. */
export function maintenanceRequestRoutes(options: MaintenanceRequestRoutesOptions): Router {
  const { records, platform, allow } = options;
  const router = Router();
  const house = { ...options, writerOf: createWriters({ platform }) };

  router.get('/', async (request, response) => {
    const { side, property: propertyId } = readAs(Filter, request.query);
    const staff = await allow(request, { action: 'request.read', propertyId });
    const { propertyIds } = staff;
    const rows = await records.requestBoard.list({ side, propertyId, propertyIds });
    const all: RequestListed[] = await Promise.all(
      rows.map((row) => listedRequest(house, { row, staff })),
    );
    response.json(all);
  });

  router.get('/:id', async (request, response) => {
    const row = await findRequest(records, request);
    const { propertyId } = row;
    const staff = await allow(request, { action: 'request.read', propertyId });
    const answer: RequestAnswer = await requestAnswer(house, { row, staff });
    response.json(answer);
  });

  return router;
}
