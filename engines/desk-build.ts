import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const DASHBOARD = join(PROJECT, 'dashboard');
// The desk offers these files as examples.
const IMPORT_EXAMPLES = join(PROJECT, 'docs', 'import');
const STAMP = join(DASHBOARD, 'dist', 'built-from.txt');

/**
 * Builds the desk's pages unless they were built from exactly these sources and library versions. Answers a sentence
 * when it cannot be built: the house serves residents without it.
 */
export async function buildDesk({
  onProgress,
}: {
  onProgress: (line: string) => void;
}): Promise<string | null> {
  const wanted = await fingerprint();
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) return null;
  onProgress('building the desk');
  const trouble = await build();
  if (trouble !== null) {
    return `The desk could not be built (${trouble}); everything else works. Run \`npx vite build dashboard --config dashboard/vite.config.ts\` to see why.`;
  }
  await writeFile(STAMP, wanted);
  return null;
}

/** A digest of everything that the built pages are made from. */
async function fingerprint(): Promise<string> {
  const folders = [DASHBOARD, IMPORT_EXAMPLES].map((folder) =>
    readdir(folder, { recursive: true, withFileTypes: true }),
  );
  const files = (await Promise.all(folders))
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(DASHBOARD, 'dist')))
    .toSorted();
  const hash = createHash('sha256');
  for (const path of [...files, join(PROJECT, 'package-lock.json')]) {
    hash.update(`${path.slice(PROJECT.length)}\n`).update(await readFile(path));
  }
  return hash.digest('hex');
}

/** Null when it went well, else the first line of what went wrong. */
function build(): Promise<string | null> {
  const vite = join(PROJECT, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(DASHBOARD, 'vite.config.ts');
  const child = spawn(
    process.execPath,
    [vite, 'build', DASHBOARD, '--config', config, '--logLevel', 'error'],
    { cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code) => {
      resolve(code === 0 ? null : (/\S.*/.exec(complaint)?.[0] ?? `exit code ${code}`));
    });
  });
}
