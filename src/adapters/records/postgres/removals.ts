import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { PropertyProcesses, Removal, Removals } from '../../../ports/removals.ts';
import type { Transaction } from '../../shared/database.ts';
import type { RecordsParts } from './parts.ts';

/** Removals over every table that says of which property its rows are, and every table that refers to those. */
export function createRemovals({ database, auditLog }: RecordsParts): Removals {
  return {
    processesOf: (removal) => database.transaction((tx) => processesOf(tx, removal)),

    remove: (removal) =>
      database.transaction(async (tx) => {
        const references = await readReferences(tx);
        const keys = await tx.execute(
          sql`select key_id as id from persons where ${personsOf(removal)}`,
        );
        for (const root of await rootsOf(tx, removal)) {
          await deleteWithDependents(tx, { ...root, references });
        }
        const keyIds = Ids.parse(keys.rows).map(({ id }) => id);
        await tx.execute(sql`delete from person_keys where ${oneOf('key_id', keyIds)}`);
        await tx.execute(sql`delete from staff_users where ${oneOf('email', removal.staffEmails)}`);
        await tx.execute(sql`update index_revision set revision = revision + 1`);
      }),

    finish: ({ mark, propertyIds }) =>
      database.transaction(async (tx) => {
        await tx.execute(
          sql`insert into house_marks (mark) values (${mark}) on conflict do nothing`,
        );
        await auditLog.appendAudit(tx, {
          chain: 'house',
          key: `removal/${mark}`,
          event: 'properties.removed',
          facts: { mark, propertyIds: propertyIds.join(' ') },
        });
      }),

    async isDone(mark) {
      const found = await database.execute(sql`select 1 from house_marks where mark = ${mark}`);
      return found.rows.length > 0;
    },
  };
}

const oneOf = (column: string, values: readonly string[]): SQL => {
  const listed = sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
  return sql`${sql.identifier(column)} = any(array[${listed}]::text[])`;
};

const personsOf = ({ propertyIds, residentIds }: Removal): SQL =>
  sql`${oneOf('property_id', propertyIds)} or ${oneOf('resident_id', residentIds)}`;

/** Conversations of a property, and those with its residents before anybody knew where they live. */
const conversationsOf = (removal: Removal): SQL =>
  sql`${personsOf(removal)} or person_id in (select person_id from persons where ${personsOf(removal)})`;

/** Documents of the organisation, the property, its units and its leases. */
const documentsOf = (removal: Removal): SQL => {
  const { organisationIds, propertyIds, unitIds, leaseIds } = removal;
  return sql`
    (scope_kind = 'organisation' and ${oneOf('scope_id', organisationIds)})
    or (scope_kind = 'property' and ${oneOf('scope_id', propertyIds)})
    or (scope_kind = 'unit' and ${oneOf('scope_id', unitIds)})
    or (scope_kind = 'lease' and ${oneOf('scope_id', leaseIds)})`;
};

const Ids = z.array(z.object({ id: z.string() }));
const Versions = z.array(z.object({ documentId: z.string(), version: z.number() }));

async function processesOf(tx: Transaction, removal: Removal): Promise<PropertyProcesses> {
  const ids = async (query: SQL): Promise<string[]> =>
    Ids.parse((await tx.execute(query)).rows).map(({ id }) => id);
  const here = oneOf('property_id', removal.propertyIds);
  const spoken = sql`select conversation_id from conversations where ${conversationsOf(removal)}`;
  const ours = sql`${here} or conversation_id in (${spoken})`;
  const documents = await tx.execute(
    sql`select document_id as "documentId", version from documents where ${documentsOf(removal)}`,
  );
  return {
    conversations: await ids(
      sql`select conversation_id as id from conversations where ${conversationsOf(removal)}`,
    ),
    requests: await ids(sql`select request_id as id from maintenance_requests where ${ours}`),
    approvals: await ids(sql`select approval_id as id from approvals where ${here}`),
    handOffs: await ids(sql`select hand_off_id as id from hand_offs where ${ours}`),
    alerts: await ids(sql`select alert_id as id from alerts where ${ours}`),
    documents: Versions.parse(documents.rows),
  };
}

interface Root {
  table: string;
  where: SQL;
}

/**
 * Where the deleting begins. Tables are asked for by their columns, so that one that a later migration brings is not
 * forgotten: whatever names a property or a conversation goes with it. The record is never touched.
 */
async function rootsOf(tx: Transaction, removal: Removal): Promise<Root[]> {
  const here = oneOf('property_id', removal.propertyIds);
  const spoken = sql`select conversation_id from conversations where ${conversationsOf(removal)}`;
  const placed = (await tablesWith(tx, 'property_id')).filter((table) => !OWN_ROOTS.has(table));
  const spokenIn = (await tablesWith(tx, 'conversation_id')).filter(
    (table) => !OWN_ROOTS.has(table),
  );
  return [
    ...placed.map((table) => ({ table, where: here })),
    ...spokenIn.map((table) => ({ table, where: sql`conversation_id in (${spoken})` })),
    { table: 'conversations', where: conversationsOf(removal) },
    { table: 'persons', where: personsOf(removal) },
    { table: 'documents', where: documentsOf(removal) },
    { table: 'properties', where: here },
    { table: 'organisation_stops', where: oneOf('organisation_id', removal.organisationIds) },
  ];
}

const OWN_ROOTS = new Set(['conversations', 'persons', 'documents', 'properties']);

async function tablesWith(tx: Transaction, column: string): Promise<string[]> {
  const found = await tx.execute(sql`
    select table_name as id
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = ${column}
      and table_name not like 'audit%'
    order by table_name`);
  return Ids.parse(found.rows).map(({ id }) => id);
}

const Reference = z.object({
  child: z.string(),
  parent: z.string(),
  childColumns: z.array(z.string()),
  parentColumns: z.array(z.string()),
});
type Reference = z.infer<typeof Reference>;

async function readReferences(tx: Transaction): Promise<Reference[]> {
  const names = (of: string, keys: string) => sql`array(
    select a.attname::text from unnest(c.${sql.raw(keys)}) with ordinality as key (number, place)
      join pg_attribute a on a.attrelid = c.${sql.raw(of)} and a.attnum = key.number order by key.place)`;
  const found = await tx.execute(sql`
    select c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
      ${names('conrelid', 'conkey')} as "childColumns", ${names('confrelid', 'confkey')} as "parentColumns"
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace
    where c.contype = 'f' and n.nspname = 'public' and c.conrelid <> c.confrelid`);
  return z.array(Reference).parse(found.rows);
}

/** Whatever refers to a row goes before it. The tables' references make no circle; one that did would not end. */
async function deleteWithDependents(
  tx: Transaction,
  { table, where, references }: Root & { references: Reference[] },
): Promise<void> {
  for (const { child, childColumns, parentColumns } of references.filter(
    ({ parent }) => parent === table,
  )) {
    const keys = sql`select ${columns(parentColumns)} from ${sql.identifier(table)} where ${where}`;
    const below = sql`(${columns(childColumns)}) in (${keys})`;
    await deleteWithDependents(tx, { table: child, where: below, references });
  }
  await tx.execute(sql`delete from ${sql.identifier(table)} where ${where}`);
}

const columns = (names: string[]): SQL =>
  sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
