import { randomUUID } from 'node:crypto';
import { json, Router, type Request } from 'express';
import { z } from 'zod';
import { refusal, type Revocation } from '../../domain/approval.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { ApprovalRow, Approvals } from '../../ports/approvals.ts';
import type { DecideApproval } from '../../temporal/decide-approval.ts';
import type { Allow } from '../allow.ts';
import { Conflict, Gone } from '../errors.ts';
import { seesProperty } from '../rights.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
const Filter = z.object({
  state: z.enum(['pending', 'approved', 'rejected', 'expired', 'revoked']).nullable().default(null),
});
const Decision = z
  .object({
    decision: z.enum(['approve', 'reject']),
    digest: z.string().length(64),
    reason: z.string().trim().min(1).max(1000).optional(),
  })
  .refine(({ decision, reason }) => decision === 'approve' || reason !== undefined, {
    path: ['reason'],
    message: 'a rejection needs a reason',
  });

/** `/approvals`: what managers are asked, and their decisions, bound to what they were shown. */
export function approvalRoutes({
  approvals,
  decide,
  allow,
}: {
  approvals: Approvals;
  decide: DecideApproval;
  allow: Allow;
}): Router {
  const router = Router();
  const find = async (request: Request): Promise<ApprovalRow> => {
    const { id } = Params.parse(request.params);
    const approval = await approvals.find(id);
    if (!approval) throw new RecordNotFound(`no approval ${id}`);
    return approval;
  };

  router.get('/', async (request, response) => {
    const staff = await allow(request, { action: 'approval.read', propertyId: null });
    const all = await approvals.list(Filter.parse(request.query));
    response.json(all.filter(({ subject }) => seesProperty(staff, subject.propertyId)));
  });

  router.get('/:id', async (request, response) => {
    const approval = await find(request);
    const { propertyId } = approval.subject;
    await allow(request, { action: 'approval.read', propertyId });
    response.json(approval);
  });

  router.post('/:id/decision', json({ limit: '16kb' }), async (request, response) => {
    const approval = await find(request);
    const { approvalId, digest, subject, state } = approval;
    const { propertyId } = subject;
    const { staffId } = await allow(request, { action: 'approval.decide', propertyId });
    const made = Decision.parse(request.body);
    const seen = { digest: made.digest, shownDigest: digest };
    refuse(approval, seen);
    const reasonId = made.reason && state === 'pending' ? randomUUID() : null;
    if (made.reason && reasonId) {
      await approvals.offerReason({ approvalId, reasonId, reason: made.reason });
    }
    const { decision } = made;
    const result = await decide({ approvalId, staffId, decision, reasonId, digest: made.digest });
    refuse({ ...(await find(request)), state: result.state }, seen);
    response.json(result);
  });

  return router;
}

const TAKEN_BACK: ReadonlyMap<string | null, string> = new Map<Revocation, string>([
  ['request-cancelled', 'its request was cancelled.'],
  ['moved-on', 'staff have moved the work order on at the platform.'],
  ['no-longer-needed', 'the request became an emergency, which waits for nobody.'],
]);

function refuse(
  { state, reason }: Pick<ApprovalRow, 'state' | 'reason'>,
  by: { digest: string; shownDigest: string },
): void {
  switch (refusal(state, by)) {
    case 'changed':
      throw new Conflict('What you decided about has changed: read it again.');
    case 'expired':
      throw new Gone('This approval has expired; a person takes care of the request.');
    case 'revoked':
      throw new Conflict(
        `This approval was taken back: ${TAKEN_BACK.get(reason) ?? 'it is over.'}`,
      );
    case null:
  }
}
