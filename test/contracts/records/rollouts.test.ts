import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rolloutInForce } from '../../../src/activities/turn-rollout.ts';
import { furthestPhase, phaseOf, withStop, type Rollout } from '../../../src/domain/rollout.ts';
import type { PropertySettings } from '../../../src/domain/property.ts';
import { RecordNotFound } from '../../../src/ports/errors.ts';
import { startHouseRecords, type HouseRecords } from './house-records.ts';

// Design sections 2 (promise 10) and 6: who changed how far the assistant may go, and what counts on the next turn.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const STAFF = 'staff-ada';
const WRITES: Rollout = { phase: 'writes', sharePercent: 100, skills: {}, stopped: [] };

let made = 0;
let propertyId: string;
let organisationId: string;
beforeEach(async () => {
  made += 1;
  propertyId = `house-${made}`;
  organisationId = `group-${made}`;
  await addProperty(propertyId);
});

function addProperty(id: string, organisation = organisationId): Promise<void> {
  const settings: PropertySettings = {
    propertyId: id,
    organisationId: organisation,
    name: id,
    calendar: { zone: 'America/New_York', weekly: {}, holidays: [] },
    contacts: {
      emergency: '911',
      gasUtility: 'the gas utility',
      crisisLine: '988',
      onCallName: 'the on-call engineer',
      onCall: [],
      managers: [],
    },
    rollout: { phase: 'off', skills: {}, stopped: [] },
  };
  return records.properties.save(settings);
}

const change = (to: Rollout, version: number | null = null) =>
  records.rollouts.change({ propertyId, staffId: STAFF, version, to: () => to });
const standing = async () =>
  (await records.rollouts.list()).find((one) => one.propertyId === propertyId);
const stop = (isStopped: boolean, version: number | null = null) =>
  records.rollouts.stopOrganisation({ organisationId, staffId: STAFF, isStopped, version });
const changes = () =>
  records.rollouts.listChanges({ propertyIds: [propertyId], organisationIds: [organisationId] });

describe('a change of the switches', () => {
  it('is one entry of the record, with who, what was and what is', async () => {
    const changed = await change(WRITES, 0);
    expect(changed).toEqual({
      kind: 'changed',
      standing: { propertyId, organisationId, rollout: WRITES, version: 1 },
    });
    expect(await standing()).toEqual(changed.standing);
    const entries = await records.postgres.query(`select facts from audit_entries
      where chain = '${propertyId}' and event = 'rollout.changed'`);
    expect(entries).toEqual([
      {
        facts: {
          propertyId,
          staffId: STAFF,
          version: 1,
          from: '{"phase":"off","skills":{},"stopped":[]}',
          to: JSON.stringify(WRITES),
        },
      },
    ]);
    expect(await changes()).toEqual([
      {
        at: records.clock.at,
        staffId: STAFF,
        byName: null,
        subject: {
          kind: 'property',
          propertyId,
          from: { phase: 'off', skills: {}, stopped: [] },
          to: WRITES,
        },
      },
    ]);
  });

  it('that changes nothing is noted nowhere', async () => {
    await change(WRITES);
    await change({ ...WRITES, stopped: [] });
    expect(await standing()).toMatchObject({ version: 1 });
    expect(await changes()).toHaveLength(1);
  });

  // Two admins in front of the same page: the second must not undo unseen what the first did.
  it('by somebody who has not seen the last one changes nothing and tells what stands', async () => {
    const answers = { ...WRITES, phase: 'answers' as const };
    const both = await Promise.all([change(WRITES, 0), change(answers, 0)]);
    const [first, second] = both.toSorted((one) => (one.kind === 'changed' ? -1 : 1));
    expect(first?.kind).toBe('changed');
    expect(second).toEqual({ kind: 'stale', standing: first?.standing });
    expect(await standing()).toEqual(first?.standing);
    expect(await changes()).toHaveLength(1);
  });

  it('loses no stop that is set while the phase is being changed', async () => {
    await change(WRITES);
    const stopAccount = (rollout: Rollout) =>
      withStop(rollout, { what: 'account', isStopped: true });
    const stopMaintenance = (rollout: Rollout) =>
      withStop(rollout, { what: 'maintenance', isStopped: true });
    const by = { propertyId, staffId: STAFF, version: null };
    await Promise.all([
      records.rollouts.change({ ...by, to: stopAccount }),
      records.rollouts.change({ ...by, to: stopMaintenance }),
    ]);
    expect((await standing())?.rollout.stopped.toSorted()).toEqual(['account', 'maintenance']);
    expect(await standing()).toMatchObject({ version: 3 });
  });

  it('of an unknown property is refused, and nothing is written', async () => {
    const by = { propertyId: 'none', staffId: STAFF, version: null, to: () => WRITES };
    await expect(records.rollouts.change(by)).rejects.toThrow(RecordNotFound);
    expect(
      await records.postgres.query(`select from audit_entries where chain = 'none'`),
    ).toHaveLength(0);
  });
});

describe('the stop switch of an organisation', () => {
  it('stands as never pressed, then as pressed, with who and when', async () => {
    const ours = async () =>
      (await records.rollouts.listOrganisations()).find(
        (one) => one.organisationId === organisationId,
      );
    const never = { organisationId, isStopped: false, version: 0 };
    expect(await ours()).toEqual({ ...never, changedAt: null, changedByName: null });
    expect((await stop(true)).standing).toMatchObject({ isStopped: true, version: 1 });
    expect(await ours()).toMatchObject({ isStopped: true, changedAt: records.clock.at });
    expect(await records.rollouts.listStopped()).toContain(organisationId);
  });

  it('is set and taken back on the record, each once, however often it is pressed', async () => {
    await stop(true);
    await stop(true);
    await stop(false, 1);
    expect((await changes()).map(({ subject }) => subject)).toEqual([
      { kind: 'organisation', organisationId, from: true, to: false },
      { kind: 'organisation', organisationId, from: false, to: true },
    ]);
    expect(await records.rollouts.listStopped()).not.toContain(organisationId);
  });

  // Safety: somebody who meant an earlier stop must not take back the one that a colleague has just set.
  it('is not taken back by somebody who has not seen the last press', async () => {
    await stop(true);
    await stop(false, 1);
    await stop(true);
    expect(await stop(false, 1)).toMatchObject({
      kind: 'stale',
      standing: { isStopped: true, version: 3 },
    });
  });

  it('is one switch when two press it first at once', async () => {
    await Promise.all([stop(true), stop(true)]);
    expect(await changes()).toHaveLength(1);
  });
});

describe('what counts on the next turn', () => {
  const conversation = (about: object = {}) => ({
    conversationId: 'conversation-1',
    channel: 'portal' as const,
    assurance: 'channel' as const,
    propertyId,
    ...about,
  });
  const inForce = (about: object = {}, channels = {}) =>
    rolloutInForce({ records, channels }, conversation(about));

  it('is read anew: a stop counts at once, and so does taking it back', async () => {
    await change(WRITES);
    expect(furthestPhase(await inForce())).toBe('writes');
    await change(withStop(WRITES, { what: 'maintenance', isStopped: true }));
    expect(phaseOf(await inForce(), 'maintenance')).toBe('off');
    expect(phaseOf(await inForce(), 'account')).toBe('writes');
    await change(WRITES);
    await stop(true);
    expect(furthestPhase(await inForce())).toBe('off');
    await stop(false);
    expect(furthestPhase(await inForce())).toBe('writes');
  });

  it('stops every property of a stopped organisation, and none of another', async () => {
    await change(WRITES);
    await addProperty(`${propertyId}-beside`, `${organisationId}-beside`);
    const by = { organisationId: `${organisationId}-beside`, staffId: STAFF, version: null };
    await records.rollouts.stopOrganisation({ ...by, isStopped: true });
    expect(furthestPhase(await inForce())).toBe('writes');
    expect(furthestPhase(await inForce({ propertyId: `${propertyId}-beside` }))).toBe('off');
  });

  it('is shadow in the share, and off outside of it', async () => {
    await change({ ...WRITES, phase: 'shadow', sharePercent: 82 });
    expect(furthestPhase(await inForce())).toBe('off');
    await change({ ...WRITES, phase: 'shadow', sharePercent: 83 });
    expect(furthestPhase(await inForce())).toBe('shadow');
  });

  it('stops a stranger by the organisation of the number they wrote to', async () => {
    const stranger = { propertyId: null, assurance: 'unknown', channel: 'whatsapp' };
    const channels = { whatsapp: { organisationId } };
    expect(furthestPhase(await inForce(stranger, channels))).toBe('writes');
    await stop(true);
    expect(furthestPhase(await inForce(stranger, channels))).toBe('off');
    // The number tells of no organisation, and not all of them are stopped.
    expect(furthestPhase(await inForce(stranger))).toBe('writes');
    for (const one of await records.rollouts.listOrganisations()) {
      const by = { organisationId: one.organisationId, staffId: STAFF, version: null };
      await records.rollouts.stopOrganisation({ ...by, isStopped: true });
    }
    expect(furthestPhase(await inForce(stranger))).toBe('off');
  });
});
