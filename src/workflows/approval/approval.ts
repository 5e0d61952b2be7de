import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { refusal } from '../../domain/approval.ts';
import { untilMs } from '../history.ts';
import { approvals } from '../proxies.ts';
import {
  approvalState,
  decide,
  revoke,
  type ApprovalInput,
  type ApprovalResult,
} from './contract.ts';

/** Asks a manager, reminds, escalates, and ends by a decision, by revocation or by expiry; silence never approves. */
export async function approval(input: ApprovalInput): Promise<ApprovalResult> {
  const { approvalId, digest } = input;
  const result: ApprovalResult = { state: 'pending', decidedBy: null };
  const isEnded = (): boolean => result.state !== 'pending';
  const end = async (
    state: Exclude<ApprovalResult['state'], 'pending'>,
    staffId: string | null,
  ) => {
    if (isEnded()) return result;
    Object.assign(result, { state, decidedBy: staffId });
    await approvals.endApproval({ approvalId, state, staffId });
    return result;
  };

  setHandler(approvalState, () => result);
  setHandler(
    decide,
    async ({ decision, staffId }) => end(decision === 'approve' ? 'approved' : 'rejected', staffId),
    {
      validator: ({ digest: seen }) => {
        const refused = refusal(result.state, { digest: seen, shownDigest: digest });
        if (refused) throw ApplicationFailure.nonRetryable(`refused: ${refused}`, refused);
      },
    },
  );
  setHandler(revoke, async () => end('revoked', null));

  setCurrentDetails(`waiting for a manager: ${input.subject.reference}`);
  await approvals.announce({ approvalId, step: 'asked' });
  if (!(await condition(isEnded, untilMs(input.remindAt), { summary: 'remind' }))) {
    await approvals.announce({ approvalId, step: 'reminded' });
  }
  if (!(await condition(isEnded, untilMs(input.escalateAt), { summary: 'escalate' }))) {
    await approvals.announce({ approvalId, step: 'escalated' });
  }
  if (!(await condition(isEnded, untilMs(input.expiresAt), { summary: 'expire' }))) {
    await end('expired', null);
  }

  await condition(allHandlersFinished);
  setCurrentDetails(result.state);
  await approvals.tellRequest({ approvalId });
  return result;
}
