import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createEmbeddedPropertyBooks,
  createEmbeddedPropertyPlatform,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { createCsvTableReader } from '../../src/adapters/table-readers/csv/index.ts';
import { FileRefused } from '../../src/api/errors.ts';
import { importFile, type ImportReport } from '../../src/api/import-file.ts';
import { IMPORT_KINDS, type ImportKind } from '../../src/domain/import.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { forNobody } from './property-platform.contract.ts';

const projectPath = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const sample = (kind: ImportKind): string =>
  readFileSync(projectPath(`docs/import/${kind}.csv`), 'utf8');
const TABLES = 'ledger_entries, residents, leases, units, vendors, properties, organisations';

let records: HouseRecords;
let url: string;
beforeAll(async () => {
  records = await startHouseRecords();
  // As the application's role, so that the grants are proven too.
  url = `${records.postgres.url}?options=${encodeURIComponent('-c role=nightporter_app')}`;
});
afterAll(() => records.stop());
beforeEach(async () => {
  const tables = TABLES.split(', ').map((table) => `embedded_platform.${table}`);
  await records.postgres.query(`truncate ${tables.join(', ')} cascade`);
  await records.postgres.query('delete from properties');
});

const everywhere = () => true;
function put(
  kind: ImportKind,
  text: string,
  more: { isRehearsal?: boolean; sees?: (propertyId: string) => boolean } = {},
): Promise<ImportReport> {
  const house = {
    tables: createCsvTableReader(),
    books: createEmbeddedPropertyBooks({ url }),
    properties: records.properties,
    policyPacks: defaultPacks,
    auditLog: records.auditLog,
  };
  const asked = { isRehearsal: false, sees: everywhere, by: 'staff-1', ...more };
  return importFile(house, { kind, file: Buffer.from(text), dates: 'iso', ...asked });
}
async function faultsOf(importing: Promise<unknown>): Promise<string[]> {
  const refusal = await importing.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refusal instanceof FileRefused)) throw refusal ?? new Error('it was not refused');
  return refusal.faults.map(({ row, column, message }) => `${row} ${column}: ${message}`);
}
const counts = ({ added, changed, unchanged }: ImportReport) => ({ added, changed, unchanged });
const everything = async (): Promise<unknown> => {
  const tables = [...TABLES.split(', ').map((table) => `embedded_platform.${table}`), 'properties'];
  const rows = [];
  for (const table of tables) {
    rows.push(await records.postgres.query(`select * from ${table} order by 1`));
  }
  return rows;
};

describe('the sample files', () => {
  it('fill an empty house, and change nothing the second time', async () => {
    const first = [];
    for (const kind of IMPORT_KINDS) first.push(counts(await put(kind, sample(kind))));
    expect(first.map(({ added }) => added)).toEqual([1, 3, 3, 2, 3, 2]);
    const before = await everything();

    for (const kind of IMPORT_KINDS) {
      const report = await put(kind, sample(kind));
      expect([kind, report.rows]).toEqual([kind, []]);
    }
    expect(await everything()).toEqual(before);
    expect(await records.auditLog.verify()).toEqual([]);
  });

  it('are what the platform then says', async () => {
    for (const kind of IMPORT_KINDS) await put(kind, sample(kind));
    const platform = createEmbeddedPropertyPlatform({ url, connectionId: 'embedded' });
    expect(await platform.findResidentsByPhone('+13125550103', forNobody)).toEqual([
      {
        id: 'MY-1B-01',
        propertyId: 'marigold-yard',
        unitId: 'marigold-yard-1b',
        unitNumber: '1B',
        leaseId: 'marigold-yard-1b-2025',
        status: 'notice',
        firstName: 'Luz',
        lastName: 'Farol',
        phones: ['+13125550103'],
        emails: ['luz.farol@resident.example'],
        language: 'es',
      },
    ]);
    expect(await platform.readLedger('marigold-yard-1a-2026', forNobody)).toMatchObject({
      balanceCents: 0,
      currency: 'USD',
    });
    expect(await platform.findLease('marigold-yard-1a-2026', forNobody)).toMatchObject({
      rentCents: 185_000,
    });
    expect(await platform.listVendors('marigold-yard', forNobody)).toHaveLength(2);
    await platform.close();
  });

  it('start a property off, with its own clock, and later keep the phase that it has', async () => {
    await put('properties', sample('properties'));
    expect(await records.properties.find('marigold-yard')).toMatchObject({
      organisationId: 'marigold',
      calendar: { zone: 'America/Chicago', holidays: ['2026-12-25', '2027-01-01'] },
      contacts: { gasUtility: 'Prairie Gas (312-555-0199)', onCall: ['on-call-1', 'on-call-2'] },
      rollout: { phase: 'off', skills: {}, stopped: [] },
    });
    const rollout = { phase: 'writes', skills: {}, stopped: [] } as const;
    await records.rollouts.change({
      propertyId: 'marigold-yard',
      to: () => ({ ...rollout, stopped: [] }),
      staffId: 'staff-ada',
      version: 0,
    });

    const renamed = sample('properties').replace('Marigold Yard', 'Marigold Mews');
    expect(counts(await put('properties', renamed))).toEqual({
      added: 0,
      changed: 1,
      unchanged: 0,
    });
    expect(await records.properties.find('marigold-yard')).toMatchObject({
      name: 'Marigold Mews',
      rollout,
    });
  });
});

describe('a rehearsal', () => {
  it('says what would be, and writes nothing, not even into the record', async () => {
    const before = await everything();
    const [audited] = await records.postgres.query('select count(*) from audit_entries');
    const report = await put('properties', sample('properties'), { isRehearsal: true });
    expect(report).toMatchObject({ isRehearsal: true, added: 1 });
    expect(await everything()).toEqual(before);
    expect(await records.postgres.query('select count(*) from audit_entries')).toEqual([audited]);
  });
});

describe('a file', () => {
  beforeEach(async () => {
    for (const kind of IMPORT_KINDS) await put(kind, sample(kind));
  });

  it('changes what differs and leaves columns alone that it lacks', async () => {
    const text =
      'resident_id,property_id,first_name,last_name\nMY-1A-01,marigold-yard,Tam,Orchard\n';
    const report = await put('residents', text);
    expect(report.rows).toEqual([
      { row: 2, key: 'MY-1A-01', outcome: 'changed', columns: ['first_name'] },
    ]);
    const [row] = await records.postgres.query(
      "select phones, lease_id from embedded_platform.residents where resident_id = 'MY-1A-01'",
    );
    expect(row).toEqual({ phones: ['+13125550101'], lease_id: 'marigold-yard-1a-2026' });
  });

  it('moves residents between leases with their units, and takes off who is no longer named', async () => {
    const text =
      'lease_id,property_id,unit,from,rent,resident_ids\n' +
      'marigold-yard-2a-2026,marigold-yard,2A,2026-12-01,1700,MY-1A-02\n' +
      'marigold-yard-1b-2025,marigold-yard,1B,2025-09-01,1620,\n';
    expect(counts(await put('leases', text))).toEqual({ added: 1, changed: 1, unchanged: 0 });
    expect(
      await records.postgres.query(
        'select resident_id, unit_id, lease_id from embedded_platform.residents order by 1',
      ),
    ).toEqual([
      { resident_id: 'MY-1A-01', unit_id: 'marigold-yard-1a', lease_id: 'marigold-yard-1a-2026' },
      { resident_id: 'MY-1A-02', unit_id: 'marigold-yard-2a', lease_id: 'marigold-yard-2a-2026' },
      { resident_id: 'MY-1B-01', unit_id: null, lease_id: null },
    ]);
  });

  it('with one bad row writes nothing of the good ones', async () => {
    const before = await everything();
    const text = 'property_id,unit\nmarigold-yard,9A\nmarigold-yard,=9B\n';
    expect(await faultsOf(put('units', text))).toHaveLength(1);
    expect(await everything()).toEqual(before);
  });

  it('names every thing that it refers to and that is not there, beside every cell that is wrong', async () => {
    const text =
      'lease_id,property_id,unit,from,rent,resident_ids\n' +
      'L1,marigold-yard,7Z,2026-05-01,1850,MY-1A-01; nobody\n' +
      'L2,oak-house,1A,2026-05-01,1850,\n' +
      'L3,marigold-yard,1A,soon,1850,\n';
    expect(await faultsOf(put('leases', text))).toEqual([
      '2 unit: there is no unit 7Z at marigold-yard: import units first',
      '2 resident_ids: there is no resident nobody: import residents first',
      '3 property_id: there is no property oak-house: import properties first',
      '4 from: "soon" is no day: write it as 2026-11-30',
    ]);
    const entry = 'entry_id,lease_id,posted_on,description,amount\nE1,L9,2026-11-01,Rent,1\n';
    expect(await faultsOf(put('ledger', entry))).toEqual([
      '2 lease_id: there is no lease L9: import leases first',
    ]);
  });

  // Own data only: an admin of one property must not rewrite another's books.
  it('touches no property that the person does not see, neither by its new place nor by its old one', async () => {
    await put('properties', 'property_id,name,time_zone\noak-house,Oak House,America/New_York\n');
    const sees = (propertyId: string) => propertyId === 'oak-house';
    const before = await everything();
    const lines: [ImportKind, string][] = [
      ['units', 'property_id,unit\nmarigold-yard,9A'],
      [
        'residents',
        'resident_id,property_id,first_name,last_name\nMY-1A-01,oak-house,Tamsin,Orchard',
      ],
      [
        'ledger',
        'entry_id,lease_id,posted_on,description,amount\nMY-5001,marigold-yard-1a-2026,2026-11-01,Rent,1',
      ],
      ['properties', 'property_id,name,time_zone\nfir-house,Fir House,America/New_York'],
      ['vendors', 'vendor_id,name,property_ids,trades\nmarigold-handy,Handy,oak-house,general'],
    ];
    for (const [kind, text] of lines) {
      expect([kind, (await faultsOf(put(kind, text, { sees }))).join()]).toEqual([
        kind,
        expect.stringContaining('not one of your properties'),
      ]);
    }
    expect(await everything()).toEqual(before);
  });

  it('that is imported twice at once is added once', async () => {
    const text = 'property_id,unit\nmarigold-yard,9A\nmarigold-yard,9B\n';
    await Promise.all([put('units', text), put('units', text), put('units', text)]);
    expect(
      await records.postgres.query(
        "select unit_id from embedded_platform.units where number like '9%' order by 1",
      ),
    ).toEqual([{ unit_id: 'marigold-yard-9a' }, { unit_id: 'marigold-yard-9b' }]);
  });
});

// An end between the books and our settings must not leave a property that nobody runs.
it('imported again makes good a property that is in the books alone', async () => {
  await put('properties', sample('properties'));
  await records.postgres.query('delete from properties');
  expect(counts(await put('properties', sample('properties')))).toMatchObject({ added: 1 });
  expect(await records.properties.find('marigold-yard')).not.toBeNull();
});
