import { z } from 'zod';
import { ALERT_ENDINGS } from '../../domain/alert.ts';
import type { AcceptedAnswer, AlertAnswer } from '../answers/alert.ts';
import { Filter } from '../routes/alerts.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Alerts';

const at = z.iso.datetime({ offset: true });
const contacts = z.array(z.object({ contactId: z.string(), name: z.string() }));

const Alert = exactly<AlertAnswer>()(
  z.object({
    alertId: z.string(),
    propertyId: z.string().nullable(),
    kind: z.enum(['danger', 'approval', 'hand-off', 'maintenance-request', 'operator']),
    class: z.string().nullable(),
    headline: z.string(),
    conversationId: z.string().nullable(),
    ladder: z.array(z.object({ contacts: z.array(z.string()), waitMinutes: z.number() })),
    state: z.enum(['ringing', 'accepted', 'closed']),
    openedAt: at,
    acceptedBy: z.string().nullable(),
    closedAt: at.nullable().describe('When it was no longer needed'),
    closedBecause: z.enum(ALERT_ENDINGS).nullable().describe('How its matter ended'),
    subjectId: z.string().nullable(),
    rings: z.int(),
    acceptedAt: at.nullable(),
    acceptedByName: z.string().nullable(),
    rungs: z
      .array(z.object({ contacts, waitMinutes: z.number() }))
      .describe('Whom it rings, rung by rung; the last one again and again'),
    isUnheard: z.boolean().describe('It rings, and there is nobody to ring'),
    escalation: z.array(
      z.object({
        attempt: z.int(),
        rangAt: at,
        contacts,
        outcome: z.enum(['accepted', 'recorded', 'nobody']),
      }),
    ),
    next: z.object({ at, contacts }).nullable(),
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
  'GET /alerts/:id': {
    summary: 'One alert, and whom it has rung so far',
    tag,
    answers: { 200: { description: 'The alert', schema: Alert } },
  },
  'POST /alerts/:id/accept': {
    summary: 'Accepts an alert; the first acceptance counts',
    tag,
    answers: {
      200: {
        description: 'Who accepted it first',
        schema: exactly<AcceptedAnswer>()(
          z.object({
            acceptedBy: z.string(),
            acceptedByName: z.string().nullable(),
            isFirst: z.boolean(),
          }),
        ),
      },
    },
    refusals: [410],
  },
};
