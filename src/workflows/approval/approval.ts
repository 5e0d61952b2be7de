import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  setHandler,
} from '@temporalio/workflow';
import { DECIDED, refusal, type ApprovalEnd } from '../../domain/approval.ts';
import { untilMs } from '../history.ts';
import { label } from '../label.ts';
import { approvals } from '../proxies.ts';
import {
  approvalState,
  decide,
  revoke,
  type ApprovalInput,
  type ApprovalResult,
} from './contract.ts';
import { hearQuestions } from './questions.ts';

const BY_NOBODY = { staffId: null, reasonId: null, revocation: null, edits: null } as const;

/** Asks a manager, reminds, escalates, and ends by a decision, by revocation or by expiry; silence never approves. */
export async function approval(input: ApprovalInput): Promise<ApprovalResult> {
  const { approvalId, digest } = input;
  const result: ApprovalResult = { state: 'pending', decidedBy: null, edits: null };
  const isEnded = (): boolean => result.state !== 'pending';
  const end = async (by: Omit<ApprovalEnd, 'approvalId'>) => {
    if (isEnded()) return result;
    Object.assign(result, { state: by.state, decidedBy: by.staffId, edits: by.edits });
    label({ state: by.state, nextDeadlineAt: null });
    await approvals.endApproval({ approvalId, ...by });
    return result;
  };
  const standing = { step: 'asked', nextDeadlineAt: input.remindAt };
  const asked = new Set<string>();
  const show = (): void => {
    if (isEnded()) return;
    const { step, nextDeadlineAt } = standing;
    const toResident = asked.size > 0 ? ', the resident was asked and has not answered' : '';
    const details = `${input.subject.reference}: ${step}, waiting for a manager until ${nextDeadlineAt}${toResident}`;
    label({ state: 'pending', nextDeadlineAt, details });
  };

  // A handler runs as it is set when its message came with the start: all that it touches is there already.
  setHandler(approvalState, () => result);
  setHandler(
    decide,
    async ({ decision, staffId, reasonId, edits }) =>
      end({ ...BY_NOBODY, state: DECIDED[decision], staffId, reasonId, edits }),
    {
      validator: ({ digest: seen }) => {
        const refused = refusal(result.state, { digest: seen, shownDigest: digest });
        if (refused) throw ApplicationFailure.nonRetryable(`refused: ${refused}`, refused);
      },
    },
  );
  setHandler(revoke, async ({ revocation }) => end({ ...BY_NOBODY, state: 'revoked', revocation }));

  hearQuestions({ isEnded, open: asked, onChange: show });

  const wait = (step: string, nextDeadlineAt: string): void => {
    Object.assign(standing, { step, nextDeadlineAt });
    show();
  };
  wait('asked', input.remindAt);
  await approvals.announce({ approvalId, step: 'asked' });
  if (!(await condition(isEnded, untilMs(input.remindAt), { summary: 'remind' }))) {
    wait('reminded', input.escalateAt);
    await approvals.announce({ approvalId, step: 'reminded' });
  }
  if (!(await condition(isEnded, untilMs(input.escalateAt), { summary: 'escalate' }))) {
    wait('escalated', input.expiresAt);
    await approvals.announce({ approvalId, step: 'escalated' });
  }
  if (!(await condition(isEnded, untilMs(input.expiresAt), { summary: 'expire' }))) {
    await end({ ...BY_NOBODY, state: 'expired' });
    await approvals.announce({ approvalId, step: 'expired' });
  }

  await condition(allHandlersFinished);
  await approvals.tellRequest({ approvalId });
  return result;
}
