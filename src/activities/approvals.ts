import type { Rung } from '../domain/alert.ts';
import type { ApprovalState } from '../domain/approval.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { ApprovalRow } from '../ports/approvals.ts';
import type { House } from './house.ts';

// How long an alert about an approval rings before it rings again.
const WAIT_MINUTES = 60;

const HEADLINES = {
  asked: 'waits for your approval',
  reminded: 'still waits for your approval',
  escalated: 'waits for approval and its dispatch clock is half gone',
} as const;

/** Asks managers and keeps what they decided. */
export function createApprovalActivities({
  records: { approvals, alerts, properties },
  processes,
}: Pick<House, 'records' | 'processes'>) {
  const found = async (approvalId: string): Promise<ApprovalRow> => {
    const approval = await approvals.find(approvalId);
    if (!approval) throw new RecordNotFound(`no approval ${approvalId}`);
    return approval;
  };

  return {
    /** Rings the managers: when it is asked, reminded of, escalated. Once a step. */
    async announce(by: {
      approvalId: string;
      step: 'asked' | 'reminded' | 'escalated';
    }): Promise<void> {
      const { subject } = await found(by.approvalId);
      const property = await properties.find(subject.propertyId);
      const ladder: Rung[] = [
        { contacts: property?.contacts.managers ?? [], waitMinutes: WAIT_MINUTES },
      ];
      const alert = {
        alertId: `${by.approvalId}-${by.step}`,
        propertyId: subject.propertyId,
        kind: 'approval' as const,
        class: subject.class,
        headline: `${subject.reference} (${subject.class}, ${subject.trade}) ${HEADLINES[by.step]}.`,
        conversationId: null,
        ladder,
      };
      const dedupeKey = `approval/${by.approvalId}/${by.step}`;
      await alerts.open({ ...alert, dedupeKey, subjectId: by.approvalId });
      await processes.openAlert(alert);
    },

    /** Writes the end; the first one stands. */
    async endApproval(by: {
      approvalId: string;
      state: Exclude<ApprovalState, 'pending'>;
      staffId: string | null;
    }): Promise<void> {
      const { approvalId, decidedBy } = await approvals.end(by);
      for (const step of ['asked', 'reminded', 'escalated']) {
        const staffId = decidedBy ?? 'house';
        const accepted = await alerts.accept({ alertId: `${approvalId}-${step}`, staffId });
        if (accepted?.isFirst) {
          await processes.tellAlertAccepted({ alertId: `${approvalId}-${step}`, staffId });
        }
      }
    },

    /** Tells the request how its approval ended. */
    async tellRequest({ approvalId }: { approvalId: string }): Promise<void> {
      const { state, subject } = await found(approvalId);
      if (state === 'pending') return;
      await processes.tellApprovalEnded({ requestId: subject.requestId, approvalId, state });
    },
  };
}

export type ApprovalActivities = ReturnType<typeof createApprovalActivities>;
