import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  setHandler,
} from '@temporalio/workflow';
import { DECIDED, type ApprovalDecision } from '../../domain/approval.ts';
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
import { Ending } from './ending.ts';
import { hearQuestions } from './questions.ts';

const BY_NOBODY = { staffId: null, reasonId: null, revocation: null, edits: null } as const;

/** Where a manager stands who is asked, until when that lasts, and what comes then. */
const STEPS = {
  asked: { until: 'remindAt', summary: 'remind', next: 'reminded' },
  reminded: { until: 'escalateAt', summary: 'escalate', next: 'escalated' },
  escalated: { until: 'expiresAt', summary: 'expire', next: 'expired' },
} as const;

/** Asks a manager, reminds, escalates, and ends by a decision, by revocation or by expiry; silence never approves. */
export async function approval(input: ApprovalInput): Promise<ApprovalResult> {
  const { approvalId } = input;
  const standing: { step: keyof typeof STEPS } = { step: 'asked' };
  const asked = new Set<string>();
  const ending = new Ending({ approvalId, onKept: show });
  function show(): void {
    if (ending.isEnded) return;
    const { step } = standing;
    const nextDeadlineAt = input[STEPS[step].until];
    const toResident = asked.size > 0 ? ', the resident was asked and has not answered' : '';
    const details = `${input.subject.reference}: ${step}, waiting for a manager until ${nextDeadlineAt}${toResident}`;
    label({ state: 'pending', nextDeadlineAt, details });
  }

  // A handler runs as it is set when its message came with the start: all that it touches is there already.
  hearDecisions(ending);
  hearQuestions({ ending, open: asked, onChange: show });

  show();
  await approvals.announce({ approvalId, step: 'asked' });
  // Only once its end is written is it known whether a decision counts: where it does not, the clocks go on.
  do {
    await runClocks({ input, ending, standing, show });
    await condition(allHandlersFinished);
  } while (!ending.isEnded);
  await approvals.tellRequest({ approvalId });
  return ending.result;
}

function hearDecisions(ending: Ending): void {
  setHandler(approvalState, () => ending.result);
  const take = async ({ decision, ...by }: ApprovalDecision): Promise<ApprovalResult> =>
    ending.end({ ...BY_NOBODY, ...by, state: DECIDED[decision] });
  const validator: (decision: ApprovalDecision) => void = () => {
    const { state } = ending.result;
    if (state !== 'expired' && state !== 'revoked') return;
    throw ApplicationFailure.nonRetryable(`refused: ${state}`, state);
  };
  setHandler(decide, take, { validator });
  setHandler(revoke, async ({ revocation }) =>
    ending.end({ ...BY_NOBODY, state: 'revoked', revocation }),
  );
}

/** Goes on from step to step as their times come, until it has ended. */
async function runClocks(by: {
  input: ApprovalInput;
  ending: Ending;
  standing: { step: keyof typeof STEPS };
  show: () => void;
}): Promise<void> {
  const { input, ending, standing, show } = by;
  const { approvalId } = input;
  const isEnded = (): boolean => ending.isEnded;
  while (!isEnded()) {
    const { until, summary, next } = STEPS[standing.step];
    if (await condition(isEnded, untilMs(input[until]), { summary })) return;
    if (next === 'expired') {
      const { state } = await ending.end({ ...BY_NOBODY, state: 'expired' });
      if (state === 'expired') await approvals.announce({ approvalId, step: 'expired' });
      return;
    }
    standing.step = next;
    show();
    await approvals.announce({ approvalId, step: next });
  }
}
