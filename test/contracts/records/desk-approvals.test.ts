import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApprovals } from '../../../src/adapters/records/postgres/approvals.ts';
import { createDeskApprovals } from '../../../src/adapters/records/postgres/desk-approvals.ts';
import type { Approvals } from '../../../src/ports/approvals.ts';
import type { DeskApprovals } from '../../../src/ports/desk-approvals.ts';
import { aNewRequest, startRequestRecords, type RequestRecords } from './request-records.ts';

let records: RequestRecords;
let approvals: Approvals;
let desk: DeskApprovals;
beforeAll(async () => {
  records = await startRequestRecords();
  approvals = createApprovals(records);
  desk = createDeskApprovals(records);
  await records.postgres.query(
    `insert into staff_users (id, name, email, email_verified) values ('u-1', 'Mara', 'mara@staff.example', true)`,
  );
});
afterAll(() => records.stop());

async function anApproval(by: { approvalId: string; expiresAt: string; propertyId?: string }) {
  const { approvalId, expiresAt, propertyId = 'elm-house' } = by;
  const { request } = await records.requests.create(aNewRequest({ propertyId }));
  const { requestId, reference, trade } = request;
  const subject = { requestId, reference, propertyId, trade, class: request.class };
  await approvals.open({
    approvalId,
    subject: { ...subject, ceilingCents: 120_000 },
    digest: 'd'.repeat(64),
    remindAt: '2026-11-23T18:00:00.000Z',
    escalateAt: '2026-11-24T00:00:00.000Z',
    expiresAt,
  });
}

const yes = {
  state: 'approved',
  staffId: 'u-1',
  reasonId: null,
  revocation: null,
  edits: null,
} as const;
const ids = async (by: Parameters<DeskApprovals['list']>[0]) =>
  (await desk.list(by)).map(({ approvalId }) => approvalId);

it('lists what waits by its deadline, and what has ended by itself, of the own properties only', async () => {
  await anApproval({ approvalId: 'late', expiresAt: '2026-12-09T12:00:00.000Z' });
  await anApproval({ approvalId: 'soon', expiresAt: '2026-12-01T12:00:00.000Z' });
  await anApproval({
    approvalId: 'elsewhere',
    expiresAt: '2026-12-02T12:00:00.000Z',
    propertyId: 'oak-house',
  });
  await anApproval({ approvalId: 'done', expiresAt: '2026-12-03T12:00:00.000Z' });
  await approvals.end({ ...yes, approvalId: 'done' });
  const own = ['elm-house'];
  expect(await ids({ state: 'pending', propertyIds: own })).toEqual(['soon', 'late']);
  expect(await ids({ state: 'pending', propertyIds: 'all' })).toEqual([
    'soon',
    'elsewhere',
    'late',
  ]);
  expect(await ids({ state: 'ended', propertyIds: own })).toEqual(['done']);
  expect(await ids({ state: 'rejected', propertyIds: own })).toEqual([]);
  expect(await ids({ state: null, propertyIds: own })).toHaveLength(3);
  expect(await ids({ state: null, propertyIds: [] })).toEqual([]);
});

it('tells what it is about in the words of the resident, and who decided by name', async () => {
  expect(await desk.find('done')).toMatchObject({
    state: 'approved',
    decidedBy: 'u-1',
    decidedByName: 'Mara',
    request: { summary: 'Sink blocked', issue: 'drain.sink_bath', state: 'opening' },
  });
  expect(await desk.find('soon')).toMatchObject({ decidedBy: null, decidedByName: null });
  expect(await desk.find('none')).toBeNull();
});

// Privacy: a person who was forgotten is not read of in an approval either.
it('has no words of a person who was forgotten', async () => {
  const personKeys = await records.forgetPerson();
  const found = await createDeskApprovals({ ...records, personKeys }).find('soon');
  expect(found?.request.summary).toBe('');
  expect(found?.subject.ceilingCents).toBe(120_000);
});
