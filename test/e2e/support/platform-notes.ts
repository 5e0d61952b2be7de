import { Client } from 'pg';
import { z } from 'zod';

const Write = z.object({ operation: z.enum(['insert', 'update']), status: z.string() });

/** A write that reached the embedded platform: what kind, and the status that it left. */
export type PlatformWrite = z.infer<typeof Write>;

/** A note at the platform itself of every write to its work orders, ours and those of the desk. */
export interface PlatformNotes {
  /** The writes of the order that carries this reference, first to last. */
  of(reference: string): Promise<PlatformWrite[]>;
}

/** Begins to take notes; they are kept in the database, over every restart. */
export async function notePlatformWrites(databaseUrl: string): Promise<PlatformNotes> {
  const ask = async (text: string, values: unknown[] = []): Promise<unknown[]> => {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  await ask(`
    create schema platform_notes;
    create table platform_notes.writes (
      ordinal bigint generated always as identity, operation text, status text, description text
    );
    create function platform_notes.take() returns trigger language plpgsql security definer as $$
    begin
      insert into platform_notes.writes (operation, status, description)
        values (lower(tg_op), new.status, new.description);
      return new;
    end $$;
    create trigger note after insert or update on embedded_platform.work_orders
      for each row execute function platform_notes.take();
  `);
  return {
    async of(reference) {
      const rows = await ask(
        `select operation, status from platform_notes.writes
          where description like $1 order by ordinal`,
        [`%[ref ${reference}]%`],
      );
      return z.array(Write).parse(rows);
    },
  };
}
