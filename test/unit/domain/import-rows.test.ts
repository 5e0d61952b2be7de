import { describe, expect, it } from 'vitest';
import { checkRows } from '../../../src/domain/import-rows.ts';
import type { ImportKind } from '../../../src/domain/import.ts';

const context = { dates: 'iso', trades: ['plumbing'] } as const;
const check = (kind: ImportKind, lines: string[]) => {
  const [header = [], ...rows] = lines.map((line) => line.split(','));
  const numbered = rows.map((cells, index) => ({ row: index + 2, cells }));
  return checkRows({ kind, table: { header, rows: numbered }, context });
};
const faultsOf = (kind: ImportKind, lines: string[]): string[] =>
  check(kind, lines).faults.map(({ row, column, message }) => `${row} ${column}: ${message}`);

describe('the header', () => {
  it('may be written with capitals, spaces and in any order', () => {
    const { rows, faults } = check('units', ['Unit,Property ID', '4B,elm-house']);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      { row: 2, key: 'elm-house-4b', values: { unit: '4B', property_id: 'elm-house' } },
    ]);
  });

  it('is refused with the nearest right name, and every column that is missing', () => {
    expect(faultsOf('units', ['propertyid,colour', 'elm-house,red'])).toEqual([
      '1 propertyid: is no column of this file: did you mean property_id?',
      '1 colour: is no column of this file: there are property_id, unit',
      '1 property_id: is missing',
      '1 unit: is missing',
    ]);
  });

  it('is refused when a column stands there twice', () => {
    expect(faultsOf('units', ['unit,property_id,Unit', '4B,elm-house,4C'])).toEqual([
      '1 Unit: stands there twice',
    ]);
  });
});

describe('rows', () => {
  it('have all their faults named, by row and column, not the first alone', () => {
    expect(
      faultsOf('leases', [
        'lease_id,property_id,unit,from,to,rent',
        'L1,elm-house,4B,2026-05-01,2026-04-30,much',
        'L2,,4C,yesterday,,1850',
      ]),
    ).toEqual([
      '2 rent: "much" is no amount: write it as 1850.00',
      '2 to: is before the first day (2026-05-01)',
      '3 property_id: is empty',
      '3 from: "yesterday" is no day: write it as 2026-11-30',
    ]);
  });

  it('that mean the same thing twice are refused with both row numbers', () => {
    expect(faultsOf('units', ['property_id,unit', 'elm-house,4-B', 'elm-house,4 b'])).toEqual([
      '3 property_id: elm-house-4-b stands in row 2 already',
    ]);
  });

  it('put a resident on one lease only', () => {
    expect(
      faultsOf('leases', [
        'lease_id,property_id,unit,from,rent,resident_ids',
        'L1,elm-house,4B,2026-05-01,1850,kim;lee',
        'L2,elm-house,4C,2026-05-01,1850,kim',
      ]),
    ).toEqual(['3 resident_ids: kim stands in row 2 already']);
  });

  it('that were cut by a separator inside a cell are told from those with empty ends', () => {
    expect(faultsOf('units', ['property_id,unit', 'elm-house,4B,,'])).toEqual([]);
    expect(faultsOf('units', ['property_id,unit', 'elm-house,4B,Annex'])).toEqual([
      '2 null: has 3 cells where the header has 2: put a cell that holds the separator in quotation marks',
    ]);
  });

  it('are asked for when there are none', () => {
    expect(faultsOf('units', ['property_id,unit'])).toEqual(['1 null: there is nothing below it']);
  });
});
