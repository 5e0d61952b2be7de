import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createAlertActivities } from '../../src/activities/alerts.ts';
import { createHandOffActivities } from '../../src/activities/hand-offs.ts';
import { createTableAlertSender } from '../../src/adapters/alert-senders/table/index.ts';
import type { AlertCase } from '../../src/domain/alert.ts';
import { logger } from '../../src/logger.ts';
import type { Alert } from '../../src/ports/alert-sender.ts';
import { aRollout } from '../builders.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import {
  aConversation,
  aDelivery,
  aSender,
  gasDanger,
  startHouseRecords,
  type HouseRecords,
} from './records/house-records.ts';

// Whom a danger rings at a property that named nobody, from a house that knows nobody on.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
  await records.properties.save({
    propertyId: 'bare-house',
    organisationId: 'organisation-1',
    name: 'Bare House',
    calendar: { zone: 'America/New_York', weekly: {}, holidays: [] },
    contacts: {
      emergency: '911',
      gasUtility: '',
      crisisLine: '988',
      onCallName: '',
      onCall: [],
      managers: [],
    },
    rollout: aRollout(),
  });
});
afterAll(() => records.stop());
afterEach(() => vi.restoreAllMocks());

/** The people of the house, with an outside door that takes note of what it is told. */
function theHouse() {
  const { processes, of } = notedProcesses();
  const told: Alert[] = [];
  const door = {
    send: async (alert: Alert) => {
      told.push(alert);
      return alert.contacts.length > 0 ? ('accepted' as const) : ('nobody' as const);
    },
  };
  const house = {
    records,
    policyPacks: defaultPacks,
    processes,
    alertSender: createTableAlertSender({ alerts: records.alerts, door }),
    classifier: { classify: async () => null },
    channels: {},
  };
  const opened = (): AlertCase[] => of('openAlert') as AlertCase[];
  return { ...createAlertActivities(house), ...createHandOffActivities(house), told, opened };
}

/** A danger there, with its alert opened. */
async function aDanger() {
  const house = theHouse();
  const message = { from: aSender(), propertyId: 'bare-house' };
  const { danger } = await records.inbox.commit(aDelivery(message, { danger: gasDanger }));
  await house.raiseAlarm({ dangerId: danger?.dangerId ?? 'none' });
  const [alert] = house.opened();
  if (!alert) throw new Error('no alert was opened');
  const ring = (attempt: number) => {
    const { contacts } = alert.ladder[Math.min(attempt, alert.ladder.length - 1)] ?? {};
    return house.ring({ alertId: alert.alertId, attempt, contacts: contacts ?? [] });
  };
  return { ...house, alert, ring };
}

const link = { codeHash: 'h', expiresAt: '2026-11-24T12:00:00.000Z' };
let added = 0;
async function somebody(position: {
  role: 'agent' | 'manager' | 'admin';
  propertyIds: string[] | 'all';
  onCallAt: string[];
}): Promise<string> {
  added += 1;
  const about = { name: `Person ${added}`, email: `person-${added}@staff.example`, by: 'test' };
  const made = await records.staffAccounts.add({
    ...about,
    ...position,
    link: { ...link, codeHash: `code-${added}` },
  });
  return made?.staffId ?? 'none';
}

// Safety: a danger that nobody hears must be seen by everybody who looks, and by whoever listens outside.
test('a danger in a house that knows nobody rings on, marked, at error level, and tells no resident that somebody was called', async () => {
  const noted = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
  const { alert, ring, told } = await aDanger();
  const { alertId } = alert;
  expect(alert.ladder).toEqual([{ contacts: [], waitMinutes: 5 }]);
  expect(await ring(0)).toBe('nobody'); // only `accepted` lets the resident be told
  expect(told).toMatchObject([{ alertId, contacts: [] }]);
  expect(noted).toHaveBeenCalledWith(
    { alertId, kind: 'danger', propertyId: 'bare-house', attempt: 0 },
    'an alert rings and there is nobody to ring',
  );
  expect(await records.deskAlerts.find(alertId)).toMatchObject({
    state: 'ringing',
    isUnheard: true,
    escalation: [{ outcome: 'nobody', contacts: [] }],
  });
  expect(await records.houseFigures.alerts()).toMatchObject({ unheard: { count: 1 } });

  const admin = await somebody({ role: 'admin', propertyIds: 'all', onCallAt: [] });
  expect(await ring(1)).toBe('accepted');
  expect(told[1]).toMatchObject({ attempt: 1, contacts: [admin] });
  expect(await records.deskAlerts.find(alertId)).toMatchObject({ isUnheard: false });
  expect(noted).toHaveBeenCalledTimes(1);
});

test('a property without contacts rings its managers by right, and whoever the People page puts on call before them', async () => {
  const manager = await somebody({ role: 'manager', propertyIds: ['bare-house'], onCallAt: [] });
  const { alert } = await aDanger();
  expect(alert.ladder).toEqual([{ contacts: [manager], waitMinutes: 5 }]);

  const onCall = await somebody({
    role: 'agent',
    propertyIds: ['bare-house'],
    onCallAt: ['bare-house'],
  });
  const { alert: next } = await aDanger();
  expect(next.ladder.map(({ contacts }) => contacts)).toEqual([
    [onCall],
    [onCall],
    [onCall, manager],
  ]);

  const { warn, breach, opened } = theHouse();
  const { conversationId } = await aConversation(records, { from: aSender() });
  const handOffId = `ho-${conversationId}`;
  const at = '2026-11-23T12:00:00.000Z';
  await records.handOffs.open({
    handOffId,
    conversationId,
    propertyId: 'bare-house',
    reason: 'asked-for-person',
    openedAt: at,
    warnAt: at,
    breachAt: at,
  });
  await warn({ handOffId });
  await breach({ handOffId });
  expect(opened().map(({ ladder }) => ladder[0]?.contacts)).toEqual([[onCall], [manager]]);
});
