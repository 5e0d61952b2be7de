import { z } from 'zod';
import type { PropertyAnswer } from '../answers/property.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Properties';

const Property = exactly<PropertyAnswer>()(
  z.object({
    propertyId: z.string(),
    organisationId: z.string(),
    name: z.string(),
    zone: z.string(),
  }),
);

/** Properties. */
export const propertyDescriptions: RouteDescriptions = {
  'GET /properties': {
    summary: 'Properties of the one who asks',
    tag,
    answers: { 200: { description: 'Properties', schema: z.array(Property) } },
  },
};
