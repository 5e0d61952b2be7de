import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { dataFolderOf } from '../engines/data-folder.ts';
import { EngineProblem } from '../engines/problem.ts';
import { rememberedPorts } from '../engines/ports.ts';

/** Where the running product listens, and the secret that opens its portal door. */
export interface RunningHouse {
  url: string;
  secret: string;
}

const Secrets = z.object({
  NIGHTPORTER_WEBHOOK_SECRET: z.string(),
  NIGHTPORTER_MASTER_KEY: z.string(),
});

/**
 * The product that was started on this machine, or the one that `NIGHTPORTER_URL` names.
 * @throws EngineProblem when none was started
 */
export async function findRunningHouse(environment: NodeJS.ProcessEnv): Promise<RunningHouse> {
  const { path } = dataFolderOf(environment);
  const ports = await rememberedPorts(path);
  const url =
    environment['NIGHTPORTER_URL'] || (ports ? `http://127.0.0.1:${ports.product}` : null);
  const secret = environment['NIGHTPORTER_WEBHOOK_SECRET'] || (await keptSecret(path));
  if (!url || !secret) {
    throw new EngineProblem('Night Porter has not been started here: run `npm start` first.');
  }
  return { url, secret };
}

async function keptSecret(folder: string): Promise<string | null> {
  return (await keptSecrets(folder))?.NIGHTPORTER_WEBHOOK_SECRET ?? null;
}

async function keptSecrets(folder: string): Promise<z.infer<typeof Secrets> | null> {
  try {
    return Secrets.parse(JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')));
  } catch {
    return null; // never started
  }
}

/**
 * The database of the product that was started here, and the key that seals its audit trail.
 * @throws EngineProblem when none was started and the environment names none
 */
export async function findDatabase(
  environment: NodeJS.ProcessEnv,
): Promise<{ url: string; masterKey: Buffer }> {
  const { path } = dataFolderOf(environment);
  const kept = (await keptSecrets(path))?.NIGHTPORTER_MASTER_KEY;
  const masterKey = environment['NIGHTPORTER_MASTER_KEY'] || kept;
  const url = environment['DATABASE_URL'] || (await embeddedDatabase(path));
  if (!url || !masterKey) {
    throw new EngineProblem(
      'There is no database to read: run `npm start` first, or set DATABASE_URL and NIGHTPORTER_MASTER_KEY.',
    );
  }
  return { url, masterKey: Buffer.from(masterKey, 'base64') };
}

async function embeddedDatabase(folder: string): Promise<string | null> {
  const ports = await rememberedPorts(folder);
  const password = await readFile(join(folder, 'postgres-password'), 'utf8').catch(() => null);
  if (!ports || !password) return null;
  return `postgresql://nightporter:${encodeURIComponent(password)}@127.0.0.1:${ports.postgres}/nightporter`;
}

/**
 * One request to the product, authorised by the shared secret.
 * @throws EngineProblem with the product's own explanation
 */
export async function call(
  house: RunningHouse,
  request: {
    path: string;
    method?: string;
    body?: string | Uint8Array<ArrayBuffer>;
    headers?: Record<string, string>;
  },
): Promise<unknown> {
  const { path, method = 'GET', body, headers = {} } = request;
  const init = { method, headers: { 'x-nightporter-secret': house.secret, ...headers } };
  const response = await fetch(`${house.url}${path}`, body ? { ...init, body } : init).catch(
    (cause: unknown) => {
      throw new EngineProblem(
        `Night Porter does not answer at ${house.url}: is \`npm start\` running?`,
        { cause },
      );
    },
  );
  const text = await response.text();
  if (!response.ok) throw new EngineProblem(`${path} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}
