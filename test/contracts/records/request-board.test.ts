import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRequestActivities } from '../../../src/activities/requests.ts';
import { takeUp, type ToldNeeds } from '../../../src/activities/request-told.ts';
import { createCorrectClass } from '../../../src/api/correct-class.ts';
import { Conflict, NotAllowed } from '../../../src/api/errors.ts';
import type { Role, Staff } from '../../../src/api/rights.ts';
import { NO_ACCESS } from '../../../src/domain/access.ts';
import { approvalIdOf } from '../../../src/domain/approval.ts';
import type { Circumstance } from '../../../src/domain/circumstance.ts';
import type { MaintenanceRequestRow } from '../../../src/ports/maintenance-requests.ts';
import { notedProcesses } from '../../fakes/noted-processes.ts';
import { startHouseRecords, type HouseRecords } from './house-records.ts';
import { aNewRequest } from './request-records.ts';
import { aHouse, aScene } from './told-scene.ts';

// The board over the real records: what breaches next, the story, and classes that people set.

let records: HouseRecords;
let house: ToldNeeds;
const { processes, told, of } = notedProcesses();
beforeAll(async () => {
  records = await startHouseRecords();
  house = aHouse(records, processes);
});
beforeEach(() => {
  told.length = 0;
});
afterAll(() => records.stop());

const make = async (changes: Parameters<typeof aNewRequest>[0] = {}) =>
  (
    await records.maintenanceRequests.create(
      aNewRequest({ conversationId: null, residentId: null, ...changes }),
    )
  ).request;

const aStaff = (role: Role): Staff => ({
  staffId: `staff-${role}`,
  name: role,
  role,
  propertyIds: ['elm-house'],
});

const correct = (
  row: MaintenanceRequestRow,
  by: { class: 'P0' | 'P1' | 'P2' | 'P3'; role?: Role; reason?: string },
) =>
  createCorrectClass(house)({
    row,
    staff: aStaff(by.role ?? 'manager'),
    class: by.class,
    reason: by.reason ?? 'It is no emergency.',
  });

test('writes the clock that a request is held to with each state of it', async () => {
  const made = await make({ state: 'awaiting-confirmation' });
  const { requestId, deadlines } = made;
  expect(made.nextDeadlineAt).toBe(deadlines.dispatchBy);
  const to = async (state: MaintenanceRequestRow['state']) =>
    (await records.maintenanceRequests.change(requestId, { state })).nextDeadlineAt;
  expect(await to('open')).toBe(deadlines.dispatchBy);
  expect(await to('scheduled')).toBe(deadlines.doneBy);
  expect(await to('awaiting-completion-check')).toBeNull();
  expect(await to('open')).toBe(deadlines.dispatchBy);
  expect(await to('closed')).toBeNull();
});

test('holds an approval to the promise of news, and from then on to its own end', async () => {
  const { requestId, deadlines } = await make({ state: 'awaiting-approval' });
  const expiresAt = '2026-11-30T12:00:00.000Z';
  await records.approvals.open({
    approvalId: approvalIdOf({ requestId, reopenings: 0 }),
    subject: {
      requestId,
      reference: 'MR-0000000000',
      propertyId: 'elm-house',
      class: 'P3',
      trade: 'plumbing',
      ceilingCents: 100_000,
    },
    digest: 'd',
    remindAt: expiresAt,
    escalateAt: expiresAt,
    expiresAt,
  });
  const missClock = () =>
    createRequestActivities(house).missClock({ requestId, clock: 'approval' });
  const clock = async () => (await records.maintenanceRequests.find(requestId))?.nextDeadlineAt;
  expect(await clock()).toBe(deadlines.dispatchBy);
  const before = records.clock.at;
  records.clock.at = deadlines.dispatchBy;
  await missClock();
  expect(await clock()).toBe(expiresAt);
  await missClock(); // again, by a retry
  records.clock.at = before;
  expect(await clock()).toBe(expiresAt);
});

test('lists what breaches next first, what is held to no clock last, and of the own properties only', async () => {
  const propertyId = 'ash-house';
  const due = (dispatchBy: string) => ({
    propertyId,
    state: 'open' as const,
    deadlines: { acceptBy: dispatchBy, dispatchBy, doneBy: dispatchBy, legal: [] },
  });
  const late = await make(due('2026-12-05T12:00:00.000Z'));
  const overdue = await make(due('2026-11-20T12:00:00.000Z'));
  const unclocked = await make({ propertyId, state: 'awaiting-completion-check' });
  const ended = await make({ propertyId, state: 'open' });
  await records.maintenanceRequests.change(ended.requestId, { state: 'cancelled' });
  await make({ propertyId: 'oak-house', state: 'open' });

  const listed = async (by: Partial<Parameters<typeof records.requestBoard.list>[0]>) =>
    (
      await records.requestBoard.list({
        propertyIds: ['ash-house'],
        propertyId: null,
        side: 'open',
        ...by,
      })
    ).map(({ requestId }) => requestId);
  expect(await listed({})).toEqual([overdue.requestId, late.requestId, unclocked.requestId]);
  expect(await listed({ side: 'ended' })).toEqual([ended.requestId]);
  expect(await listed({ propertyIds: [] })).toEqual([]);
  expect(await listed({ propertyId: 'oak-house' })).toEqual([]);
  expect(await listed({ propertyIds: 'all', propertyId: 'oak-house' })).toHaveLength(1);
});

// Safety: only people lower a class, and it stands who did and why.
test('sets a class by hand: the process is told, the clocks follow, and the record names who, not why', async () => {
  const row = await make({ class: 'P1', state: 'open', issue: 'appl.stove', trade: 'appliance' });
  const reason = 'canary: the stove works again';
  const corrected = await correct(row, { class: 'P2', reason });
  expect(corrected.class).toBe('P2');
  expect(corrected.nextDeadlineAt).toBe(corrected.deadlines.dispatchBy);
  expect(corrected.deadlines.dispatchBy > row.openedAt).toBe(true);
  expect(of('tellClassCorrected')).toMatchObject([
    { requestId: row.requestId, correction: { class: 'P2', deadlines: corrected.deadlines } },
  ]);

  const story = await records.requestBoard.story(row);
  expect(story.at(-1)).toMatchObject({
    event: 'request.class-corrected',
    facts: { from: 'P1', class: 'P2', staffId: 'staff-manager' },
    reason,
  });
  const plain = await records.postgres.query(
    `select facts::text || encode(reason_sealed, 'escape') as text
    from audit_entries, class_corrections`,
  );
  expect(JSON.stringify(plain)).not.toContain('canary');
  expect(await records.auditLog.verify()).toEqual([]);
});

test('counts a lowered class from the report and a raised one from now, so that lowering wins no time', async () => {
  const openedLongAgo = await make({ class: 'P2', state: 'open', issue: 'pest.rodent' });
  const lowered = await correct(openedLongAgo, { class: 'P3' });
  const raised = await correct(lowered, { class: 'P1', reason: 'A baby lives there.' });
  expect(raised.deadlines.dispatchBy > new Date(Date.now() - 60_000).toISOString()).toBe(true);
  const again = await correct(raised, { class: 'P3', reason: 'It is the wrong unit.' });
  expect(again.deadlines).toEqual(lowered.deadlines);
});

test('rings the people on call when a person makes it an emergency, and opens what waited to be confirmed', async () => {
  const row = await make({ class: 'P2', state: 'awaiting-confirmation', issue: 'pest.rodent' });
  await correct(row, { class: 'P1', reason: 'It is a wasp nest over the cot.' });
  expect(of('openAlert')).toMatchObject([{ class: 'P1', ladder: expect.any(Array) }]);
  expect(of('tellResidentAnswered')).toMatchObject([
    { question: 'confirm-request', answer: { kind: 'yes' } },
  ]);
});

// Money: what went out as an emergency without a question must not become dear by an agent's click.
test('lets only a manager lower an emergency whose cost would have needed an approval', async () => {
  const row = await make({ class: 'P1', state: 'open', issue: 'water.leak_contained' });
  await expect(correct(row, { class: 'P2', role: 'agent' })).rejects.toThrow(NotAllowed);
  expect(told).toEqual([]);
  await correct(row, { class: 'P2', role: 'manager' });
  expect(of('tellClassCorrected')).toMatchObject([{ correction: { approval: null } }]);
});

test('refuses a class that it has already, and any once it has ended', async () => {
  const row = await make({ class: 'P2', state: 'open' });
  await expect(correct(row, { class: 'P2' })).rejects.toThrow(Conflict);
  const ended = await records.maintenanceRequests.change(row.requestId, { state: 'closed' });
  await expect(correct(ended, { class: 'P3' })).rejects.toThrow('This request has ended');
  expect(told).toEqual([]);
});

test('two people who set the same class at once set it once', async () => {
  const row = await make({ class: 'P2', state: 'open', issue: 'pest.rodent' });
  const both = await Promise.allSettled([
    correct(row, { class: 'P3' }),
    correct(row, { class: 'P3' }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

// Safety: what a person has weighed does not come back by the next message, and what is new still raises.
test('a resident’s next words do not overrule the person, but news that make it worse do', async () => {
  const about = await aScene(records, {
    request: { class: 'P1', issue: 'water.flood', state: 'open' },
  });
  const before = await about.row();
  if (!before) throw new Error('no request');
  await correct(before, { class: 'P3', reason: 'A bucket tipped over.' });
  const say = async (circumstances: Circumstance[]) => {
    const now = await about.row();
    if (!now) throw new Error('no request');
    const words = `more ${circumstances.join()}`;
    const raised = await takeUp(house, {
      row: now,
      told: { words, access: NO_ACCESS, circumstances },
      once: `${about.requestId}/${words}`,
    });
    return raised.class;
  };
  expect(await say([])).toBe('P3');
  expect(['P0', 'P1']).toContain(await say(['near-electrics']));
});
