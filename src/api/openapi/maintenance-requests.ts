import { z } from 'zod';
import { circumstances } from '../../domain/circumstance.ts';
import { maintenanceRequestStates } from '../../domain/maintenance-request.ts';
import { priorityClasses } from '../../domain/priority.ts';
import type { Vendor } from '../../domain/work-order.ts';
import type { MaintenanceRequestRow } from '../../ports/maintenance-requests.ts';
import type { PlatformOutboxRow } from '../../ports/platform-outbox.ts';
import { VendorChoice, Window } from '../routes/maintenance-requests.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Maintenance requests';
const at = z.iso.datetime({ offset: true });

/** A request as a row. */
export const RequestSchema = exactly<MaintenanceRequestRow>()(
  z.object({
    requestId: z.string(),
    reference: z.string(),
    propertyId: z.string(),
    unitId: z.string().nullable(),
    leaseId: z.string().nullable(),
    residentId: z.string().nullable(),
    conversationId: z.string().nullable(),
    issue: z.string(),
    family: z.string(),
    trade: z.string(),
    class: z.enum(priorityClasses),
    state: z.enum(maintenanceRequestStates),
    words: z.object({
      summary: z.string(),
      description: z.string(),
      location: z.string().nullable(),
      pets: z.string().exactOptional(),
      times: z.string().exactOptional(),
    }),
    facts: z.record(z.string(), z.string()),
    isRepeat: z.boolean(),
    packVersion: z.string(),
    deadlines: z.object({
      acceptBy: at,
      dispatchBy: at,
      doneBy: at,
      legal: z.array(
        z.object({
          clock: z.templateLiteral(['legal_clock:', z.string()]),
          item: z.string(),
          meaning: z.string(),
          goal: z.enum(['begun', 'done']),
          warnAt: at,
          dueAt: at,
        }),
      ),
    }),
    nextDeadlineAt: at.nullable(),
    workOrderExternalId: z.string().nullable(),
    vendorId: z.string().nullable(),
    vendorName: z.string().nullable(),
    windowFromAt: at.nullable(),
    windowToAt: at.nullable(),
    question: z
      .enum([
        'confirm-request',
        'self-help',
        'completed',
        'survey',
        'cancel',
        'location',
        'symptom',
        'access',
        ...circumstances,
      ])
      .nullable(),
    openedAt: at,
    closedAt: at.nullable(),
  }),
);

const Write = exactly<PlatformOutboxRow>()(
  z.object({
    outboxId: z.string(),
    connectionId: z.string(),
    requestId: z.string(),
    operation: z.enum(['create-work-order', 'change-work-order']),
    state: z.enum([
      'waiting',
      'sending',
      'ambiguous',
      'confirmed',
      'rejected',
      'needs-human',
      'withdrawn',
    ]),
    attempts: z.int(),
    urgency: z.int(),
    externalId: z.string().nullable(),
    blockedAt: at.nullable(),
  }),
);

const VendorSchema = exactly<Vendor>()(
  z.object({
    id: z.string(),
    name: z.string(),
    trades: z.array(z.string()),
    isEmergency: z.boolean(),
    licenceExpiresOn: z.string().nullable(),
  }),
);

const Queued = z.object({ outbox_id: z.string() });
const queued = {
  tag,
  answers: { 202: { description: 'Queued for the platform, whose word counts', schema: Queued } },
  refusals: [409],
};

/** The board, and what staff do on it. */
export const maintenanceRequestDescriptions: RouteDescriptions = {
  'GET /maintenance-requests': {
    summary: 'Requests at the properties of the one who asks',
    tag,
    answers: { 200: { description: 'Requests', schema: z.array(RequestSchema) } },
  },
  'GET /maintenance-requests/:id': {
    summary:
      'One request by its id or reference, what is written to the platform, and who may be sent',
    tag,
    answers: {
      200: {
        description: 'The request',
        schema: RequestSchema.extend({ writes: z.array(Write), vendors: z.array(VendorSchema) }),
      },
    },
    refusals: [503],
  },
  'POST /maintenance-requests/:id/vendor': {
    ...queued,
    summary: 'Chooses who is sent',
    body: VendorChoice,
    refusals: [409, 503],
  },
  'POST /maintenance-requests/:id/window': {
    ...queued,
    summary: 'Sets the time of the visit',
    body: Window,
  },
  'POST /maintenance-requests/:id/done': { ...queued, summary: 'Marks the work as done' },
  'POST /maintenance-requests/:id/cancel': { ...queued, summary: 'Cancels the work order' },
};
