import { expect, test } from 'vitest';

import { sampleProperty } from '../../../sample/property.ts';
import { sampleOnCall, sampleStaff } from '../../../sample/staff.ts';

test('has somebody in every role, signing in at a reserved address', () => {
  const staff = sampleStaff();
  const roles = new Set(staff.map(({ role }) => role));
  expect(roles).toEqual(new Set(['agent', 'manager', 'admin', 'auditor']));
  expect(staff.every(({ email }) => /^[a-z]+@staff\.example$/.test(email))).toBe(true);
  expect(staff.every(({ phone }) => /^\+1[2-9]\d{2}55501\d{2}$/.test(phone))).toBe(true);
  expect(new Set(staff.map(({ id }) => id)).size).toBe(staff.length);
});

test('limits everyone to properties that exist', () => {
  const properties = sampleProperty().properties.map(({ id }) => id);
  for (const { propertyIds } of sampleStaff()) {
    expect(propertyIds.length).toBeGreaterThan(0);
    expect(properties).toEqual(expect.arrayContaining(propertyIds));
  }
});

// Safety: an emergency at any property wakes somebody who may see it.
test('has a ladder of two at every property, each of whom may see it', () => {
  const staff = new Map(sampleStaff().map((member) => [member.id, member]));
  const ladders = new Map(sampleOnCall().map((ladder) => [ladder.propertyId, ladder.staffIds]));
  for (const { id } of sampleProperty().properties) {
    const ladder = ladders.get(id) ?? [];
    expect(ladder).toHaveLength(2);
    expect(ladder.every((staffId) => staff.get(staffId)?.propertyIds.includes(id))).toBe(true);
  }
});
