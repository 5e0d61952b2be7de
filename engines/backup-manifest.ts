import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { EngineProblem } from './problem.ts';

const FORMAT = 1;
const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
const Manifest = z.object({
  format: z.number(),
  madeAt: z.string(),
  /** The last migration that the database has. */
  migration: z.string(),
  /** The database's files fit this machine and this PostgreSQL only. */
  machine: z.string(),
  postgres: z.string(),
});

/** What a backup says of itself. */
export type Manifest = z.infer<typeof Manifest>;

/** This machine, as far as the files of a database care. */
export const MACHINE = `${process.platform}-${process.arch}`;

/** The manifest of a backup that is being made now. */
export function manifestFor(by: Pick<Manifest, 'migration' | 'postgres'>): Manifest {
  return { format: FORMAT, madeAt: new Date().toISOString(), machine: MACHINE, ...by };
}

/** The manifest in a text. @throws EngineProblem when the text is none */
export function parseManifest(text: string | null): Manifest {
  try {
    return Manifest.parse(JSON.parse(text ?? 'null'));
  } catch (cause) {
    throw new EngineProblem('This file is no backup of Night Porter.', { cause });
  }
}

/** The last migration that this program knows. */
export async function lastKnownMigration(): Promise<string> {
  const names = (await readdir(MIGRATIONS)).filter((name) => /^\d{4}_[\w-]+\.sql$/.test(name));
  return names.toSorted().at(-1) ?? '';
}

/**
 * Lets a backup pass that this program can open here; one from an older program is brought up to date at the next start.
 * @throws EngineProblem naming both versions
 */
export function demandOpenable(
  manifest: Manifest,
  here: { migration: string; postgres: string; machine: string },
): void {
  const { format, migration, postgres, machine } = manifest;
  if (format > FORMAT || migration > here.migration) {
    throw new EngineProblem(
      `This backup is newer than this program: it has migration ${migration} and this program ends at ${here.migration}. Restore it with the program that made it, or a newer one.`,
    );
  }
  if (majorOf(postgres) !== majorOf(here.postgres)) {
    throw new EngineProblem(
      `This backup holds files of PostgreSQL ${postgres} and this program brings ${here.postgres}: restore it with a program that brings ${majorOf(postgres)}.`,
    );
  }
  if (machine !== here.machine) {
    throw new EngineProblem(
      `This backup was made on ${machine} and this machine is ${here.machine}: the database's files cannot be moved between the two.`,
    );
  }
}

const majorOf = (version: string): string => version.split('.')[0] ?? version;
