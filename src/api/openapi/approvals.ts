import { z } from 'zod';
import { maintenanceRequestStates } from '../../domain/maintenance-request.ts';
import { priorityClasses } from '../../domain/priority.ts';
import type { ApprovalAnswer } from '../answers/approval.ts';
import { Decision, Filter } from '../routes/approvals.ts';
import { Writer } from './conversations.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Approvals';
const at = z.iso.datetime({ offset: true });
const state = z.enum(['pending', 'approved', 'rejected', 'expired', 'revoked']);

const Approval = exactly<ApprovalAnswer>()(
  z.object({
    approvalId: z.string(),
    subject: z.object({
      requestId: z.string(),
      reference: z.string(),
      propertyId: z.string(),
      class: z.enum(priorityClasses),
      trade: z.string(),
      ceilingCents: z.int(),
    }),
    digest: z.string().describe('Send it back with the decision: it binds it to these values'),
    remindAt: at,
    escalateAt: at,
    expiresAt: at,
    state,
    openedAt: at,
    decidedBy: z.string().nullable(),
    decidedAt: at.nullable(),
    reason: z.string().nullable(),
    decidedByName: z.string().nullable(),
    currency: z.string().describe('Of the ceiling: ISO 4217'),
    request: z.object({
      state: z.enum(maintenanceRequestStates),
      issue: z.string(),
      summary: z.string().describe('Empty for whoever may not read residents’ words'),
      residentId: z.string().nullable(),
      conversationId: z.string().nullable(),
    }),
    writer: Writer.nullable(),
  }),
);

/** What managers are asked. */
export const approvalDescriptions: RouteDescriptions = {
  'GET /approvals': {
    summary: 'Approvals at the properties of the one who asks',
    tag,
    query: Filter,
    answers: { 200: { description: 'Approvals', schema: z.array(Approval) } },
  },
  'GET /approvals/:id': {
    summary: 'One approval',
    tag,
    answers: { 200: { description: 'The approval', schema: Approval } },
  },
  'POST /approvals/:id/decision': {
    summary: 'Approves, or rejects with a reason',
    tag,
    body: Decision,
    answers: {
      200: {
        description: 'How it ended; who decided second is refused with who was first',
        schema: z.object({ state, decidedBy: z.string().nullable() }),
      },
    },
    refusals: [409, 410],
  },
};
