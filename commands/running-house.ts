import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { dataFolderOf } from '../engines/data-folder.ts';
import { EngineProblem } from '../engines/problem.ts';
import { rememberedPorts } from '../engines/ports.ts';
import { operatorKeys } from '../src/config.ts';

/** Where the running product listens, and the secret that opens its portal door. */
export interface RunningHouse {
  url: string;
  secret: string;
  /** What an operator's command shows beside the secret. */
  commandKey?: string;
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

/**
 * The same, for commands that only whoever holds the master key may give.
 * @throws EngineProblem when none was started, or when the key is not here
 */
export async function findCommandedHouse(
  environment: NodeJS.ProcessEnv,
): Promise<RunningHouse & { commandKey: string; firstAdminUrl: string }> {
  const house = await findRunningHouse(environment);
  const masterKey =
    environment['NIGHTPORTER_MASTER_KEY'] ||
    (await keptSecrets(dataFolderOf(environment).path))?.NIGHTPORTER_MASTER_KEY;
  if (!masterKey) {
    throw new EngineProblem(
      'This needs the master key of the house: run it where `npm start` runs, or set NIGHTPORTER_MASTER_KEY.',
    );
  }
  const { commandKey, firstAdminCode } = operatorKeys(Buffer.from(masterKey, 'base64'));
  return { ...house, commandKey, firstAdminUrl: `${house.url}/first-admin?code=${firstAdminCode}` };
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

interface HouseRequest {
  path: string;
  method?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** When to give up; never where there is none. */
  signal?: AbortSignal;
}

/**
 * One request to the product, authorised by the shared secret.
 * @throws EngineProblem with the product's own explanation
 */
export async function call(house: RunningHouse, request: HouseRequest): Promise<unknown> {
  const { status, body } = await ask(house, request);
  if (status >= 200 && status < 300) return body;
  throw new EngineProblem(`${request.path} answered ${status}: ${JSON.stringify(body)}`);
}

/**
 * The same, for whoever reads refusals too.
 * @throws EngineProblem when nobody answers
 */
export async function ask(
  house: RunningHouse,
  request: HouseRequest,
): Promise<{ status: number; body: unknown }> {
  const { path, method = 'GET', body, headers = {} } = request;
  const proofs = {
    'x-nightporter-secret': house.secret,
    ...(house.commandKey ? { 'x-nightporter-command': house.commandKey } : {}),
  };
  const { signal = null } = request;
  const init = { method, headers: { ...proofs, ...headers }, signal };
  try {
    const response = await fetch(`${house.url}${path}`, body ? { ...init, body } : init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  } catch (cause) {
    throw new EngineProblem(
      `Night Porter does not answer at ${house.url}: is \`npm start\` running?`,
      { cause },
    );
  }
}
