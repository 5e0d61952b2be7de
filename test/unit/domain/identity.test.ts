import { expect, test } from 'vitest';
import { isAssured, readableScopes } from '../../../src/domain/identity.ts';
import { anIdentity } from '../../builders.ts';

const keys = (identity: ReturnType<typeof anIdentity>): string[] =>
  readableScopes(identity, 'bayou-living').map(({ kind, id }) => `${kind}:${id}`);
const PUBLIC = ['property:harbor-court', 'organisation:bayou-living'];

test('each level may do what the one before may', () => {
  expect(isAssured('stepUp', 'session')).toBe(true);
  expect(isAssured('session', 'session')).toBe(true);
  expect(isAssured('channel', 'session')).toBe(false);
  expect(isAssured('unknown', 'channel')).toBe(false);
});

test('a resident reads their lease, unit, property and organisation, the nearest first', () => {
  expect(keys(anIdentity())).toEqual(['lease:lease-1', 'unit:harbor-court-4b', ...PUBLIC]);
});

// Privacy: nothing of a home is read by a stranger, or by who has moved out of it.
test('a stranger and a past resident read what the whole property may read', () => {
  expect(keys(anIdentity({ assurance: 'unknown' }))).toEqual(PUBLIC);
  expect(keys(anIdentity({ assurance: 'stepUp', status: 'past' }))).toEqual(PUBLIC);
});

test('whom no property claims reads what the organisation tells everybody, or nothing', () => {
  const nobody = anIdentity({ propertyId: null, unitId: null, leaseId: null });
  expect(readableScopes(nobody, 'bayou-living')).toEqual([
    { kind: 'organisation', id: 'bayou-living' },
  ]);
  expect(readableScopes(nobody, null)).toEqual([]);
});
