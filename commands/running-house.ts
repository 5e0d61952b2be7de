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

const Secrets = z.object({ NIGHTPORTER_WEBHOOK_SECRET: z.string() });

/**
 * The product that was started on this machine, or the one that `NIGHTPORTER_URL` names.
 * @throws EngineProblem when none was started
 */
export async function findRunningHouse(environment: NodeJS.ProcessEnv): Promise<RunningHouse> {
  const { path } = dataFolderOf(environment);
  const ports = await rememberedPorts(path);
  const url =
    environment['NIGHTPORTER_URL'] ?? (ports ? `http://127.0.0.1:${ports.product}` : null);
  const secret = environment['NIGHTPORTER_WEBHOOK_SECRET'] ?? (await keptSecret(path));
  if (!url || !secret) {
    throw new EngineProblem('Night Porter has not been started here: run `npm start` first.');
  }
  return { url, secret };
}

async function keptSecret(folder: string): Promise<string | null> {
  try {
    const text = await readFile(join(folder, 'secrets.json'), 'utf8');
    return Secrets.parse(JSON.parse(text)).NIGHTPORTER_WEBHOOK_SECRET;
  } catch {
    return null; // never started
  }
}

/**
 * One request to the product, authorised by the shared secret.
 * @throws EngineProblem with the product's own explanation
 */
export async function call(
  house: RunningHouse,
  request: { path: string; method?: string; body?: BodyInit; headers?: Record<string, string> },
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
