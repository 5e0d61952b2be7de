import type { ApprovalEnd, Revocation } from '../domain/approval.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { ApprovalRow } from '../ports/approvals.ts';
import { answerAlertIdOf } from './approval-questions.ts';
import { applyEdits } from './approved-edits.ts';
import { managersOf, ringFor } from './alarms.ts';
import type { House } from './house.ts';

type Needs = Pick<House, 'records' | 'policyPacks' | 'processes'>;
type Step = (typeof ASKING)[number] | 'expired';

const ASKING = ['asked', 'reminded', 'escalated'] as const;

// How long an alert about an approval rings before it rings again.
const WAIT_MINUTES = 60;

const HEADLINES: Record<Step, string> = {
  asked: 'waits for your approval',
  reminded: 'still waits for your approval',
  escalated: 'waits for approval and half of its dispatch clock is gone',
  expired: 'was approved by nobody in time: the approval has expired, and a person must see to it',
};

/** Asks managers and keeps what they decided. */
export function createApprovalActivities(house: Needs) {
  return {
    /** Rings the managers: when it is asked, reminded of, escalated, when it has expired. Once a step. */
    announce: (by: { approvalId: string; step: Step }) => announce(house, by),
    /**
     * Writes the end; the first one stands. Nobody is rung any more to decide about it. `changed`: what was decided about is
     * not what stands by now, so that nothing was decided.
     */
    endApproval: (by: ApprovalEnd) => endApproval(house, by),
    /** Takes a question back from the managers; one that has ended stays as it ended. */
    revokeApproval: (by: { approvalId: string; revocation: Revocation }) =>
      house.processes.revokeApproval(by),
    /** Tells the request how its approval ended, once what was edited of it stands. */
    tellRequest: (by: { approvalId: string }) => tellRequest(house, by),
  };
}

async function announce(
  house: Needs,
  { approvalId, step }: { approvalId: string; step: Step },
): Promise<void> {
  const { subject } = await found(house, approvalId);
  const { propertyId, reference, trade } = subject;
  await ringFor(house, {
    once: `approval/${approvalId}/${step}`,
    alertId: alertIdOf(approvalId, step),
    propertyId,
    kind: 'approval',
    class: subject.class,
    headline: `${reference} (${subject.class}, ${trade}) ${HEADLINES[step]}.`,
    conversationId: null,
    subjectId: approvalId,
    ladder: await managersOf(house, { propertyId, waitMinutes: WAIT_MINUTES }),
  });
}

async function endApproval(
  { records: { approvals, approvalQuestions, alerts }, processes }: Needs,
  by: ApprovalEnd,
): Promise<'ended' | 'changed'> {
  const { approvalId, state } = await approvals.end(by);
  if (state === 'pending') return 'changed';
  const questions = await approvalQuestions.list(approvalId);
  const ringing = [
    ...ASKING.map((step) => alertIdOf(approvalId, step)),
    ...questions.map(({ questionId }) => answerAlertIdOf({ approvalId, questionId })),
  ];
  for (const alertId of ringing) {
    const isClosed = await alerts.close({ alertId, because: state });
    if (isClosed) await processes.tellAlertClosed({ alertId });
  }
  return 'ended';
}

async function tellRequest(house: Needs, { approvalId }: { approvalId: string }): Promise<void> {
  const approval = await found(house, approvalId);
  const { state, subject } = approval;
  if (state === 'pending') return;
  await applyEdits(house, approval);
  const { requestId } = subject;
  const request = await house.records.maintenanceRequests.find(requestId);
  const latest = request && (await house.records.approvals.latest(request));
  if (request && latest?.approvalId !== approvalId) return; // of a question or a round that is over
  await house.processes.tellApprovalEnded({ requestId, approvalId, state });
}

async function found({ records: { approvals } }: Needs, approvalId: string): Promise<ApprovalRow> {
  const approval = await approvals.find(approvalId);
  if (!approval) throw new RecordNotFound(`no approval ${approvalId}`);
  return approval;
}

const alertIdOf = (approvalId: string, step: Step): string => `${approvalId}-${step}`;

/** The alert that says that an approval has expired: it rings until somebody accepts it. */
export const expiryAlertIdOf = (approvalId: string): string => alertIdOf(approvalId, 'expired');

export type ApprovalActivities = ReturnType<typeof createApprovalActivities>;
