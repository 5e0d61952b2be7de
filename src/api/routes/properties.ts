import { Router } from 'express';
import type { Properties } from '../../ports/properties.ts';
import type { Allow } from '../allow.ts';
import type { PropertyAnswer } from '../answers/property.ts';
import { seesProperty } from '../rights.ts';

/** `GET /properties`: the properties that the person sees, with their clocks. */
export function propertyRoutes({
  properties,
  allow,
}: {
  properties: Properties;
  allow: Allow;
}): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const staff = await allow(request, { action: 'property.read', propertyId: null });
    const seen = (await properties.list()).filter(({ propertyId }) =>
      seesProperty(staff, propertyId),
    );
    const answer: PropertyAnswer[] = seen.map(({ propertyId, organisationId, name, calendar }) => ({
      propertyId,
      organisationId,
      name,
      zone: calendar.zone,
    }));
    response.json(answer);
  });
  return router;
}
