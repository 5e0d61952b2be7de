import { Pool, type PoolClient } from 'pg';
import { z } from 'zod';
import {
  importKey,
  unitKey,
  type ImportKind,
  type ImportRow,
  type ImportValues,
} from '../../../domain/import.ts';
import {
  mergedValues,
  planImport,
  type Books,
  type ImportPlan,
} from '../../../domain/import-plan.ts';
import { ProviderUnavailable } from '../../../ports/errors.ts';
import type { PropertyBooks } from '../../../ports/property-books.ts';
import {
  EMPTY_ORGANISATIONS,
  EXISTING,
  MEMBERS,
  MOVE_RESIDENTS,
  REFERENCES,
  REMOVALS,
  upsert,
} from './books-sql.ts';
import { asApplication } from './role.ts';

const Value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const Existing = z.record(z.string(), Value);
const Reference = z.object({
  kind: z.enum(['property', 'unit', 'resident', 'lease']),
  id: z.string(),
  property_id: z.string(),
  about: z.string().nullable(),
});

// Any number of ours, the same in each process: two imports at once are judged one after the other.
const IMPORT_LOCK = 7_205_759_404;

const Members = z.object({
  unitIds: z.array(z.string()),
  leaseIds: z.array(z.string()),
  residentIds: z.array(z.string()),
});

/** The books of the embedded platform, over connections of their own. */
export function createEmbeddedPropertyBooks({ url }: { url: string }): PropertyBooks {
  return {
    importRows: (asked) =>
      inTransaction(url, async (connection) => {
        const { kind, rows, isRehearsal, sees } = asked;
        const books = await readBooks(connection, kind);
        const plan = planImport({ kind, rows, books, sees });
        if (!isRehearsal && plan.faults.length === 0) {
          await writeRows(connection, { kind, rows, plan, books });
        }
        return plan;
      }),

    membersOf: (propertyIds) =>
      inTransaction(url, async (connection) => {
        const { rows } = await connection.query<Record<string, unknown>>(MEMBERS, [propertyIds]);
        return Members.parse(rows[0]);
      }),

    removeProperties: (propertyIds) =>
      inTransaction(url, async (connection) => {
        for (const removal of REMOVALS) await connection.query(removal, [propertyIds]);
        await connection.query(EMPTY_ORGANISATIONS);
      }),
  };
}

/** One at a time over all processes, so that what was judged is what is written. */
async function inTransaction<Result>(
  url: string,
  run: (connection: PoolClient) => Promise<Result>,
): Promise<Result> {
  const pool = new Pool({
    connectionString: url,
    ...asApplication,
    max: 1,
    connectionTimeoutMillis: 5_000,
  });
  const connection = await pool.connect().catch((cause: unknown) => {
    throw new ProviderUnavailable('embedded platform did not answer', { cause });
  });
  try {
    await connection.query('begin');
    await connection.query('select pg_advisory_xact_lock($1)', [IMPORT_LOCK]);
    const result = await run(connection);
    await connection.query('commit');
    return result;
  } finally {
    connection.release(true); // closing it undoes what did not commit
    await pool.end();
  }
}

async function writeRows(
  connection: PoolClient,
  by: { kind: ImportKind; rows: readonly ImportRow[]; plan: ImportPlan; books: Books },
): Promise<void> {
  const { kind, plan, books } = by;
  const touched = new Set(
    plan.outcomes.filter(({ outcome }) => outcome !== 'unchanged').map(({ key }) => key),
  );
  const values = by.rows
    .filter(({ key }) => touched.has(key))
    .map((row) => mergedValues(kind, { row, existing: books.existing }));
  if (values.length > 0) await writers[kind]({ connection, values, books });
}

async function readBooks(connection: PoolClient, kind: ImportKind): Promise<Books> {
  const existing = (await connection.query<Record<string, unknown>>(EXISTING[kind])).rows
    .map((row) => Existing.parse(row))
    .map((values): [string, ImportValues] => [importKey(kind, values), values]);
  const found = (await connection.query<Record<string, unknown>>(REFERENCES)).rows.map((row) =>
    Reference.parse(row),
  );
  const of = (wanted: z.infer<typeof Reference>['kind']) =>
    found.filter((reference) => reference.kind === wanted);
  return {
    existing: new Map(existing),
    properties: new Set(of('property').map(({ id }) => id)),
    units: new Map(
      of('unit').map(({ id, property_id, about }) => [unitKey(property_id, about ?? ''), id]),
    ),
    residents: new Map(
      of('resident').map(({ id, property_id: propertyId, about: leaseId }) => [
        id,
        { propertyId, leaseId },
      ]),
    ),
    leases: new Map(of('lease').map(({ id, property_id }) => [id, property_id])),
  };
}

interface Writing {
  connection: PoolClient;
  values: readonly ImportValues[];
  books: Books;
}

const writers: Readonly<Record<ImportKind, (by: Writing) => Promise<void>>> = {
  async properties({ connection, values }) {
    const organisations = new Map(
      values.map(({ organisation_id: id, organisation_name: name }) => [
        id,
        { organisation_id: id, name },
      ]),
    );
    await write(connection, {
      table: 'organisations',
      key: 'organisation_id',
      rows: [...organisations.values()],
    });
    const rows = values.map(({ property_id, organisation_id, name, currency }) => ({
      property_id,
      organisation_id,
      name,
      currency,
    }));
    await write(connection, { table: 'properties', key: 'property_id', rows });
  },

  async units({ connection, values, books }) {
    const rows = values.map((unit) => ({
      unit_id: unitIdOf(books, unit) ?? unitKey(String(unit['property_id']), String(unit['unit'])),
      property_id: unit['property_id'],
      number: unit['unit'],
    }));
    await write(connection, { table: 'units', key: 'unit_id', rows });
  },

  async residents({ connection, values }) {
    const rows = values.map(({ phone, email, ...resident }) => ({
      ...resident,
      phones: phone,
      emails: email,
    }));
    await write(connection, { table: 'residents', key: 'resident_id', rows });
  },

  async leases({ connection, values, books }) {
    const rows = values.map((lease) => ({
      lease_id: lease['lease_id'],
      unit_id: unitIdOf(books, lease),
      from_on: lease['from'],
      to_on: lease['to'],
      rent_cents: lease['rent'],
    }));
    await write(connection, { table: 'leases', key: 'lease_id', rows });
    const people = values.map((lease) => ({ ...lease, unit_id: unitIdOf(books, lease) }));
    await connection.query(MOVE_RESIDENTS, [JSON.stringify(people)]);
  },

  async ledger({ connection, values }) {
    const rows = values.map(({ amount, ...entry }) => ({ ...entry, amount_cents: amount }));
    await write(connection, { table: 'ledger_entries', key: 'entry_id', rows });
  },

  async vendors({ connection, values }) {
    await write(connection, { table: 'vendors', key: 'vendor_id', rows: values });
  },
};

function unitIdOf(books: Books, { property_id, unit }: ImportValues): string | undefined {
  return books.units.get(unitKey(String(property_id), String(unit)));
}

async function write(
  connection: PoolClient,
  { table, key, rows }: { table: string; key: string; rows: readonly object[] },
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  await connection.query(upsert({ table, key, columns }), [JSON.stringify(rows)]);
}
