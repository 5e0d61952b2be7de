import { z } from 'zod';
import type { AlertRow } from '../answers/alert.ts';
import { Filter } from '../routes/alerts.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Alerts';

const Alert = exactly<AlertRow>()(
  z.object({
    alertId: z.string(),
    propertyId: z.string().nullable(),
    kind: z.enum(['danger', 'approval', 'hand-off', 'maintenance-request', 'operator']),
    class: z.string().nullable(),
    headline: z.string(),
    conversationId: z.string().nullable(),
    ladder: z.array(z.object({ contacts: z.array(z.string()), waitMinutes: z.number() })),
    state: z.enum(['ringing', 'accepted', 'closed']),
    openedAt: z.iso.datetime({ offset: true }),
    acceptedBy: z.string().nullable(),
    subjectId: z.string().nullable(),
    rings: z.int(),
  }),
);

/** What rings. */
export const alertDescriptions: RouteDescriptions = {
  'GET /alerts': {
    summary: 'Alerts at the properties of the one who asks',
    tag,
    query: Filter,
    answers: { 200: { description: 'Alerts', schema: z.array(Alert) } },
  },
  'POST /alerts/:id/accept': {
    summary: 'Accepts an alert; the first acceptance counts',
    tag,
    answers: {
      200: {
        description: 'Who accepted it; null when it rings no more',
        schema: z.object({ acceptedBy: z.string(), isFirst: z.boolean() }).nullable(),
      },
    },
  },
};
