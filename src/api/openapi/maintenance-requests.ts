import { z } from 'zod';
import { circumstances } from '../../domain/circumstance.ts';
import { maintenanceRequestStates } from '../../domain/maintenance-request.ts';
import { priorityClasses } from '../../domain/priority.ts';
import type { PlatformOutboxRow } from '../../ports/platform-outbox.ts';
import type { RequestAnswer, RequestListed, StoryLine } from '../answers/maintenance-request.ts';
import { Completion, Correction, Reopening } from '../routes/maintenance-decisions.ts';
import { VendorChoice } from '../routes/maintenance-orders.ts';
import { Window } from '../window.ts';
import { Filter } from '../routes/maintenance-requests.ts';
import { Writer } from './conversations.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Maintenance requests';
const at = z.iso.datetime({ offset: true });
const ApprovalState = z.enum(['pending', 'approved', 'rejected', 'expired', 'revoked']);

const Class = z.enum(priorityClasses);
const State = z.enum(maintenanceRequestStates);

const listed = {
  requestId: z.string(),
  reference: z.string(),
  propertyId: z.string(),
  class: Class,
  state: State,
  trade: z.string(),
  isRepeat: z.boolean(),
  nextDeadlineAt: at.nullable(),
  vendorName: z.string().nullable(),
  windowFromAt: at.nullable(),
  windowToAt: at.nullable(),
  openedAt: at,
  closedAt: at.nullable(),
  surveyScore: z.int().nullable(),
  reopenings: z.int().describe('How often it was closed and opened again'),
  clock: z.enum(['dispatch', 'approval', 'done']).nullable(),
  issueLabel: z.string(),
  summary: z.string().nullable().describe('Null for whoever may not read residents’ words'),
  writer: Writer.nullable(),
};

const RequestInList = exactly<RequestListed>()(z.object(listed));

const Deadlines = z.object({
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
});

const by = z.string().nullable();
const line = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ at, kind: z.literal(kind), ...shape });
const StoryLineSchema = exactly<StoryLine>()(
  z.discriminatedUnion('kind', [
    line('opened', { class: Class, state: State }),
    line('moved', { to: State }),
    line('raised', { to: Class }),
    line('corrected', { from: Class, to: Class, by, reason: z.string().nullable() }),
    line('reopened', {
      to: Class,
      isByResident: z.boolean(),
      by,
      reason: z.string().nullable(),
    }),
    line('vendor', { name: z.string().nullable() }),
    line('window', { fromAt: at, toAt: at }),
    line('asked', { what: z.enum(['vendor', 'window', 'done', 'cancel', 'approval', 'note']), by }),
    line('told-done', { isDone: z.boolean(), by }),
    line('approval', { state: ApprovalState, by }),
    line('platform', { outcome: z.enum(['confirmed', 'rejected', 'needs-human']) }),
    line('survey', { score: z.number() }),
  ]),
);

const Write = exactly<PlatformOutboxRow>()(
  z.object({
    outboxId: z.string(),
    connectionId: z.string(),
    requestId: z.string(),
    dedupeKey: z.string(),
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

const RequestSchema = exactly<RequestAnswer>()(
  z.object({
    ...listed,
    unitId: z.string().nullable(),
    leaseId: z.string().nullable(),
    residentId: z.string().nullable(),
    conversationId: z.string().nullable(),
    issue: z.string(),
    family: z.string(),
    words: z
      .object({
        summary: z.string(),
        description: z.string(),
        location: z.string().nullable(),
        pets: z.string().exactOptional(),
        times: z.string().exactOptional(),
      })
      .nullable(),
    facts: z.record(z.string(), z.string()),
    packVersion: z.string(),
    reopenedAt: at.nullable(),
    orderReference: z.string().describe('What its work order is marked with at the platform'),
    deadlines: Deadlines,
    workOrderExternalId: z.string().nullable(),
    vendorId: z.string().nullable(),
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
    clocks: z.array(
      z.object({
        name: z.enum(['dispatch', 'done', 'legal']),
        meaning: z.string().nullable(),
        dueAt: at,
        metAt: at.nullable(),
        status: z.enum(['met', 'met-late', 'running', 'due-soon', 'breached', 'void']),
      }),
    ),
    cost: z.object({
      currency: z.string().describe('ISO 4217'),
      ceilingCents: z.int(),
      limitCents: z.int(),
      needsApproval: z.boolean(),
      approval: z
        .object({ approvalId: z.string(), state: ApprovalState, ceilingCents: z.int() })
        .nullable(),
    }),
    story: z.array(StoryLineSchema),
    writes: z.array(Write),
    vendors: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          isEmergency: z.boolean(),
          licenceExpiresOn: z.string().nullable(),
          refusal: z.enum(['other-trade', 'licence-expired']).nullable(),
        }),
      )
      .nullable()
      .describe('Null while the platform is away'),
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
    query: Filter,
    answers: { 200: { description: 'Requests', schema: z.array(RequestInList) } },
  },
  'GET /maintenance-requests/:id': {
    summary:
      'One request by its id or reference, what is written to the platform, and who may be sent',
    tag,
    answers: {
      200: {
        description: 'The request',
        schema: RequestSchema,
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
  'POST /maintenance-requests/:id/cancel': {
    summary: 'Cancels the request, or what is left of its order',
    tag,
    answers: {
      202: {
        description: 'Asked of the request, or queued for the platform',
        schema: z.union([z.object({ cancelled_by: z.string() }), Queued]),
      },
    },
    refusals: [409],
  },
  'POST /maintenance-requests/:id/completion': {
    summary: 'Says for the resident whether it is done',
    tag,
    body: Completion,
    answers: { 202: { description: 'Told', schema: z.object({ is_done: z.boolean() }) } },
    refusals: [409],
  },
  'POST /maintenance-requests/:id/class': {
    summary: 'Sets the class by hand, with a reason',
    tag,
    body: Correction,
    answers: {
      200: {
        description: 'The class as it stands now',
        schema: z.object({ class: Class, next_deadline_at: at.nullable() }),
      },
    },
    refusals: [409],
  },
  'POST /maintenance-requests/:id/approval': {
    summary:
      'Asks the managers anew, after a rejection or no answer; the decider may change the limit and the vendor',
    tag,
    answers: {
      202: {
        description: 'They are asked, by a question of its own',
        schema: z.object({ approval_id: z.string(), expires_at: at }),
      },
    },
    refusals: [409],
  },
  'POST /maintenance-requests/:id/reopen': {
    summary: 'Opens a closed request again, with a reason; its resident is told',
    tag,
    body: Reopening,
    answers: {
      202: {
        description: 'It is open, and reported to the platform anew',
        schema: z.object({ class: Class, state: State, next_deadline_at: at.nullable() }),
      },
    },
    refusals: [409, 410, 503],
  },
};
