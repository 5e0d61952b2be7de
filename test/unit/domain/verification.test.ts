import { describe, expect, test } from 'vitest';
import {
  failuresAt,
  hasSecondFact,
  provenAmong,
  proves,
  readClaim,
  saysMore,
} from '../../../src/domain/verification.ts';
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

describe('a unit', () => {
  const places = [
    { propertyId: 'harbor-court', name: 'Harbor Court' },
    { propertyId: 'copper-sage-flats', name: 'Copper Sage Flats' },
  ];
  const household = [resident, aResident({ id: 'HC-4B-02', firstName: 'Luis', phones: [] })];
  const provenBy = (text: string, of = household) => provenAmong(readClaim(text, places), of)?.id;

  test('is read however people write it', () => {
    const said = ['unit 4B', 'apt. 4b', 'Apartment no. 4-B', '#4b', 'depto 4B', 'I live in 4B'];
    for (const text of said) expect(readClaim(text).unit, text).toBe('4B');
    expect(readClaim('unidad número 204').unit).toBe('204');
    for (const text of ['it is 10pm', 'since 2019', 'the 4th floor', 'HC-4B-01', 'Álvarez']) {
      expect(readClaim(text).unit, text).toBeNull();
    }
  });

  test('and the last name or the end of a number on the lease prove', () => {
    expect(provenBy('unit 4B, Maria Alvarez', [resident])).toBe('HC-4B-01');
    expect(provenBy('I am in apartment 4b, my number ends in 0177', [resident])).toBe('HC-4B-01');
    expect(provenBy('4B Álvarez', [resident])).toBe('HC-4B-01');
  });

  test('alone proves nothing, nor beside a wrong name, another unit, or a list of names', () => {
    for (const text of [
      'unit 4B',
      'unit 4B Zzyzx',
      'unit 4C Alvarez',
      '4B 0123 0124',
      'unit 4B Alder Brook Cinder Dapple Elmwood Fennel Gravel Hollow Alvarez',
    ]) {
      expect(provenBy(text, [resident]), text).toBeUndefined();
    }
  });

  test('whose number is the end of a phone number is no second fact by itself', () => {
    const numbered = aResident({ unitNumber: '1204', phones: ['+17135551204'] });
    expect(provenBy('unit 1204', [numbered])).toBeUndefined();
    expect(provenBy('unit 1204, 1204', [numbered])).toBe('HC-4B-01');
  });

  // Privacy: of two people of one name nobody is taken for the other.
  test('with two of one last name proves only who says a first name', () => {
    expect(provenBy('unit 4B Alvarez', [resident, aResident({ id: 'HC-4B-02' })])).toBeUndefined();
    expect(provenBy('unit 4B Luis Alvarez', [resident, ...household.slice(1)])).toBe('HC-4B-02');
  });

  test('proves nobody who has moved out', () => {
    expect(provenBy('unit 4B Alvarez', [aResident({ status: 'past' })])).toBeUndefined();
  });

  test('is told from the building, whose name is no second fact', () => {
    const claim = readClaim('unit 4B at Harbor Court', places);
    expect(claim.propertyIds).toEqual(['harbor-court']);
    expect(hasSecondFact(claim)).toBe(false);
  });

  test('is asked for more by the words alone', () => {
    for (const text of ['unit 4B', 'Hi, I live in apartment 4B', 'hola, vivo en la unidad 4B']) {
      expect(hasSecondFact(readClaim(text)), text).toBe(false);
    }
    for (const text of ['unit 4B Alvarez', '4B 0123']) {
      expect(hasSecondFact(readClaim(text)), text).toBe(true);
    }
  });
});

test('a proof that says nothing else is told from one with a wish', () => {
  const more = (text: string): boolean => saysMore(readClaim(text), resident);
  for (const text of [
    'HC-4B-01 Alvarez',
    'unit 4B, my name is Maria Álvarez',
    'I live in 4B, my phone number ends in 0123',
    'hola, soy María Álvarez de la unidad 4B',
  ]) {
    expect(more(text), text).toBe(false);
  }
  for (const text of ['HC-4B-01 Alvarez, the sink leaks', 'unit 4B Alvarez, any news?']) {
    expect(more(text), text).toBe(true);
  }
});

test('failures count until their time has passed', () => {
  const rule = { failuresMax: 2, forgottenAfterHours: 24 };
  const now = new Date('2026-11-24T12:00:00.000Z');
  const at = (failedAt: string | null): number => failuresAt(now, { failures: 2, failedAt, rule });
  expect(at('2026-11-23T12:00:00.000Z')).toBe(2);
  expect(at('2026-11-23T11:59:59.999Z')).toBe(0);
  expect(at(null)).toBe(2);
});
