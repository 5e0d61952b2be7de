import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTemporal } from '../../../engines/find-temporal.ts';
import { freePort } from '../../../engines/free-port.ts';
import { startPart } from '../../../engines/part.ts';
import { startPostgres } from '../../../engines/postgres.ts';
import type { RunningProcess } from '../../../engines/running-process.ts';
import { SEARCH_ATTRIBUTES } from '../../../engines/search-attributes.ts';
import { startTemporal } from '../../../engines/temporal.ts';
import { whatsAppStandIn } from '../../../engines/whatsapp-stand-in.ts';

const projectPath = (relative: string): string =>
  fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

/** The parts that a test may kill and start again, on the same data. */
export type PartName = 'postgres' | 'temporal' | 'worker' | 'api';

/** The product as processes, each to be killed and started by itself. */
export interface OpenHouse {
  /** The product's address; the same after each start of the API. */
  url: string;
  webhookSecret: string;
  databaseUrl: string;
  temporalAddress: string;
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
  /** What the parts have written to their logs. */
  logs(): string;
  kill(part: PartName): Promise<void>;
  /** Starts a part again; `more` are settings of this start only. */
  start(part: PartName, more?: NodeJS.ProcessEnv): Promise<void>;
  /** Says something to a part over its message channel; nobody hears it while the part is down. */
  tell(part: PartName, message: object): void;
  close(): Promise<void>;
}

interface HouseOptions {
  hasWhatsAppStandIn?: boolean;
  rules?: Record<string, unknown>;
  /** Where worker and API reach the database instead of directly. */
  throughLine?: (url: string) => string;
}

/**
 * Starts the real engines and the real product in a folder of its own; `settings` adds to its environment. The stand-in
 * for WhatsApp is there as `npm start` opens it, where a test asks for it; `rules` are an operator's layers of rules, by
 * file.
 */
export async function openHouse(
  settings: NodeJS.ProcessEnv = {},
  { hasWhatsAppStandIn = false, rules = {}, throughLine = (url) => url }: HouseOptions = {},
): Promise<OpenHouse> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'nightporter-e2e-'));
  await chmod(dataFolder, 0o755); // PostgreSQL may run as another user
  for (const [file, content] of Object.entries(rules)) {
    const path = join(dataFolder, 'policy-packs', file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify(content));
  }
  const cacheFolder = projectPath('.nightporter/engines');
  const { path: executable } = await findTemporal({ cacheFolder, environment: process.env });
  const ports = {
    postgres: await freePort(),
    temporal: await freePort(),
    temporalUi: await freePort(),
    product: await freePort(),
  };
  const standIn = hasWhatsAppStandIn
    ? await whatsAppStandIn({ dataFolder, environment: settings, ports })
    : {};
  const lines: string[] = [];
  const onLine = (line: string): void => void lines.push(line);
  const running = new Map<PartName, RunningProcess>();
  const webhookSecret = randomBytes(24).toString('hex');
  const url = `http://127.0.0.1:${ports.product}`;
  const temporalAddress = `127.0.0.1:${ports.temporal}`;
  let databaseUrl = '';
  let reachedUrl = '';

  const environmentNow = (): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    NIGHTPORTER_DATA: dataFolder,
    NIGHTPORTER_MASTER_KEY: MASTER_KEY,
    NIGHTPORTER_AUTH_SECRET: 'an-auth-secret-for-tests-only-0001',
    NIGHTPORTER_WEBHOOK_SECRET: webhookSecret,
    NIGHTPORTER_QUIET_MS: '200',
    DATABASE_URL: reachedUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
    PORT: String(ports.product),
    ...standIn,
    ...settings,
  });
  const startScript = async (
    name: 'worker' | 'api',
    { script, more }: { script: string; more: NodeJS.ProcessEnv },
  ): Promise<void> => {
    await startPart({
      name,
      script: projectPath(script),
      environment: { ...environmentNow(), ...more },
      graceMs: 30_000,
      onLine,
      onLaunch: (process) => running.set(name, process),
    });
  };
  const starters: Record<PartName, (more: NodeJS.ProcessEnv) => Promise<void>> = {
    async postgres() {
      const started = await startPostgres({ dataFolder, port: ports.postgres, onLine });
      databaseUrl = started.url;
      reachedUrl = throughLine(started.url);
      running.set('postgres', started);
    },
    async temporal() {
      const options = { executable, dataFolder, port: ports.temporal, uiPort: ports.temporalUi };
      const searchAttributes = SEARCH_ATTRIBUTES;
      running.set('temporal', await startTemporal({ ...options, searchAttributes, onLine }));
    },
    worker: (more) => startScript('worker', { script: 'src/worker.ts', more }),
    api: (more) => startScript('api', { script: 'src/api/main.ts', more }),
  };

  // A test run that is cut short leaves nothing running.
  const killAll = (): void => running.forEach((part) => part.kill());
  process.once('exit', killAll);

  try {
    await starters.postgres({});
    await starters.temporal({});
    await Promise.all([starters.api({}), starters.worker({})]);
    await untilReady({ url });
  } catch (error) {
    killAll(); // a house that does not open leaves nothing running either
    throw error;
  }
  const house: OpenHouse = {
    url,
    webhookSecret,
    databaseUrl,
    temporalAddress,
    dataFolder,
    environment: environmentNow(),
    logs: () => lines.join('\n'),
    async kill(part) {
      const process = running.get(part);
      process?.kill();
      await process?.exited;
      running.delete(part);
    },
    start: (part, more = {}) => starters[part](more),
    tell(part, message) {
      const child = running.get(part)?.child;
      // One that ends just now is not told, like one that is down.
      if (child?.connected) child.send(message, () => undefined);
    },
    async close() {
      for (const part of ['api', 'worker', 'temporal', 'postgres'] as const) {
        await running.get(part)?.stop();
      }
      process.off('exit', killAll);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return house;
}

// Fixed, so that a house can be opened again on the same data.
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

// Where much else runs the sample's documents alone take minutes.
const OPEN_WITHIN_SECONDS = 240;

async function untilReady({ url }: Pick<OpenHouse, 'url'>): Promise<void> {
  const isReady = async (): Promise<boolean> => (await fetch(`${url}/ready`)).ok;
  await until('the house is ready', isReady, OPEN_WITHIN_SECONDS);
}

/** Resolves once `isSo` answers true; asks again every 100 ms, for a minute and a half unless told otherwise. */
export async function until(
  what: string,
  isSo: () => Promise<boolean>,
  seconds = 90,
): Promise<void> {
  const giveUpAt = Date.now() + seconds * 1000;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > giveUpAt) throw new Error(`not so within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
