import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApprovals } from '../../../src/adapters/records/postgres/approvals.ts';
import type { ApprovalCase, ApprovalEnd } from '../../../src/domain/approval.ts';
import type { Approvals } from '../../../src/ports/approvals.ts';
import { RecordNotFound } from '../../../src/ports/errors.ts';
import { aNewRequest, startRequestRecords, type RequestRecords } from './request-records.ts';

let records: RequestRecords;
let approvals: Approvals;
beforeAll(async () => {
  records = await startRequestRecords();
  approvals = createApprovals(records);
});
afterAll(() => records.stop());

let made = 0;

async function anApproval(): Promise<ApprovalCase> {
  made += 1;
  const { request } = await records.requests.create(aNewRequest());
  const approval: ApprovalCase = {
    approvalId: `approval-${made}`,
    subject: {
      requestId: request.requestId,
      reference: request.reference,
      propertyId: request.propertyId,
      class: request.class,
      trade: request.trade,
      ceilingCents: 120_000,
    },
    digest: 'd'.repeat(64),
    remindAt: '2026-11-23T18:00:00.000Z',
    escalateAt: '2026-11-24T00:00:00.000Z',
    expiresAt: '2026-12-07T12:00:00.000Z',
  };
  await approvals.open(approval);
  return approval;
}

/** Mara's yes, without a reason. */
const anEnd = (approvalId: string, changes: Partial<ApprovalEnd> = {}): ApprovalEnd => ({
  approvalId,
  state: 'approved',
  staffId: 'mara',
  reasonId: null,
  revocation: null,
  edits: null,
  ...changes,
});

const ofApproval = async (event: string, approvalId: string) =>
  (await records.entries(event)).filter(({ facts }) => facts['approvalId'] === approvalId);

it('opens an approval once, as it was shown', async () => {
  const approval = await anApproval();
  await approvals.open(approval);
  expect(await approvals.find(approval.approvalId)).toEqual({
    ...approval,
    state: 'pending',
    openedAt: records.clock.at,
    decidedBy: null,
    decidedAt: null,
    reason: null,
    edits: null,
  });
  expect(await ofApproval('approval.opened', approval.approvalId)).toHaveLength(1);
  expect(await approvals.find('none')).toBeNull();
});

// Money: two managers, two answers; what was acted on must be what is written.
it('lets the first end stand and answers it to whoever comes later', async () => {
  const { approvalId } = await anApproval();
  const first = await approvals.end(anEnd(approvalId, { state: 'rejected' }));
  expect(first).toMatchObject({ state: 'rejected', decidedBy: 'mara' });
  expect(await approvals.end(anEnd(approvalId, { staffId: 'omar' }))).toEqual(first);
  expect(await ofApproval('approval.ended', approvalId)).toMatchObject([
    { facts: { state: 'rejected', staffId: 'mara', hasReason: false } },
  ]);
});

it('has one winner when an approval ends twice at once', async () => {
  const { approvalId } = await anApproval();
  const ends = await Promise.all([
    approvals.end(anEnd(approvalId)),
    approvals.end(anEnd(approvalId, { state: 'expired', staffId: null })),
  ]);
  expect(ends[0]).toEqual(ends[1]);
  expect(await ofApproval('approval.ended', approvalId)).toHaveLength(1);
});

// Money: what stands as the reason is why it was decided, not what somebody else would have said.
it('keeps the reason of the decision that counts and of no other, and never in the record', async () => {
  const { approvalId } = await anApproval();
  const offer = (reasonId: string, reason: string) =>
    approvals.offerReason({ approvalId, reasonId, reason });
  await offer('of-mara', 'canary: too dear');
  await offer('of-omar', 'canary: go ahead');
  expect(await approvals.find(approvalId)).toMatchObject({ state: 'pending', reason: null });
  const no = anEnd(approvalId, { state: 'rejected', reasonId: 'of-mara' });
  const ended = await approvals.end(no);
  expect(ended.reason).toBe('canary: too dear');
  await offer('of-omar', 'second thoughts');
  await approvals.end(anEnd(approvalId, { staffId: 'omar', reasonId: 'of-omar' }));
  expect(await approvals.find(approvalId)).toEqual(ended);
  const [left] = await records.postgres.query(
    'select offered_reasons from approvals where approval_id = $1',
    [approvalId],
  );
  expect(left).toEqual({ offered_reasons: {} });
  const written = JSON.stringify(await records.postgres.query('select facts from audit_entries'));
  expect(written).not.toContain('canary');
});

it('ends without a reason where the one who decided gave none, whatever another had offered', async () => {
  const { approvalId } = await anApproval();
  await approvals.offerReason({ approvalId, reasonId: 'of-omar', reason: 'too dear' });
  expect(await approvals.end(anEnd(approvalId))).toMatchObject({ state: 'approved', reason: null });
});

it('says why it was taken back', async () => {
  const { approvalId } = await anApproval();
  await approvals.end(
    anEnd(approvalId, { state: 'revoked', staffId: null, revocation: 'moved-on' }),
  );
  expect(await approvals.find(approvalId)).toMatchObject({ state: 'revoked', reason: 'moved-on' });
  expect(await ofApproval('approval.ended', approvalId)).toMatchObject([
    { facts: { state: 'revoked', revocation: 'moved-on' } },
  ]);
});

it('refuses to end an approval that it does not have', async () => {
  const end = approvals.end(anEnd('none'));
  await expect(end).rejects.toBeInstanceOf(RecordNotFound);
});

it('leaves a record that holds together', async () => {
  expect(await records.auditLog.verify()).toEqual([]);
});
