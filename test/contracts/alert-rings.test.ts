import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAlertActivities } from '../../src/activities/alerts.ts';
import { createHandOffActivities } from '../../src/activities/hand-offs.ts';
import type { AlertCase } from '../../src/domain/alert.ts';
import type { Alert } from '../../src/ports/alert-sender.ts';
import { aConversation, startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const rung: Alert[] = [];
beforeEach(() => {
  rung.length = 0;
});

function theDesk() {
  const { processes } = notedProcesses();
  const alertSender = {
    send: async (call: Alert) => {
      rung.push(call);
      return 'recorded' as const;
    },
  };
  const classifier = { classify: async () => null };
  const house = {
    records,
    policyPacks: defaultPacks,
    processes,
    alertSender,
    classifier,
    channels: {},
  };
  return { ...createAlertActivities(house), ...createHandOffActivities(house) };
}

async function aWaitingHandOff() {
  const { conversationId } = await aConversation(records);
  const handOffId = `ho-${conversationId}`;
  await records.handOffs.open({
    handOffId,
    conversationId,
    propertyId: null,
    reason: 'asked-for-person',
    openedAt: '2026-11-23T12:00:00.000Z',
    warnAt: '2026-11-23T12:15:00.000Z',
    breachAt: '2026-11-23T12:30:00.000Z',
  });
  return { handOffId, by: { conversationId, staffId: 'staff-1' } };
}

const ringOf = (alertId: string, attempt = 0) => ({ alertId, attempt, contacts: ['contact-1'] });

it('rings for a hand-off while it waits, and wakes nobody once somebody has taken it', async () => {
  const desk = theDesk();
  const { handOffId, by } = await aWaitingHandOff();
  expect(await desk.warn({ handOffId })).toBe('waiting');
  expect(await desk.ring(ringOf(`${handOffId}-warned`))).toBe('recorded');
  await records.handOffs.takeOver(by); // the engine is away: no process hears of it
  expect(await desk.ring(ringOf(`${handOffId}-warned`, 1))).toBe('closed');
  expect(rung).toHaveLength(1);
  expect(await records.alerts.find(`${handOffId}-warned`)).toMatchObject({ state: 'closed' });
});

it('warns and breaches nobody about a hand-off that its row says is seen to', async () => {
  const desk = theDesk();
  const { handOffId, by } = await aWaitingHandOff();
  await records.handOffs.takeOver(by);
  expect(await desk.warn({ handOffId })).toBe('owned');
  await records.handOffs.release(by);
  expect(await desk.breach({ handOffId })).toBe('released');
  expect(await records.alerts.find(`${handOffId}-warned`)).toBeNull();
  expect(await records.alerts.find(`${handOffId}-breached`)).toBeNull();
});

it('hears from its row that an alert was accepted, and rings about danger until then', async () => {
  const desk = theDesk();
  const alert: AlertCase & { dedupeKey: string; subjectId: string } = {
    alertId: 'al-danger',
    dedupeKey: 'danger/1',
    propertyId: null,
    kind: 'danger',
    class: 'P0',
    headline: 'P0 gas reported.',
    conversationId: null,
    subjectId: 'danger-1',
    ladder: [],
  };
  await records.alerts.open(alert);
  expect(await desk.ring(ringOf('al-danger'))).toBe('recorded');
  expect(await desk.ring(ringOf('al-danger', 1))).toBe('recorded');
  await records.alerts.accept({ alertId: 'al-danger', staffId: 'staff-1' }); // its signal is lost
  expect(await desk.ring(ringOf('al-danger', 2))).toBe('already-accepted');
  expect(rung).toHaveLength(2);
});

it('stops ringing about an approval that has ended', async () => {
  const desk = theDesk();
  await records.alerts.open({
    alertId: 'ap-gone-asked',
    dedupeKey: 'approval/ap-gone/asked',
    propertyId: null,
    kind: 'approval',
    class: 'P2',
    headline: 'waits for your approval',
    conversationId: null,
    subjectId: 'ap-gone',
    ladder: [],
  });
  expect(await desk.ring(ringOf('ap-gone-asked'))).toBe('closed');
  expect(rung).toEqual([]);
});
