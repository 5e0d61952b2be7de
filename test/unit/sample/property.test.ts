import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';

import { sampleProperty, type SampleProperty } from '../../../sample/property.ts';

const ANCHORS = ['2026-11-01', '2026-11-17', '2027-02-28'];

const sample = sampleProperty();

function idsOf(records: readonly { id: string }[]): string[] {
  return records.map(({ id }) => id);
}

function leaseOf(bookingId: string): SampleProperty['leases'][number] {
  const lease = sample.leases.find(({ residentIds }) => residentIds.includes(bookingId));
  if (!lease) throw new Error(`no lease for ${bookingId}`);
  return lease;
}

test.each(ANCHORS)('is the same twice on %s', (anchorOn) => {
  expect(sampleProperty({ anchorOn })).toEqual(sampleProperty({ anchorOn }));
});

test('hands out fresh objects, so a caller that changes one changes no other', () => {
  const mine = sampleProperty();
  mine.properties.forEach(({ holidays }) => holidays.splice(0));
  mine.vendors.forEach(({ trades }) => trades.splice(0));
  mine.leases.forEach(({ pets }) => pets.splice(0));
  expect(sampleProperty()).toEqual(sample);
});

test('holds two properties in two time zones, 60 units and about 80 residents', () => {
  expect(sample.properties.map(({ timeZone }) => timeZone)).toEqual([
    'America/New_York',
    'America/Denver',
  ]);
  expect(sample.units).toHaveLength(60);
  expect(sample.residents.length).toBeGreaterThanOrEqual(75);
  expect(sample.residents.length).toBeLessThanOrEqual(90);
});

test('gives every record an id of its own', () => {
  const entries = sample.ledgers.flatMap((ledger) => ledger.entries);
  const { properties, units, leases, vendors, workOrders } = sample;
  for (const records of [properties, units, leases, vendors, workOrders, entries]) {
    const ids = idsOf(records);
    expect(new Set(ids).size).toBe(ids.length);
  }
  const bookingIds = sample.residents.map(({ bookingId }) => bookingId);
  expect(new Set(bookingIds).size).toBe(bookingIds.length);
});

test('resolves every reference', () => {
  const properties = idsOf(sample.properties);
  const units = idsOf(sample.units);
  const vendors = idsOf(sample.vendors);
  const residents = sample.residents.map(({ bookingId }) => bookingId);

  expect(sample.units.every(({ propertyId }) => properties.includes(propertyId))).toBe(true);
  expect(sample.leases.every(({ unitId }) => units.includes(unitId))).toBe(true);
  expect(sample.leases.flatMap(({ residentIds }) => residentIds)).toEqual(residents);
  expect(sample.ledgers.map(({ leaseId }) => leaseId)).toEqual(idsOf(sample.leases));
  expect(sample.vendors.flatMap(({ propertyIds }) => propertyIds)).toSatisfy((ids: string[]) =>
    ids.every((id) => properties.includes(id)),
  );
  for (const order of sample.workOrders) {
    expect(leaseOf(order.residentId).unitId).toBe(order.unitId);
    expect(order.vendorId === null || vendors.includes(order.vendorId)).toBe(true);
  }
});

// Privacy: nothing in the sample may ever reach a real person.
test('uses only numbers and addresses reserved for fiction', () => {
  const { properties, residents, vendors } = sample;
  const phones = [
    ...properties.flatMap((one) => [one.officePhone, one.onCallPhone, one.gasUtilityPhone]),
    ...residents.map(({ phone }) => phone),
    ...vendors.map(({ phone }) => phone),
  ];
  for (const phone of phones) {
    expect(phone).toMatch(/^\+1[2-9]\d{2}55501\d{2}$/);
    expect(isValidPhoneNumber(phone)).toBe(true);
  }
  expect(residents.every(({ email }) => /^[a-z.]+@resident\.example$/.test(email))).toBe(true);
});

test('gives every resident a number and an address of their own, but for one household', () => {
  const { residents } = sample;
  const byPhone = Map.groupBy(residents, ({ phone }) => phone);
  const shared = [...byPhone.values()].filter(({ length }) => length > 1);
  expect(shared.map((people) => people.map(({ bookingId }) => bookingId))).toEqual([
    ['HC-5A-01', 'HC-5A-02'],
  ]);
  expect(new Set(residents.map(({ email }) => email)).size).toBe(residents.length);
});

// Money: the account a resident is told about.
test.each(ANCHORS)('owes exactly what the entries add up to on %s', (anchorOn) => {
  for (const { entries, balanceCents } of sampleProperty({ anchorOn }).ledgers) {
    expect(entries.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(balanceCents);
    for (const { kind, amountCents, postedOn } of entries) {
      expect(kind === 'charge' ? amountCents > 0 : amountCents < 0).toBe(true);
      expect(postedOn <= anchorOn).toBe(true);
    }
  }
});

test.each(ANCHORS)('starts with a current resident of Harbor Court 4B on %s', (anchorOn) => {
  const { residents, leases, ledgers, workOrders } = sampleProperty({ anchorOn });
  expect(residents[0]).toMatchObject({ bookingId: 'HC-4B-01', status: 'current' });
  expect(leases[0]).toMatchObject({ unitId: 'harbor-court-4b', residentIds: ['HC-4B-01'] });
  expect(ledgers[0]).toMatchObject({ leaseId: leases[0]?.id, balanceCents: 7_500 });
  expect(workOrders.filter(({ unitId }) => unitId === 'harbor-court-4b')).toEqual([
    expect.objectContaining({ residentId: 'HC-4B-01', status: 'done', category: 'disposal.jam' }),
  ]);
});

test('has a resident for every standing and both languages', () => {
  const standings = new Set(sample.residents.map(({ status }) => status));
  expect(standings).toEqual(new Set(['current', 'notice', 'eviction', 'past', 'future']));
  const spanish = sample.residents.filter(({ preferredLanguage }) => preferredLanguage === 'es');
  expect(spanish.map(({ bookingId }) => bookingId)).toContain('HC-3C-01');
});

test('keeps a past resident of a home that somebody else lives in now', () => {
  const past = leaseOf('HC-2C-01');
  const current = leaseOf('HC-2C-02');
  expect(past).toMatchObject({ status: 'past', unitId: current.unitId });
  expect(current.status).toBe('current');
  expect(past.toOn < current.fromOn).toBe(true);
});

test.each(ANCHORS)('agrees in standing and dates, and lets no home twice, on %s', (anchorOn) => {
  const { leases } = sampleProperty({ anchorOn });
  for (const { status, fromOn, toOn } of leases) {
    expect(fromOn > anchorOn).toBe(status === 'future');
    expect(toOn < anchorOn).toBe(status === 'past');
  }
  for (const ofUnit of Map.groupBy(leases, ({ unitId }) => unitId).values()) {
    ofUnit.slice(1).forEach((later, index) => {
      expect((ofUnit[index]?.toOn ?? '') < later.fromOn).toBe(true);
    });
  }
});

test.each(ANCHORS)('completes work orders after they were opened on %s', (anchorOn) => {
  const { workOrders } = sampleProperty({ anchorOn });
  for (const { status, openedAt, completedAt, vendorId } of workOrders) {
    expect(completedAt !== null).toBe(status === 'done');
    expect(openedAt < (completedAt ?? `${anchorOn}T24:00`)).toBe(true);
    expect(vendorId === null).toBe(status === 'new');
  }
});

test('offers emergency plumbing, electricity, heating and locks at both properties', () => {
  for (const { id } of sample.properties) {
    const trades = sample.vendors
      .filter(({ propertyIds, isEmergency }) => isEmergency && propertyIds.includes(id))
      .flatMap((vendor) => vendor.trades);
    expect(trades).toEqual(
      expect.arrayContaining(['plumbing', 'electrician', 'hvac', 'locksmith']),
    );
  }
});

test('assigns no work order to the one vendor whose licence has expired', () => {
  const expired = sample.vendors.filter(
    ({ licenceExpiresOn }) => licenceExpiresOn !== null && licenceExpiresOn < sample.anchorOn,
  );
  expect(idsOf(expired)).toEqual(['vendor-lowtide-drain-service']);
  expect(sample.workOrders.some(({ vendorId }) => vendorId === expired[0]?.id)).toBe(false);
});

test('closes the offices on real days of 2026 and 2027, in order', () => {
  for (const { holidays } of sample.properties) {
    const days = holidays.map(({ on }) => on);
    expect(days).toEqual(days.toSorted());
    expect(days.every((on) => DateTime.fromISO(on).isValid && /^202[67]-/.test(on))).toBe(true);
  }
});

test('refuses an anchor that is no calendar day', () => {
  expect(() => sampleProperty({ anchorOn: '2026-02-30' })).toThrow('not a calendar day');
});
