import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlertCase } from '../../../src/domain/alert.ts';
import type { DeskAlerts } from '../../../src/ports/desk-alerts.ts';
import { startHouseRecords, type HouseRecords } from './house-records.ts';

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
  await records.postgres.query(
    `insert into staff_users (id, name, email, email_verified) values ('u-1', 'Theo', 'theo@staff.example', true)`,
  );
});
afterAll(() => records.stop());

async function anAlert(changes: Partial<AlertCase> & { alertId: string }): Promise<void> {
  records.clock.pass(60_000);
  await records.alerts.open({
    propertyId: 'elm-house',
    kind: 'danger',
    class: 'P1',
    headline: 'P1 water reported at Elm House.',
    conversationId: null,
    ladder: [
      { contacts: ['u-1'], waitMinutes: 5 },
      { contacts: ['u-1', 'the-doorman'], waitMinutes: 10 },
    ],
    subjectId: null,
    dedupeKey: changes.alertId,
    ...changes,
  });
}

const ids = async (by: Parameters<DeskAlerts['list']>[0]) =>
  (await records.deskAlerts.list(by)).map(({ alertId }) => alertId);

it('lists the gravest first, then the oldest, and of the own properties what is not everybody’s', async () => {
  await anAlert({ alertId: 'hand-off', class: null, kind: 'hand-off' });
  await anAlert({ alertId: 'flood' });
  await anAlert({ alertId: 'gas', class: 'P0' });
  await anAlert({ alertId: 'elsewhere', class: 'P0', propertyId: 'oak-house' });
  await anAlert({ alertId: 'nowhere', propertyId: null });
  const own = { propertyIds: ['elm-house'] };
  const ringing = ['gas', 'flood', 'nowhere', 'hand-off'];
  expect(await ids({ state: 'ringing', ...own })).toEqual(ringing);
  expect(await ids({ state: 'ringing', propertyIds: [] })).toEqual(['nowhere']);
  await records.alerts.accept({ alertId: 'flood', staffId: 'u-1' });
  await records.alerts.close({ alertId: 'hand-off', because: 'taken-over' });
  expect(await ids({ state: 'ended', ...own })).toEqual(['flood', 'hand-off']);
  expect(await ids({ state: 'closed', ...own })).toEqual(['hand-off']);
  expect(await ids({ state: null, propertyIds: 'all' })).toHaveLength(5);
});

it('tells whom it has rung, by name where they are staff, who comes next, and when', async () => {
  const theo = { contactId: 'u-1', name: 'Theo' };
  const doorman = { contactId: 'the-doorman', name: 'the-doorman' };
  const before = await records.deskAlerts.find('gas');
  expect(before).toMatchObject({ escalation: [], next: null, rings: 0, isUnheard: false });
  expect(before?.rungs).toEqual([
    { contacts: [theo], waitMinutes: 5 },
    { contacts: [theo, doorman], waitMinutes: 10 },
  ]);
  const { at: rangAt } = records.clock;
  const ring = { alertId: 'gas', outcome: 'recorded' as const };
  await records.alerts.recordRing({ ...ring, attempt: 0, contacts: ['u-1'] });
  expect(await records.deskAlerts.find('gas')).toMatchObject({
    rings: 1,
    escalation: [{ attempt: 0, rangAt, contacts: [theo], outcome: 'recorded' }],
    next: {
      at: new Date(Date.parse(rangAt) + 300_000).toISOString(),
      contacts: [theo, doorman],
    },
  });
});

it('rings for nobody next once it was accepted, and says by whom and when', async () => {
  await records.alerts.accept({ alertId: 'gas', staffId: 'u-1' });
  expect(await records.deskAlerts.find('gas')).toMatchObject({
    state: 'accepted',
    acceptedAt: records.clock.at,
    acceptedByName: 'Theo',
    next: null,
  });
  expect(await records.deskAlerts.find('none')).toBeNull();
});

it('is news for the desk at each ring', async () => {
  const cursor = await records.deskEvents.now();
  const ring = { alertId: 'nowhere', attempt: 0, contacts: ['u-1'], outcome: 'recorded' as const };
  await records.alerts.recordRing(ring);
  const read = await records.deskEvents.readAfter(cursor);
  expect(read).toMatchObject({ events: [{ topic: 'alert', subjectId: 'nowhere' }] });
});

it('says that nobody hears it, until a ring finds somebody, whom it names too', async () => {
  await anAlert({ alertId: 'unheard', ladder: [{ contacts: [], waitMinutes: 5 }] });
  const ring = { alertId: 'unheard', outcome: 'nobody' as const };
  const isUnheard = async () => (await records.deskAlerts.find('unheard'))?.isUnheard;
  expect(await isUnheard()).toBe(true);
  await records.alerts.recordRing({ ...ring, attempt: 0, contacts: [] });
  expect(await isUnheard()).toBe(true);
  expect((await records.houseFigures.alerts()).unheard).toMatchObject({ count: 1 });
  await records.alerts.recordRing({
    ...ring,
    attempt: 1,
    contacts: ['u-1'],
    outcome: 'recorded',
  });
  expect(await isUnheard()).toBe(false);
  expect((await records.houseFigures.alerts()).unheard).toEqual({ count: 0, oldestAt: null });
  expect((await records.deskAlerts.find('unheard'))?.escalation[1]?.contacts).toEqual([
    { contactId: 'u-1', name: 'Theo' },
  ]);
  await records.alerts.close({ alertId: 'unheard', because: 'gone' });
  expect(await records.deskAlerts.find('unheard')).toMatchObject({
    state: 'closed',
    closedBecause: 'gone',
    isUnheard: false,
  });
});
