import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAlertActivities } from '../../src/activities/alerts.ts';
import { createApprovalActivities } from '../../src/activities/approvals.ts';
import { createTableAlertSender } from '../../src/adapters/alert-senders/table/index.ts';
import type { ApprovalEnd } from '../../src/domain/approval.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';
import { aHouse } from './records/told-scene.ts';

// What rings about an approval, and how it ends.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

let made = 0;

/** An approval that was asked for and reminded of. */
async function anApproval() {
  made += 1;
  const approvalId = `ap-${made}`;
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ conversationId: null, residentId: null }),
  );
  const { requestId, reference, propertyId } = request;
  const about = { requestId, reference, propertyId, trade: 'plumbing', ceilingCents: 100_000 };
  await records.approvals.open({
    approvalId,
    subject: { ...about, class: 'P2' },
    digest: 'd'.repeat(64),
    remindAt: '2026-11-24T12:00:00.000Z',
    escalateAt: '2026-11-25T12:00:00.000Z',
    expiresAt: '2026-11-30T12:00:00.000Z',
  });
  const { processes, of } = notedProcesses();
  const house = aHouse(records, processes);
  const { announce, endApproval } = createApprovalActivities(house);
  const { ring } = createAlertActivities({
    ...house,
    alertSender: createTableAlertSender({ alerts: records.alerts, door: null }),
    classifier: { classify: async () => null },
  });
  await announce({ approvalId, step: 'asked' });
  await announce({ approvalId, step: 'reminded' });
  const end = (by: Partial<ApprovalEnd> = {}) =>
    endApproval({
      approvalId,
      state: 'approved',
      staffId: 'mara',
      reasonId: null,
      revocation: null,
      edits: null,
      ...by,
    });
  const find = (step: string) => records.alerts.find(`${approvalId}-${step}`);
  return { approvalId, announce, end, ring, find, of };
}

// Truth: nobody accepted an alert only because the approval was decided, least of all the house.
test('a decision ends what rang about it, as no longer needed and accepted by nobody', async () => {
  const { approvalId, end, find, of } = await anApproval();
  await records.alerts.accept({ alertId: `${approvalId}-reminded`, staffId: 'rufus' });
  await end();
  await end(); // the worker was lost before it was heard
  expect(await find('asked')).toMatchObject({
    state: 'closed',
    closedBecause: 'approved',
    acceptedBy: null,
  });
  expect(await find('reminded')).toMatchObject({ state: 'accepted', acceptedBy: 'rufus' });
  const told = { alertId: `${approvalId}-asked` };
  expect(of('tellAlertClosed')).toEqual([told, told]);
  expect(of('tellAlertAccepted')).toEqual([]);
});

test('what nobody decided rings the managers once: it has expired, and rings until a person accepts that', async () => {
  const { approvalId, announce, end, ring, find, of } = await anApproval();
  await end({ state: 'expired', staffId: null });
  await announce({ approvalId, step: 'expired' });
  await announce({ approvalId, step: 'expired' });
  expect(await find('asked')).toMatchObject({ state: 'closed', closedBecause: 'expired' });
  const expired = await find('expired');
  expect(expired).toMatchObject({
    state: 'ringing',
    kind: 'approval',
    subjectId: approvalId,
    headline: expect.stringMatching(/^MR-\w+ \(P2, plumbing\) .*expired.*a person/),
    ladder: [{ contacts: ['staff-2'] }],
  });
  const alertId = expired?.alertId ?? 'none';
  const opened = of('openAlert').filter((by) => JSON.stringify(by).includes(alertId));
  expect(opened).toHaveLength(2); // opening the process twice is harmless
  for (const attempt of [0, 1, 2]) {
    expect(await ring({ alertId, attempt, contacts: ['staff-2'] })).toBe('recorded');
  }
  await records.alerts.accept({ alertId, staffId: 'mara' });
  expect(await ring({ alertId, attempt: 3, contacts: ['staff-2'] })).toBe('already-accepted');
  // A process that was never told of the end wakes nobody about the question any more.
  const asked = { alertId: `${approvalId}-asked`, attempt: 9, contacts: ['staff-2'] };
  expect(await ring(asked)).toBe('closed');
});
