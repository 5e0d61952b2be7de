import { expect, test } from 'vitest';
import { proves, readClaim } from '../../../src/domain/verification.ts';
import { aResident } from '../../builders.ts';

const resident = aResident({ lastName: 'Álvarez', phones: ['+17135550123', '+17135550177'] });
const isProven = (text: string, of = resident): boolean => proves(readClaim(text), of);

// Privacy: a booking id stands on letters and doors; whoever knows it alone is nobody.
test('a booking id alone proves nothing', () => {
  expect(isProven('HC-4B-01')).toBe(false);
  expect(isProven('my booking is hc-4b-01, please tell me my balance')).toBe(false);
});

test('a second fact alone proves nothing', () => {
  expect(isProven('I am Maria Álvarez, 713-555-0123')).toBe(false);
});

test('a booking id and the last name prove, whatever the accents and capitals', () => {
  for (const name of ['Álvarez', 'alvarez', 'ALVAREZ', 'A\u0301lvarez']) {
    expect(isProven(`Hi, ${name} here, booking hc-4b-01.`), name).toBe(true);
  }
});

test('a booking id and the end of a number on the lease prove', () => {
  for (const number of ['0123', '713-555-0177', '7135550123', '+1 (713) 555-0123']) {
    expect(isProven(`HC-4B-01 ${number}`), number).toBe(true);
  }
  for (const number of ['0124', '123', '5129990123', '2145550123']) {
    expect(isProven(`HC-4B-01 ${number}`), number).toBe(false);
  }
});

test("another resident's booking id is not proven by own facts", () => {
  expect(isProven('HC-4C-01 Álvarez 0123')).toBe(false);
});

test('the id itself is no second fact, however its parts read', () => {
  const lee = aResident({ id: 'LEE-1204-01', lastName: 'Lee', phones: ['+17135551204'] });
  expect(isProven('LEE-1204-01', lee)).toBe(false);
  expect(isProven('LEE-1204-01 LEE-1204-01', lee)).toBe(false);
  expect(isProven('LEE-1204-01 Lee', lee)).toBe(true);
});

test('a name of several words counts as a whole, and one of two letters not at all', () => {
  const brien = aResident({ lastName: 'O’Brien', phones: [] });
  for (const name of ["O'Brien", 'OBrien', 'o brien']) {
    expect(isProven(`HC-4B-01 ${name}`, brien), name).toBe(true);
  }
  const garcia = aResident({ lastName: 'García López', phones: [] });
  expect(isProven('HC-4B-01 garcia lopez', garcia)).toBe(true);
  expect(isProven('HC-4B-01 garcia', garcia)).toBe(false);
  expect(isProven('so, my booking is HC-4B-01', aResident({ lastName: 'So' }))).toBe(false);
  expect(isProven('HC-4B-01', aResident({ lastName: '', phones: [''] }))).toBe(false);
});
