import { Client } from 'pg';

/** The platform as it hangs: every statement on its tables waits until the platform's own time limit. */
export interface PlatformOutage {
  begin(tables: 'all' | 'work orders'): Promise<void>;
  end(): Promise<void>;
  /** Whether a create of ours waits for the platform. */
  isWriteHanging(): Promise<boolean>;
  /** How many work orders of a reference stand at the platform. */
  count(reference: string): Promise<number>;
  close(): Promise<void>;
}

/** Gets ready to hold the embedded platform's tables of a house. */
export async function preparePlatformOutage(connectionString: string): Promise<PlatformOutage> {
  const [holder, reader] = [new Client({ connectionString }), new Client({ connectionString })];
  await holder.connect();
  await reader.connect();
  const { rows } = await reader.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name
    from information_schema.tables where table_schema = 'embedded_platform'`,
  );
  const all = rows.map(({ name }) => name).join(', ');
  return {
    async begin(tables) {
      await holder.query('begin');
      const locked = tables === 'all' ? all : 'embedded_platform.work_orders';
      await holder.query(`lock table ${locked} in access exclusive mode`);
    },
    async end() {
      await holder.query('rollback');
    },
    async isWriteHanging() {
      const { rowCount } = await reader.query(
        `select from pg_stat_activity where wait_event_type = 'Lock'
          and query ilike '%insert into embedded_platform.work_orders%'`,
      );
      return rowCount !== 0;
    },
    async count(reference) {
      const { rowCount } = await reader.query(
        'select 1 from embedded_platform.work_orders where description like $1',
        [`%[ref ${reference}]%`],
      );
      return rowCount ?? 0;
    },
    async close() {
      await holder.end();
      await reader.end();
    },
  };
}
