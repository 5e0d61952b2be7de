import { z } from 'zod';
import type { ApprovalEdits } from '../../domain/approval.ts';
import { maintenanceRequestStates } from '../../domain/maintenance-request.ts';
import { priorityClasses } from '../../domain/priority.ts';
import type { AskedQuestion } from '../../ports/approval-questions.ts';
import type { SendState } from '../../ports/outbox.ts';
import type {
  ApprovalAnswer,
  ApprovalChoices,
  ApprovalShown,
  QuestionAnswer,
} from '../answers/approval.ts';
import { Question } from '../routes/approval-questions.ts';
import { Decision, Filter } from '../routes/approvals.ts';
import { Writer } from './conversations.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Approvals';
const at = z.iso.datetime({ offset: true });
const state = z.enum(['pending', 'approved', 'rejected', 'expired', 'revoked']);

const Edited = exactly<ApprovalEdits>()(
  z.object({
    class: z.enum(priorityClasses).nullable(),
    trade: z.string().nullable(),
    ceilingCents: z.int().nullable(),
    vendorId: z.string().nullable(),
    windowFromAt: at.nullable(),
    windowToAt: at.nullable(),
  }),
);

const answered = {
  approvalId: z.string(),
  subject: z.object({
    requestId: z.string(),
    reference: z.string(),
    propertyId: z.string(),
    class: z.enum(priorityClasses),
    trade: z.string(),
    ceilingCents: z.int(),
  }),
  digest: z
    .string()
    .describe(
      'Send it back with the decision: it binds it to these values and the request’s words',
    ),
  remindAt: at,
  escalateAt: at,
  expiresAt: at,
  state,
  openedAt: at,
  decidedBy: z.string().nullable(),
  decidedAt: at.nullable(),
  reason: z.string().nullable(),
  edits: Edited.nullable().describe('What was approved instead of what was shown'),
  decidedByName: z.string().nullable(),
  openQuestions: z.int().describe('What the resident was asked and has not answered'),
  currency: z.string().describe('Of the ceiling: ISO 4217'),
  request: z.object({
    state: z.enum(maintenanceRequestStates),
    issue: z.string(),
    summary: z.string().describe('Empty for whoever may not read residents’ words'),
    description: z.string(),
    location: z.string().nullable(),
    pets: z.string().exactOptional(),
    times: z.string().exactOptional(),
    residentId: z.string().nullable(),
    conversationId: z.string().nullable(),
  }),
  writer: Writer.nullable(),
};
const Approval = exactly<ApprovalAnswer>()(z.object(answered));

const sent = exactly<SendState>()(
  z.enum(['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'withheld']),
);

const Asked = exactly<AskedQuestion>()(
  z.object({
    questionId: z.string(),
    askedByName: z.string().nullable(),
    text: z.string().describe('Empty for whoever may not read residents’ words'),
    askedAt: at,
    delivery: z.object({ state: sent, failureCode: z.string().nullable() }),
    isReminded: z.boolean(),
    answer: z.object({ text: z.string(), at }).nullable(),
  }),
);

const Shown = exactly<ApprovalShown>()(
  z.object({
    ...answered,
    questions: z.array(Asked),
    vendorName: z.string().nullable(),
    tradeLabels: z.record(z.string(), z.string()),
  }),
);

const Choices = exactly<ApprovalChoices>()(
  z.object({
    limitCents: z.int().describe('The most that you may agree to'),
    classes: z.array(z.enum(priorityClasses)),
    trades: z.array(z.object({ id: z.string(), label: z.string() })),
    vendors: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          isEmergency: z.boolean(),
          trades: z.array(z.string()),
          isLicensed: z.boolean(),
        }),
      )
      .nullable(),
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
    answers: { 200: { description: 'The approval', schema: Shown } },
  },
  'POST /approvals/:id/decision': {
    summary: 'Approves, as shown or with edits, or rejects with a reason',
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
  'GET /approvals/:id/choices': {
    summary: 'What you may change of an approval',
    tag,
    answers: { 200: { description: 'Limits and choices', schema: Choices } },
  },
  'POST /approvals/:id/questions': {
    summary: 'Asks the resident; the answer comes back to the approval',
    tag,
    body: Question,
    answers: {
      202: {
        description: 'The question, and how its message stands',
        schema: exactly<QuestionAnswer>()(z.object({ questionId: z.string(), state: sent })),
      },
    },
    refusals: [409, 410],
  },
};
