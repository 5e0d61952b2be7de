import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuditedPropertyPlatform } from '../../src/adapters/property-platforms/audited/index.ts';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { whoOf } from '../../src/api/audit-words.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import { faultyPlatform } from '../fakes/faulty-platform.ts';
import { elmHouse, knownOfElmHouse } from './elm-house.ts';
import { freshReference, propertyPlatformContract } from './property-platform.contract.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';

// Design promise 10: every call of the platform is an intent before and an outcome after, with resident and actor.

let records: HouseRecords;
let embedded: ReturnType<typeof createEmbeddedPropertyPlatform>;
beforeAll(async () => {
  records = await startHouseRecords();
  const { url } = records.postgres;
  await loadPlatformData({ url, data: elmHouse });
  embedded = createEmbeddedPropertyPlatform({ url, connectionId: 'elm' });
});
afterAll(async () => {
  await embedded.close();
  await records.stop();
});

propertyPlatformContract('any, with every call on the record', async () => {
  const { auditLog } = records;
  const { url } = records.postgres;
  const inner = createEmbeddedPropertyPlatform({ url, connectionId: 'embedded-1' });
  return {
    platform: createAuditedPropertyPlatform({ platform: inner, auditLog }),
    known: knownOfElmHouse,
    setNativeStatus: async (externalId, nativeStatus) => {
      const change =
        'update embedded_platform.work_orders set status = $2 where work_order_id = $1';
      await records.postgres.query(change, [externalId, nativeStatus]);
    },
    close: () => inner.close(),
  };
});

let asked = 0;

/** A platform that fails as ordered, somebody it is asked for, and what the record says of that. */
function anAsking(staffId?: string) {
  asked += 1;
  const faulty = faultyPlatform(embedded);
  const { auditLog, clock } = records;
  const now = () => new Date(clock.at);
  const platform = createAuditedPropertyPlatform({ platform: faulty.platform, auditLog, now });
  const requestId = `request-of-call-${asked}`;
  const ids = { requestId, ...(staffId ? { staffId } : {}) };
  const calls = () =>
    records.postgres.query(
      `select chain, event, facts - 'durationMs' as facts from audit_entries
      where facts ->> 'requestId' = $1 order by position`,
      [requestId],
    );
  return { ...faulty, platform, askedFor: { propertyId: 'elm-house', ids }, calls };
}

const order = {
  propertyId: 'elm-house',
  unitId: 'elm-house-1a',
  residentId: 'kim',
  class: 'P3' as const,
  trade: 'plumber',
  brief: 'Tap drips (canary-brief)',
  description: 'canary-description',
  permissionToEnter: 'yes' as const,
  isHeldForApproval: false,
};

test('says before a read who wishes it, and after it whose record came back', async () => {
  const { platform, askedFor, calls } = anAsking('mara');
  await platform.findResident('kim', askedFor);
  const intent = { ...askedFor.ids, connectionId: 'elm', operation: 'find-resident' };
  expect(await calls()).toEqual([
    { chain: 'elm-house', event: 'call.started', facts: intent },
    {
      chain: 'elm-house',
      event: 'call.ended',
      facts: { ...intent, outcome: 'ok', isKnown: true, residentId: 'kim' },
    },
  ]);
});

test('records every operation with its outcome, and names whom a shared number or a unit belongs to', async () => {
  const { platform, askedFor, calls } = anAsking();
  const reference = freshReference();
  await platform.findResidentsByPhone(knownOfElmHouse.sharedPhone, askedFor);
  await platform.findResidentsByUnit({ unit: '1A', propertyIds: null }, askedFor);
  await platform.findLease('lease-1a', askedFor);
  await platform.readLedger('lease-1a', askedFor);
  await platform.listVendors('elm-house', askedFor);
  const { externalId } = await platform.createWorkOrder({ ...order, reference }, askedFor);
  await platform.searchWorkOrders({ reference, propertyId: 'elm-house' }, askedFor);
  await platform.readWorkOrder(externalId, askedFor);
  await platform.changeWorkOrder({ externalId, change: { status: 'cancelled' } }, askedFor);
  const recorded = await calls();
  const ended = recorded.filter(({ event }) => event === 'call.ended');
  expect(ended.map(({ facts }) => facts)).toMatchObject([
    { operation: 'find-residents-by-phone', outcome: 'ok', count: 2, residentIds: 'kim lou' },
    { operation: 'find-residents-by-unit', outcome: 'ok', count: 2, residentIds: 'kim lou' },
    { operation: 'find-lease', outcome: 'ok', isKnown: true },
    { operation: 'read-ledger', outcome: 'ok' },
    { operation: 'list-vendors', outcome: 'ok' },
    { operation: 'create-work-order', outcome: 'ok', externalId },
    { operation: 'search-work-orders', outcome: 'ok', count: 1 },
    { operation: 'read-work-order', outcome: 'ok', isKnown: true },
    { operation: 'change-work-order', outcome: 'ok', externalId },
  ]);
  expect(recorded).toHaveLength(2 * ended.length);
  // Privacy: what was asked and answered is nobody's business here.
  expect(JSON.stringify(recorded)).not.toMatch(/canary|4155550101|Rent/);
});

test('an actor is named where it was one of the staff, else it was the house', () => {
  const entry = {
    chain: 'elm-house',
    key: 'k',
    position: 1,
    at: records.clock.at,
    previousHash: '',
    hash: '',
    event: 'call.started',
    staffNames: { mara: 'Mara Voss' },
  };
  expect(whoOf({ ...entry, facts: { staffId: 'mara' } })).toBe('Mara Voss');
  expect(whoOf({ ...entry, facts: {} })).toBe('Night Porter');
});

test('a call that fails ends by the name of its failure, and its failure is told on', async () => {
  const { platform, askedFor, calls, spoil } = anAsking();
  spoil({ operation: 'createWorkOrder', fault: { kind: 'answer-lost' } });
  const creating = platform.createWorkOrder({ ...order, reference: freshReference() }, askedFor);
  await expect(creating).rejects.toMatchObject({ name: 'ProviderAmbiguous' });
  expect((await calls()).map(({ facts }) => Object(facts).outcome)).toEqual([
    undefined,
    'ProviderAmbiguous',
  ]);
});

test('asks nobody where the intent cannot be written', async () => {
  const { platform: inner, count } = faultyPlatform(embedded);
  const append = () => Promise.reject(new Error('database away'));
  const auditLog = { ...records.auditLog, append };
  const platform = createAuditedPropertyPlatform({ platform: inner, auditLog });
  const { askedFor } = anAsking();
  await expect(platform.findResident('kim', askedFor)).rejects.toThrow('database away');
  await expect(platform.listChangedWorkOrders(records.clock.at)).rejects.toThrow('database away');
  expect(count('findResident').called + count('listChangedWorkOrders').called).toBe(0);
});

test('a call whose process was lost is reported after five minutes, one that ended never', async () => {
  const { platform, askedFor, spoil } = anAsking();
  const answer = Promise.withResolvers<void>();
  spoil({ operation: 'readLedger', fault: { kind: 'delayed', until: answer.promise } });
  const hanging = platform.readLedger('lease-1a', askedFor);
  await platform.findLease('lease-1a', askedFor);
  records.clock.pass(300_001);
  expect(await records.auditLog.verify()).toMatchObject([
    { chain: 'elm-house', fault: 'intent-without-outcome' },
  ]);
  answer.resolve();
  await hanging;
  expect(await records.auditLog.verify()).toEqual([]);
});

// Three looks a minute would bury the record (decision 0039).
test('a day of looks for changes is one entry, and one for each that brought something', async () => {
  records.clock.at = '2027-03-01T08:00:00.000Z';
  const { platform, spoil } = anAsking();
  const looks = () =>
    records.postgres.query(
      `select chain, event, facts - 'durationMs' as facts from audit_entries
      where event like 'platform.%' and at >= '2027-03-01' order by position`,
    );
  const never = '2999-01-01T00:00:00.000Z';
  for (let look = 0; look < 5; look += 1) await platform.listChangedWorkOrders(never);
  const changed = await platform.listChangedWorkOrders('1970-01-01T00:00:00.000Z');
  spoil({ operation: 'listChangedWorkOrders', fault: { kind: 'unavailable' }, times: 2 });
  for (let look = 0; look < 2; look += 1) {
    await expect(platform.listChangedWorkOrders(never)).rejects.toBeInstanceOf(ProviderUnavailable);
  }
  const facts = { connectionId: 'elm' };
  const since = '1970-01-01T00:00:00.000Z';
  const read = { ...facts, since, count: changed.length, outcome: 'ok' };
  expect(changed.length).toBeGreaterThan(0);
  expect(await looks()).toEqual([
    { chain: 'house', event: 'platform.watched', facts },
    { chain: 'house', event: 'platform.changes-read', facts: read },
    {
      chain: 'house',
      event: 'platform.changes-unread',
      facts: { ...facts, outcome: 'ProviderUnavailable' },
    },
  ]);
  records.clock.pass(24 * 3_600_000);
  await platform.listChangedWorkOrders(never);
  expect(await looks()).toHaveLength(4);
  expect(await records.auditLog.verify()).toEqual([]);
});
