import { json, Router, type Request } from 'express';
import { z } from 'zod';
import { cleanText } from '../../domain/message.ts';
import type { DeskApprovals, ApprovalSummary } from '../../ports/desk-approvals.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { PolicyPacks } from '../../ports/policy-packs.ts';
import type { Processes } from '../../ports/processes.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { createAskResident } from '../ask-resident.ts';
import { choicesOf } from '../edit-approval.ts';
import { readAs } from '../read-as.ts';
import type { Staff } from '../rights.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
/** What a manager asks the resident. */
export const Question = z.object({
  text: z.string().trim().min(1).max(1000),
  idempotency_key: z.string().min(1).max(100),
});

interface ApprovalQuestionRoutesOptions {
  approvalQuestions: Records['approvalQuestions'];
  conversations: Records['conversations'];
  deskApprovals: DeskApprovals;
  deskInbox: Records['deskInbox'];
  properties: Records['properties'];
  platform: PropertyPlatform;
  policyPacks: PolicyPacks;
  processes: Processes;
  allow: Allow;
}

/** `/approvals/:id`: what its decider may change of it, and what they ask the resident. */
export function approvalQuestionRoutes(options: ApprovalQuestionRoutesOptions): Router {
  const { deskApprovals, allow } = options;
  const router = Router();
  const ask = createAskResident(options);
  const findToDecide = async (
    request: Request,
  ): Promise<{ approval: ApprovalSummary; staff: Staff }> => {
    const { id } = readAs(Params, request.params);
    const approval = await deskApprovals.find(id);
    if (!approval) throw new RecordNotFound(`no approval ${id}`);
    const { propertyId } = approval.subject;
    return { approval, staff: await allow(request, { action: 'approval.decide', propertyId }) };
  };

  router.get('/:id/choices', async (request, response) => {
    response.json(await choicesOf(options, await findToDecide(request)));
  });

  router.post('/:id/questions', json({ limit: '16kb' }), async (request, response) => {
    const { approval, staff } = await findToDecide(request);
    const { text, idempotency_key: key } = readAs(Question, request.body);
    const { staffId } = staff;
    response.status(202).json(await ask({ approval, staffId, text: cleanText(text), key }));
  });

  return router;
}
