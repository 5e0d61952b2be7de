import { randomUUID } from 'node:crypto';
import { json, Router, type Request } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../../ports/errors.ts';
import type { ApprovalQuestions, AskedQuestion } from '../../ports/approval-questions.ts';
import type { Approvals } from '../../ports/approvals.ts';
import type { ApprovalSummary, DeskApprovals } from '../../ports/desk-approvals.ts';
import type { PolicyPacks } from '../../ports/policy-packs.ts';
import type { Properties } from '../../ports/properties.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { DecideApproval } from '../../temporal/decide-approval.ts';
import type { Allow } from '../allow.ts';
import type { ApprovalAnswer, ApprovalShown } from '../answers/approval.ts';
import { Edits, readEdits, vendorsOf } from '../edit-approval.ts';
import { readAs } from '../read-as.ts';
import { isDoneAlready, refuse, refuseWritten } from '../refuse-decision.ts';
import { mayDo, type Staff } from '../rights.ts';
import { createWriters } from '../writers.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
/** What is asked for. */
export const Filter = z.object({
  state: z
    .enum(['pending', 'approved', 'rejected', 'expired', 'revoked', 'ended'])
    .nullable()
    .default(null),
});
/** What a manager says. */
export const Decision = z
  .object({
    decision: z.enum(['approve', 'reject']),
    digest: z.string().length(64),
    reason: z.string().trim().min(1).max(1000).optional(),
    edits: Edits.optional(),
  })
  .refine(({ decision, reason }) => decision === 'approve' || reason !== undefined, {
    path: ['reason'],
    message: 'a rejection needs a reason',
  })
  .refine(({ decision, edits }) => decision === 'approve' || edits === undefined, {
    path: ['edits'],
    message: 'a rejection changes nothing',
  })
  .refine(({ edits, reason }) => (edits?.class ?? null) === null || reason !== undefined, {
    path: ['reason'],
    message: 'another class needs a reason',
  });

interface ApprovalRoutesOptions {
  approvals: Pick<Approvals, 'offerReason'>;
  approvalQuestions: Pick<ApprovalQuestions, 'list'>;
  deskApprovals: DeskApprovals;
  platform: Pick<PropertyPlatform, 'findResident' | 'listVendors'>;
  policyPacks: PolicyPacks;
  properties: Pick<Properties, 'find'>;
  decide: DecideApproval;
  allow: Allow;
}

/** `/approvals`: what managers are asked, and their decisions, bound to what they were shown. */
export function approvalRoutes(options: ApprovalRoutesOptions): Router {
  const { approvals, deskApprovals, decide, allow } = options;
  const router = Router();
  const answerTo = createAnswers(options);
  const shownTo = async (staff: Staff, approval: ApprovalSummary): Promise<ApprovalShown> => ({
    ...(await answerTo(staff, approval)),
    ...(await detailsOf(options, { staff, approval })),
  });
  const find = async (request: Request): Promise<ApprovalSummary> => {
    const { id } = readAs(Params, request.params);
    const approval = await deskApprovals.find(id);
    if (!approval) throw new RecordNotFound(`no approval ${id}`);
    return approval;
  };

  router.get('/', async (request, response) => {
    const staff = await allow(request, { action: 'approval.read', propertyId: null });
    const { state } = readAs(Filter, request.query);
    const all = await deskApprovals.list({ state, propertyIds: staff.propertyIds });
    response.json(await Promise.all(all.map((approval) => answerTo(staff, approval))));
  });

  router.get('/:id', async (request, response) => {
    const approval = await find(request);
    const { propertyId } = approval.subject;
    const staff = await allow(request, { action: 'approval.read', propertyId });
    response.json(await shownTo(staff, approval));
  });

  router.post('/:id/decision', json({ limit: '16kb' }), async (request, response) => {
    const approval = await find(request);
    const { approvalId, subject, state } = approval;
    const { propertyId } = subject;
    const staff = await allow(request, { action: 'approval.decide', propertyId });
    const { staffId } = staff;
    const { decision, digest, reason, edits: wished } = readAs(Decision, request.body);
    const edits = wished ? await readEdits(options, { approval, staff, wished }) : null;
    const made = { staffId, decision, digest, edits };
    refuse(approval, { ...made, shownDigest: approval.digest });
    if (isDoneAlready(approval, made)) {
      response.json({ state, decidedBy: staffId });
      return;
    }
    const reasonId = reason === undefined ? null : randomUUID();
    if (reason !== undefined && reasonId !== null) {
      await approvals.offerReason({ approvalId, reasonId, reason });
    }
    const result = await decide({ ...made, approvalId, reasonId });
    refuseWritten({ ...(await find(request)), ...result }, made);
    response.json({ state: result.state, decidedBy: result.decidedBy });
  });

  return router;
}

/** Approvals as a person may read them: words and names of residents only with the right to them. */
function createAnswers({
  platform,
  policyPacks,
}: Pick<ApprovalRoutesOptions, 'platform' | 'policyPacks'>) {
  const writerOf = createWriters({ platform });
  return async (staff: Staff, approval: ApprovalSummary): Promise<ApprovalAnswer> => {
    const { subject, request } = approval;
    const { propertyId } = subject;
    const { currency } = policyPacks.current(propertyId).costs;
    if (!mayDo(staff, { action: 'conversation.read', propertyId })) {
      const { state, issue } = request;
      const masked = { state, issue, ...NO_WORDS, residentId: null, conversationId: null };
      return { ...approval, currency, request: masked, writer: null };
    }
    const { staffId } = staff;
    const writer = await writerOf({ residentId: request.residentId, propertyId, staffId });
    return { ...approval, currency, writer };
  };
}

const NO_WORDS = { summary: '', description: '', location: null };

/** What only the page of one approval shows. */
async function detailsOf(
  options: ApprovalRoutesOptions,
  { staff, approval }: { staff: Staff; approval: ApprovalSummary },
): Promise<Pick<ApprovalShown, 'questions' | 'vendorName' | 'tradeLabels'>> {
  const { approvalId, subject, edits } = approval;
  const { propertyId } = subject;
  const asked = await options.approvalQuestions.list(approvalId);
  const maySee = mayDo(staff, { action: 'conversation.read', propertyId });
  const vendors = edits?.vendorId ? await vendorsOf(options, { approval, staff }) : null;
  const { trades } = options.policyPacks.current(propertyId);
  return {
    questions: maySee ? asked : asked.map(withoutWords),
    vendorName: vendors?.find(({ id }) => id === edits?.vendorId)?.name ?? null,
    tradeLabels: Object.fromEntries(
      Object.entries(trades).map(([id, { label }]) => [id, label.en]),
    ),
  };
}

const withoutWords = (asked: AskedQuestion): AskedQuestion => ({
  ...asked,
  text: '',
  answer: asked.answer && { ...asked.answer, text: '' },
});
