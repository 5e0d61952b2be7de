import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Assignment } from '../../../src/ports/hand-offs.ts';
import { hire } from './desk-team.ts';
import { aCarrier, aConversation, queueReply, startHouseRecords } from './house-records.ts';
import type { HouseRecords } from './house-records.ts';

const CLOCKS = {
  openedAt: '2026-11-23T14:00:00.000Z',
  warnAt: '2026-11-23T14:15:00.000Z',
  breachAt: '2026-11-23T14:30:00.000Z',
};
const ROLES = ['agent', 'manager', 'admin'];

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
  await hire(records, { staffId: 'theo' });
  await hire(records, { staffId: 'mara', role: 'manager' });
  await hire(records, { staffId: 'ines' });
});
afterAll(() => records.stop());

let made = 0;
/** A conversation at Elm House, with a hand-off unless told otherwise. */
async function aScene({ waits = true, ...door }: { waits?: boolean; residentId?: string } = {}) {
  made += 1;
  const { conversationId } = await aConversation(records, {
    residentId: door.residentId ?? `resident-given-${made}`,
    propertyId: 'elm-house',
    assurance: 'channel',
    channel: 'portal',
  });
  const handOffId = `hand-off-given-${made}`;
  if (waits) {
    await records.handOffs.open({
      handOffId,
      conversationId,
      propertyId: 'elm-house',
      reason: 'asked-for-person',
      openedAt: '2026-11-23T12:00:00.000Z',
      warnAt: '2026-11-23T12:15:00.000Z',
      breachAt: '2026-11-23T12:30:00.000Z',
    });
  }
  return { conversationId, handOffId };
}

const give = (conversationId: string, changed: Partial<Assignment>) =>
  records.handOffs.assign({
    conversationId,
    staffId: 'theo',
    toStaffId: 'ines',
    fromStaffId: null,
    isSilencing: false,
    mayTakeAway: false,
    clocks: CLOCKS,
    ...changed,
  });

const queueOf = async (staffId: string, queue: 'needs-person' | 'mine') => {
  const any = {
    propertyId: null,
    channel: null,
    language: null,
    reason: null,
    waitingSince: null,
    offset: 0,
  };
  const propertyIds = ['elm-house'];
  const found = await records.deskInbox.list({ ...any, staffId, propertyIds, queue });
  return found.map(({ conversationId }) => conversationId);
};
const begin = (conversationId: string, staffId: string) =>
  records.handOffs.begin({ conversationId, staffId });
const waiting = (conversationId: string) => records.handOffs.findOpen(conversationId);
const isSilent = async (conversationId: string) => {
  const sendId = await queueReply(records, { conversationId });
  return (await records.outbox.sendOnce(sendId, aCarrier())).state === 'withheld';
};

it('moves what waits from the queue into the hand of a colleague, while its clock runs on', async () => {
  const { conversationId, handOffId } = await aScene();
  expect(await queueOf('theo', 'needs-person')).toContain(conversationId);
  expect(await give(conversationId, {})).toEqual({ kind: 'assigned', alreadySending: [] });
  expect(await queueOf('theo', 'needs-person')).not.toContain(conversationId);
  expect(await queueOf('ines', 'mine')).toContain(conversationId);
  expect(await records.deskInbox.find(conversationId)).toMatchObject({
    heldBy: null,
    handOff: { assigned: { staffId: 'ines', name: 'Ines', by: 'Theo' } },
  });
  expect(await waiting(conversationId)).toMatchObject({
    handOffId,
    state: 'waiting',
    breachAt: '2026-11-23T12:30:00.000Z',
  });
  expect(await isSilent(conversationId)).toBe(false);
  const counts = await records.deskInbox.count({ staffId: 'ines', propertyIds: 'all' });
  expect(counts).toMatchObject({ mine: 1, given: 1 });
});

// A colleague who does not come must not hide that a resident waits.
it('shows to everybody again what was given to somebody who let its clock run out', async () => {
  const { conversationId, handOffId } = await aScene();
  await give(conversationId, { isSilencing: true });
  expect(await queueOf('theo', 'needs-person')).not.toContain(conversationId);
  await records.handOffs.mark(handOffId, 'breached');
  expect(await queueOf('theo', 'needs-person')).toContain(conversationId);
  expect(await queueOf('ines', 'mine')).toContain(conversationId);
});

it('silences the assistant at once where it is given with the takeover, and is owned only when they begin', async () => {
  const { conversationId } = await aScene();
  await give(conversationId, { isSilencing: true });
  expect(await isSilent(conversationId)).toBe(true);
  expect(await waiting(conversationId)).toMatchObject({ state: 'waiting' });
  expect(await begin(conversationId, 'theo')).toBe(false);
  expect(await begin(conversationId, 'ines')).toBe(true);
  expect(await waiting(conversationId)).toMatchObject({ state: 'owned', ownerId: 'ines' });
  expect(await records.deskInbox.count({ staffId: 'ines', propertyIds: [] })).toMatchObject({
    given: 0,
  });
});

it('lets the colleague begin by taking over, and whoever comes first where it was only given', async () => {
  const own = await aScene();
  await give(own.conversationId, { isSilencing: true });
  await records.handOffs.takeOver({ conversationId: own.conversationId, staffId: 'ines' });
  const other = await aScene();
  await give(other.conversationId, {});
  await records.handOffs.takeOver({ conversationId: other.conversationId, staffId: 'mara' });
  expect(await waiting(own.conversationId)).toMatchObject({ state: 'owned', ownerId: 'ines' });
  expect(await waiting(other.conversationId)).toMatchObject({ state: 'owned', ownerId: 'mara' });
  expect(await queueOf('ines', 'mine')).not.toContain(other.conversationId);
});

// Whoever goes home gives it back: somebody must answer, by a clock that runs, and its process is asked for.
it('goes back to the queue from who holds it, with a clock of its own, and the assistant speaks again', async () => {
  const { conversationId, handOffId } = await aScene();
  await records.handOffs.takeOver({ conversationId, staffId: 'theo' });
  await give(conversationId, { toStaffId: null, fromStaffId: 'theo' });
  expect(await records.handOffs.find(handOffId)).toMatchObject({ state: 'released' });
  const anew = await waiting(conversationId);
  expect(anew).toMatchObject({ state: 'waiting', reason: 'asked-for-person', ...CLOCKS });
  expect(await queueOf('mara', 'needs-person')).toContain(conversationId);
  expect(await queueOf('theo', 'mine')).not.toContain(conversationId);
  expect(await isSilent(conversationId)).toBe(false);
  const unopened = await records.handOffs.listUnopened();
  expect(unopened.map((row) => row.handOffId)).toContain(anew?.handOffId);
  const untold = await records.handOffs.listUntold();
  expect(untold.map((row) => row.handOffId)).not.toContain(anew?.handOffId);
  await records.handOffs.markTold({ handOffId: anew?.handOffId ?? '', state: 'waiting' });
  const rest = await records.handOffs.listUnopened();
  expect(rest.map((row) => row.handOffId)).not.toContain(anew?.handOffId);
});

it('asks for a person where somebody gives back what nobody had waited for', async () => {
  const { conversationId } = await aScene({ waits: false });
  await records.handOffs.takeOver({ conversationId, staffId: 'theo' });
  await give(conversationId, { toStaffId: null, fromStaffId: 'theo' });
  expect(await waiting(conversationId)).toMatchObject({ reason: 'passed-on', state: 'waiting' });
});

it('never lifts the fence while it goes from one hand to the other', async () => {
  const { conversationId } = await aScene();
  await records.handOffs.takeOver({ conversationId, staffId: 'theo' });
  const other = await records.another();
  let isGiving = true;
  const giving = give(conversationId, { fromStaffId: 'theo', isSilencing: true }).finally(() => {
    isGiving = false;
  });
  const states: string[] = [];
  while (isGiving) {
    const sendId = await queueReply(records, { conversationId });
    states.push((await other.outbox.sendOnce(sendId, aCarrier())).state);
  }
  await giving;
  expect(new Set([...states, 'withheld'])).toEqual(new Set(['withheld']));
  expect(await begin(conversationId, 'theo')).toBe(false);
  expect(await begin(conversationId, 'ines')).toBe(true);
});

it('gives everything of a person along that the same colleague had', async () => {
  const one = await aScene({ residentId: 'resident-of-two' });
  const { conversationId: elsewhere } = await aConversation(records, {
    residentId: 'resident-of-two',
    propertyId: 'elm-house',
    assurance: 'channel',
    channel: 'web-chat',
  });
  const clocks = { ...CLOCKS, openedAt: '2026-11-23T11:00:00.000Z' };
  await records.handOffs.open({
    handOffId: 'hand-off-elsewhere',
    conversationId: elsewhere,
    propertyId: 'elm-house',
    reason: 'language',
    ...clocks,
  });
  await records.handOffs.takeOver({ conversationId: one.conversationId, staffId: 'theo' });
  await records.handOffs.takeOver({ conversationId: elsewhere, staffId: 'theo' });
  await give(one.conversationId, { toStaffId: null, fromStaffId: 'theo' });
  expect(await waiting(one.conversationId)).toMatchObject({ state: 'waiting' });
  expect(await waiting(elsewhere)).toMatchObject({ state: 'waiting', reason: 'language' });
});

it('goes to one of two people to whom it is given at once; the other giver hears who has it', async () => {
  const { conversationId } = await aScene();
  const both = await Promise.all([
    give(conversationId, { staffId: 'theo', toStaffId: 'ines' }),
    give(conversationId, { staffId: 'mara', toStaffId: 'mara' }),
  ]);
  expect(both.map(({ kind }) => kind).toSorted()).toEqual(['assigned', 'changed']);
  const assigned = (await records.deskInbox.find(conversationId))?.handOff?.assigned;
  expect(both).toContainEqual({ kind: 'changed', name: assigned?.name });
});

it('keeps what somebody holds from everybody but them and those who may take it away', async () => {
  const { conversationId } = await aScene();
  await records.handOffs.takeOver({ conversationId, staffId: 'mara' });
  const wish = { fromStaffId: 'mara' };
  expect(await give(conversationId, wish)).toEqual({ kind: 'held', name: 'Mara' });
  expect(await begin(conversationId, 'mara')).toBe(true);
  expect(await give(conversationId, { ...wish, mayTakeAway: true })).toMatchObject({
    kind: 'assigned',
  });
  expect(await begin(conversationId, 'mara')).toBe(false);
});

it('gives nothing away where nobody waits', async () => {
  const { conversationId } = await aScene({ waits: false });
  expect(await give(conversationId, {})).toEqual({ kind: 'nobody-waits' });
  expect(await waiting(conversationId)).toBeNull();
});

it('writes once where nothing changes, and who gave what to whom on the record otherwise', async () => {
  const { conversationId } = await aScene();
  await give(conversationId, { toStaffId: null });
  await give(conversationId, { isSilencing: true });
  const entries = await records.postgres.query(
    `select facts - 'conversationId' as facts from audit_entries
    where event = 'conversation.assigned' and facts->>'conversationId' = $1`,
    [conversationId],
  );
  expect(entries).toEqual([
    { facts: { staffId: 'theo', fromStaffId: null, toStaffId: 'ines', isSilencing: true } },
  ]);
  expect(await records.auditLog.verify()).toEqual([]);
});

it('names what is held by or given to somebody who no longer works there, and takes it back', async () => {
  const { handOffs } = records;
  await hire(records, { staffId: 'rufus' });
  const held = await aScene();
  await handOffs.takeOver({ conversationId: held.conversationId, staffId: 'rufus' });
  const given = await aScene();
  await give(given.conversationId, { toStaffId: 'rufus' });
  const ofRufus = async () =>
    (await handOffs.listStranded(ROLES))
      .filter(({ staffId }) => staffId === 'rufus')
      .map(({ conversationId }) => conversationId)
      .toSorted();
  expect(await ofRufus()).toEqual([]);
  await records.postgres.query(
    `update staff_rights set property_id = 'oak-house' where user_id = 'rufus'`,
  );
  expect(await ofRufus()).toEqual([held.conversationId, given.conversationId].toSorted());
  for (const { conversationId } of [held, given]) {
    await give(conversationId, {
      staffId: null,
      toStaffId: null,
      fromStaffId: 'rufus',
      mayTakeAway: true,
    });
  }
  expect(await ofRufus()).toEqual([]);
  const queue = await queueOf('theo', 'needs-person');
  expect(queue).toEqual(expect.arrayContaining([held.conversationId, given.conversationId]));
});

it('gives nothing to somebody who was deactivated, and takes back what they have', async () => {
  await hire(records, { staffId: 'wendel' });
  const { conversationId } = await aScene();
  await records.handOffs.takeOver({ conversationId, staffId: 'wendel' });
  const { postgres } = records;
  await postgres.query(
    'alter table staff_users add column if not exists deactivated_at timestamptz',
  );
  await postgres.query(`update staff_users set deactivated_at = now() where id = 'wendel'`);
  const stranded = await records.handOffs.listStranded(ROLES);
  expect(stranded).toContainEqual({ conversationId, propertyId: 'elm-house', staffId: 'wendel' });
  const team = await records.team.listAt({ propertyId: 'elm-house', roles: ROLES });
  expect(team.map(({ staffId }) => staffId)).not.toContain('wendel');
});

it('lists those who can be given a conversation at a property, and nobody who only reads the record', async () => {
  await hire(records, { staffId: 'casper', role: 'auditor' });
  await hire(records, { staffId: 'odile', role: 'admin', propertyId: null });
  await hire(records, { staffId: 'wanda', propertyId: 'oak-house' });
  const { team } = records;
  const here = await team.listAt({ propertyId: 'elm-house', roles: ROLES });
  expect(here.map(({ name }) => name)).toEqual(['Ines', 'Mara', 'Odile', 'Theo']);
  const anywhere = await team.listAt({ propertyId: null, roles: ROLES });
  expect(anywhere.map(({ name }) => name)).toContain('Wanda');
});

it('tells when somebody last wrote in what they hold', async () => {
  const { conversationId } = await aScene();
  await records.handOffs.takeOver({ conversationId, staffId: 'theo' });
  const actedAt = async () => {
    const held = await records.deskInbox.listHeld({ staffId: 'mara', propertyIds: ['elm-house'] });
    return held.find((each) => each.conversationId === conversationId)?.heldBy?.actedAt;
  };
  expect(await actedAt()).toBe(records.clock.at);
  records.clock.pass(60_000);
  await records.notes.add({ conversationId, staffId: 'mara', key: 'not-theirs', text: 'Hm.' });
  expect(await actedAt()).not.toBe(records.clock.at);
  await queueReply(records, { conversationId, purpose: 'staff' });
  expect(await actedAt()).toBe(records.clock.at);
  records.clock.pass(60_000);
  await records.notes.add({ conversationId, staffId: 'theo', key: 'theirs', text: 'On it.' });
  expect(await actedAt()).toBe(records.clock.at);
});
