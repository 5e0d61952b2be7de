import * as approval from '../../../src/workflows/approval/contract.ts';
import * as handOff from '../../../src/workflows/hand-off/contract.ts';
import * as alert from '../../../src/workflows/on-call-alert/contract.ts';
import { DAY, failing, HOUR, type Story } from './story.ts';

const anApproval = (at: (minutes: number) => string): approval.ApprovalInput => ({
  approvalId: 'ap-1',
  subject: {
    requestId: 'mr-1',
    reference: 'MR-7K2M4Q9XTB',
    propertyId: 'harbor-court',
    class: 'P2',
    trade: 'plumbing',
    ceilingCents: 100_000,
  },
  digest: 'd'.repeat(64),
  remindAt: at(6 * HOUR),
  escalateAt: at(12 * HOUR),
  expiresAt: at(7 * DAY),
});

const approvals: Story[] = [
  {
    name: 'approval-reminded-and-approved',
    workflow: 'approval',
    workflowId: approval.approvalWorkflowId('ap-1'),
    input: anApproval,
    async play({ handle, called, sleep }) {
      await called('announce');
      await sleep('7h');
      const by = { staffId: 'mara', reasonId: null, edits: null } as const;
      const yes = { ...by, decision: 'approve' } as const;
      await handle.executeUpdate(approval.decide, { args: [{ ...yes, digest: 'd'.repeat(64) }] });
      await handle.result();
    },
  },
  {
    name: 'approval-expired',
    workflow: 'approval',
    workflowId: approval.approvalWorkflowId('ap-2'),
    input: (at) => ({ ...anApproval(at), approvalId: 'ap-2' }),
    play: ({ handle }) => handle.result(),
  },
];

const aHandOff = (at: (minutes: number) => string): handOff.HandOffInput => ({
  handOffId: 'ho-1',
  conversationId: 'c-1',
  propertyId: 'harbor-court',
  reason: 'asked-for-person',
  openedAt: at(0),
  warnAt: at(15),
  breachAt: at(30),
});

const handOffs: Story[] = [
  {
    name: 'hand-off-breached-and-released',
    workflow: 'handOff',
    workflowId: handOff.handOffWorkflowId('ho-1'),
    input: aHandOff,
    async play({ handle, sleep }) {
      await sleep('1h');
      await handle.signal(handOff.handOffTaken);
      await handle.signal(handOff.handOffReleased);
      await handle.result();
    },
  },
  {
    name: 'hand-off-taken-in-time',
    workflow: 'handOff',
    workflowId: handOff.handOffWorkflowId('ho-2'),
    input: (at) => ({ ...aHandOff(at), handOffId: 'ho-2' }),
    async play({ handle, sleep }) {
      await sleep('10m');
      await handle.signal(handOff.handOffTaken);
      await sleep('1h');
      await handle.signal(handOff.handOffReleased);
      await handle.result();
    },
  },
];

const alerts: Story[] = [
  {
    name: 'on-call-alert-accepted-at-the-last-rung',
    workflow: 'onCallAlert',
    workflowId: alert.onCallAlertWorkflowId('al-1'),
    input: () => ({
      alertId: 'al-1',
      propertyId: 'harbor-court',
      kind: 'danger',
      class: 'P0',
      headline: 'P0 gas reported at Harbor Court.',
      conversationId: 'c-1',
      ladder: [
        { contacts: ['first'], waitMinutes: 5 },
        { contacts: ['first', 'manager'], waitMinutes: 5 },
      ],
      attempt: 0,
    }),
    script: {
      ring: ({ attempt }: { attempt: number }) => (attempt === 0 ? 'recorded' : 'accepted'),
      tellAlerted: failing('RecordNotFound'),
    },
    async play({ handle, sleep }) {
      await sleep('18m');
      await handle.signal(alert.alertAccepted, { staffId: 'mara' });
      await handle.result();
    },
  },
];

/** What staff are asked, and rung for. */
export const staffStories: Story[] = [...approvals, ...handOffs, ...alerts];
