import { findTemporal } from './find-temporal.ts';
import type { DataFolder } from './data-folder.ts';
import type { PartName } from './leftovers.ts';
import { startPart, type Ready } from './part.ts';
import { openPartLog } from './part-log.ts';
import { startPostgres } from './postgres.ts';
import type { Ports } from './ports.ts';
import type { RunningProcess } from './running-process.ts';
import { SEARCH_ATTRIBUTES } from './search-attributes.ts';
import { startTemporal, withoutTemporalSettings } from './temporal.ts';
import { say } from './terminal.ts';

const HOST = '127.0.0.1';

/** The house's own programs, by the absolute path of their TypeScript. */
export type Scripts = Record<'worker' | 'api', string>;

/** What the parts are started with. */
export interface BringUp {
  folder: DataFolder;
  ports: Ports;
  environment: NodeJS.ProcessEnv;
  secrets: Record<string, string>;
  scripts: Scripts;
  /** What runs the house's own programs in their stead, and starts them anew when they change. */
  watcher?: string;
  /** Aborted when everything is called off. */
  signal: AbortSignal;
  /** Told of each process as soon as it exists. */
  onLaunch: (launched: Launched) => void;
}

/** A process that has just been started, and the words by which to know it again. */
export interface Launched {
  name: PartName;
  running: RunningProcess;
  marker: string;
  logFile: string;
  /** Starts the same part once more, on the same data and port; told of like the first. */
  startAgain: () => Promise<unknown>;
}

/** What the start screen shows. */
export interface House {
  productUrl: string;
  databaseUrl: string;
  temporalAddress: string;
  temporalUiUrl: string | null;
  lines: string[];
}

/**
 * Starts what the environment does not name already, in order: database, Temporal, then worker and API together.
 * @throws EngineProblem when a part cannot be started
 */
export async function bringUp(options: BringUp): Promise<House> {
  const databaseUrl = options.environment['DATABASE_URL'] || (await bringUpDatabase(options));
  options.signal.throwIfAborted();
  const temporal = await bringUpTemporal(options);
  options.signal.throwIfAborted();
  const environment = {
    ...temporal.environment,
    ...options.secrets,
    DATABASE_URL: databaseUrl,
    NIGHTPORTER_DATA: options.folder.path,
    PORT: String(options.ports.product),
  };
  say(
    'starting the worker and the API (the first time they also fill the database: up to a minute)',
  );
  const [api] = await Promise.all([
    bringUpPart('api', { ...options, environment }),
    bringUpPart('worker', { ...options, environment }),
  ]);
  return {
    productUrl: api.url ?? productUrl(options.ports),
    databaseUrl,
    temporalAddress: temporal.address,
    temporalUiUrl: temporal.uiUrl,
    lines: api.lines,
  };
}

async function bringUpDatabase(options: BringUp): Promise<string> {
  const { folder, ports, onLaunch } = options;
  say('starting the database');
  const log = await openPartLog(folder.logs, 'postgres');
  const { url } = await startPostgres({
    dataFolder: folder.path,
    port: ports.postgres,
    onLine: log.write,
    onLaunch: (running) =>
      onLaunch({
        name: 'postgres',
        running,
        marker: folder.path,
        logFile: log.path,
        startAgain: () => bringUpDatabase(options),
      }),
  });
  return url;
}

interface Reached {
  address: string;
  uiUrl: string | null;
  /** What the parts need to reach it. */
  environment: NodeJS.ProcessEnv;
}

async function bringUpTemporal(options: BringUp): Promise<Reached> {
  const { environment } = options;
  const address = environment['TEMPORAL_ADDRESS'];
  if (!address) return startOwnTemporal(options);
  const namespace = environment['TEMPORAL_NAMESPACE'] || 'default';
  return {
    address,
    uiUrl: environment['NIGHTPORTER_TEMPORAL_UI'] || null,
    environment: { ...environment, TEMPORAL_NAMESPACE: namespace },
  };
}

async function startOwnTemporal(options: BringUp): Promise<Reached> {
  const { folder, ports, environment, onLaunch, signal } = options;
  const search = { cacheFolder: folder.engines, environment, onProgress: say, signal };
  const { path: executable } = await findTemporal(search);
  signal.throwIfAborted();
  say('starting Temporal');
  const log = await openPartLog(folder.logs, 'temporal');
  const { address, uiUrl } = await startTemporal({
    executable,
    dataFolder: folder.path,
    port: ports.temporal,
    uiPort: ports.temporalUi,
    searchAttributes: SEARCH_ATTRIBUTES,
    codecEndpoint: `${productUrl(ports)}/codec`,
    onLine: log.write,
    onLaunch: (running) =>
      onLaunch({
        name: 'temporal',
        running,
        marker: folder.path,
        logFile: log.path,
        startAgain: () => startOwnTemporal(options),
      }),
  });
  const own = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: 'default',
    NIGHTPORTER_TEMPORAL_UI: uiUrl,
    ...withoutProxy(environment),
  };
  // A profile, key or certificate meant for another service would only keep the parts from ours.
  return { address, uiUrl, environment: { ...withoutTemporalSettings(environment), ...own } };
}

/** The gRPC client would go to loopback through the proxy of a closed network. */
function withoutProxy(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const listed = environment['no_proxy'] || environment['NO_PROXY'];
  const no_proxy = [...(listed ? [listed] : []), HOST, 'localhost'].join(',');
  return { no_proxy, NO_PROXY: no_proxy };
}

async function bringUpPart(name: 'worker' | 'api', options: BringUp): Promise<Ready> {
  const { folder, environment, scripts, watcher, onLaunch } = options;
  const log = await openPartLog(folder.logs, name);
  const script = scripts[name];
  return startPart({
    name,
    script,
    watcher,
    environment,
    graceMs: 30_000, // a model call in flight may take 20 s
    onLine: log.write,
    onLaunch: (running) =>
      onLaunch({
        name,
        running,
        marker: script,
        logFile: log.path,
        startAgain: () => bringUpPart(name, options),
      }),
  });
}

function productUrl({ product }: Ports): string {
  return `http://${HOST}:${product}`;
}
