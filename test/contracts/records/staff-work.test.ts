import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandOffCase } from '../../../src/domain/hand-off.ts';
import type { PropertySettings } from '../../../src/domain/property.ts';
import { RecordNotFound } from '../../../src/ports/errors.ts';
import { aConversation, startHouseRecords, type HouseRecords } from './house-records.ts';

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const aHandOff = (conversationId: string, handOffId: string): HandOffCase => ({
  handOffId,
  conversationId,
  propertyId: null,
  reason: 'asked-for-person',
  openedAt: '2026-11-23T12:00:00.000Z',
  warnAt: '2026-11-23T12:15:00.000Z',
  breachAt: '2026-11-23T12:30:00.000Z',
});

describe('hand-offs', () => {
  it('has one open for a conversation, also when two are opened at once', async () => {
    const { conversationId } = await aConversation(records);
    const both = await Promise.all([
      records.handOffs.open(aHandOff(conversationId, 'hand-off-1')),
      records.handOffs.open(aHandOff(conversationId, 'hand-off-2')),
    ]);
    expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(both[0].handOff).toEqual(both[1].handOff);
    expect(await records.handOffs.findOpen(conversationId)).toEqual(both[0].handOff);
  });

  it('belongs to the staff who takes over, and is closed by their release', async () => {
    const { conversationId } = await aConversation(records);
    const { handOffs } = records;
    await handOffs.open(aHandOff(conversationId, 'hand-off-3'));
    const by = { conversationId, staffId: 'staff-1' };
    const taken = await handOffs.takeOver(by);
    expect(await handOffs.find('hand-off-3')).toMatchObject({ state: 'owned', ownerId: 'staff-1' });
    expect(await handOffs.takeOver(by)).toEqual(taken);
    expect(await handOffs.takeOver({ conversationId, staffId: 'staff-2' })).toBeNull();
    expect(await handOffs.begin({ conversationId, staffId: 'staff-2' })).toBe(false);
    expect(await handOffs.release({ conversationId, staffId: 'staff-2' })).toBe(false);
    expect(await handOffs.begin(by)).toBe(true);
    expect(await handOffs.release(by)).toBe(true);
    expect(await handOffs.release(by)).toBe(false);
    expect(await handOffs.findOpen(conversationId)).toBeNull();
    expect(await handOffs.find('hand-off-3')).toMatchObject({ state: 'released' });
  });

  it('gives a person to one of two who take over at once', async () => {
    const { conversationId } = await aConversation(records);
    const both = await Promise.all(
      ['staff-1', 'staff-2'].map((staffId) =>
        records.handOffs.takeOver({ conversationId, staffId }),
      ),
    );
    expect(both.filter((takeover) => takeover !== null)).toHaveLength(1);
  });

  it('lists what is open, the oldest first, and marks it', async () => {
    const { conversationId } = await aConversation(records);
    const handOff = aHandOff(conversationId, 'hand-off-old');
    await records.handOffs.open({ ...handOff, openedAt: '2026-11-22T12:00:00.000Z' });
    const open = await records.handOffs.listOpen();
    expect(open[0]).toMatchObject({ handOffId: 'hand-off-old', state: 'waiting', ownerId: null });
    expect(open.map(({ handOffId }) => handOffId)).not.toContain('hand-off-3');
    await records.handOffs.mark('hand-off-old', 'warned');
    await expect(records.handOffs.mark('none', 'breached')).rejects.toThrow(RecordNotFound);
    const marks = `select warned_at is null as warned, breached_at is null as breached
      from hand_offs where hand_off_id = 'hand-off-old'`;
    expect(await records.postgres.query(marks)).toEqual([{ warned: false, breached: true }]);
  });
});

describe('hand-offs whose process was not told', () => {
  it('lists what was taken or released until it is told, also when it went on meanwhile', async () => {
    const { conversationId } = await aConversation(records);
    const { handOffs } = records;
    const handOffId = 'hand-off-untold';
    await handOffs.open(aHandOff(conversationId, handOffId));
    const untold = async () =>
      (await handOffs.listUntold()).filter((untoldOne) => untoldOne.handOffId === handOffId);
    expect(await untold()).toEqual([]);

    const by = { conversationId, staffId: 'staff-1' };
    await handOffs.takeOver(by);
    expect(await untold()).toEqual([{ handOffId, state: 'owned' }]);
    await handOffs.release(by); // while the engine is being told that it was taken
    await handOffs.markTold({ handOffId, state: 'owned' });
    expect(await untold()).toEqual([{ handOffId, state: 'released' }]);
    await handOffs.markTold({ handOffId, state: 'released' });
    expect(await untold()).toEqual([]);
  });
});

describe('alerts', () => {
  const anAlert = (alertId: string, dedupeKey: string) => ({
    alertId,
    dedupeKey,
    propertyId: 'elm-house',
    kind: 'danger' as const,
    class: 'P0',
    headline: 'A resident smells gas.',
    conversationId: null,
    subjectId: 'danger-1',
    ladder: [{ contacts: ['contact-1'], waitMinutes: 5 }],
  });

  it('opens once per key', async () => {
    const [one, other] = await Promise.all([
      records.alerts.open(anAlert('alert-1', 'danger/1')),
      records.alerts.open(anAlert('alert-2', 'danger/1')),
    ]);
    expect([one, other].filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(one.alertId).toBe(other.alertId);
  });

  it('counts rings, each attempt once, and shows the alert as it was opened', async () => {
    const { dedupeKey, subjectId, ...alert } = anAlert('alert-3', 'danger/3');
    await records.alerts.open({ ...alert, dedupeKey, subjectId });
    const ring = { alertId: 'alert-3', contacts: ['contact-1'], outcome: 'accepted' as const };
    for (const attempt of [0, 0, 1]) await records.alerts.recordRing({ ...ring, attempt });
    expect(await records.alerts.find('alert-3')).toEqual({
      ...alert,
      state: 'ringing',
      openedAt: records.clock.at,
      acceptedBy: null,
      closedAt: null,
      closedBecause: null,
      subjectId,
      rings: 2,
    });
    expect(await records.alerts.find('none')).toBeNull();
  });

  it('lets the first acceptance count', async () => {
    await records.alerts.open(anAlert('alert-4', 'danger/4'));
    const both = await Promise.all(
      ['staff-1', 'staff-2'].map((staffId) =>
        records.alerts.accept({ alertId: 'alert-4', staffId }),
      ),
    );
    expect(both.filter((answer) => answer?.isFirst)).toHaveLength(1);
    expect(both[0]?.acceptedBy).toBe(both[1]?.acceptedBy);
    expect(await records.alerts.accept({ alertId: 'none', staffId: 'staff-1' })).toBeNull();
    const accepted = await records.deskAlerts.list({ state: 'accepted', propertyIds: 'all' });
    expect(accepted.map(({ alertId }) => alertId)).toEqual(['alert-4']);
    expect(
      (await records.deskAlerts.list({ state: null, propertyIds: 'all' })).length,
    ).toBeGreaterThan(1);
  });
});

describe('alerts about what is over', () => {
  it('are closed once, with how it ended, by nobody; and one that somebody accepted stays accepted', async () => {
    const { alerts } = records;
    const alert = {
      propertyId: 'elm-house',
      kind: 'hand-off' as const,
      class: null,
      headline: 'A resident waits.',
      conversationId: null,
      subjectId: 'hand-off-1',
      ladder: [],
    };
    await alerts.open({ ...alert, alertId: 'alert-over', dedupeKey: 'over' });
    expect(await alerts.close({ alertId: 'alert-over', because: 'taken-over' })).toBe(true);
    const closedAt = records.clock.at;
    records.clock.pass(1_000);
    expect(await alerts.close({ alertId: 'alert-over', because: 'given-back' })).toBe(true);
    expect(await alerts.accept({ alertId: 'alert-over', staffId: 'staff-1' })).toBeNull();
    expect(await alerts.find('alert-over')).toMatchObject({
      state: 'closed',
      acceptedBy: null,
      closedAt,
      closedBecause: 'taken-over',
    });
    await alerts.open({ ...alert, alertId: 'alert-kept', dedupeKey: 'kept' });
    await alerts.accept({ alertId: 'alert-kept', staffId: 'staff-1' });
    expect(await alerts.close({ alertId: 'alert-kept', because: 'taken-over' })).toBe(false);
    expect(await alerts.close({ alertId: 'none', because: 'gone' })).toBe(false);
    expect(await alerts.find('alert-kept')).toMatchObject({ state: 'accepted', closedAt: null });
    const closed = `select facts from audit_entries where event = 'alert.closed'`;
    expect(await records.postgres.query(closed)).toMatchObject([
      { facts: { alertId: 'alert-over', because: 'taken-over' } },
    ]);
  });
});

describe('properties', () => {
  const elmHouse: PropertySettings = {
    propertyId: 'elm-house',
    organisationId: 'organisation-1',
    name: 'Elm House',
    calendar: {
      zone: 'America/New_York',
      weekly: { monday: [{ from: '09:00', to: '17:00' }] },
      holidays: [],
    },
    contacts: {
      emergency: '911',
      gasUtility: 'the gas utility',
      crisisLine: '988',
      onCallName: 'the on-call engineer',
      onCall: ['contact-1'],
      managers: ['contact-2'],
    },
    rollout: { phase: 'off', skills: {}, stopped: [] },
  };

  it('keeps the switches of a property whose settings are saved again', async () => {
    const { properties, rollouts } = records;
    await properties.save(elmHouse);
    expect(await properties.find('elm-house')).toEqual(elmHouse);
    const rollout = {
      phase: 'writes',
      skills: { account: 'off' },
      stopped: ['documents'],
    } as const;
    await rollouts.change({
      propertyId: 'elm-house',
      to: () => ({ ...rollout, stopped: [...rollout.stopped] }),
      staffId: 'staff-ada',
      version: 0,
    });
    await properties.save({ ...elmHouse, name: 'Elm House East' });
    const saved = { ...elmHouse, name: 'Elm House East', rollout };
    expect(await properties.find('elm-house')).toEqual(saved);
    expect(await properties.list()).toEqual([saved]);
    expect(await properties.find('none')).toBeNull();
  });
});
