import {
  judgeAlerts,
  judgeAmbiguous,
  judgeDocuments,
  judgeIntents,
  judgeMessages,
  judgePlatform,
  judgeSends,
} from '../domain/backlog-health.ts';
import {
  judgeDatabase,
  judgeDisk,
  judgeEngine,
  judgeQueue,
  judgeSweep,
} from '../domain/engine-health.ts';
import { cannotTell } from '../domain/part-finding.ts';
import type { HouseFigures } from '../ports/house-figures.ts';
import type { Machine } from '../ports/machine.ts';
import type { EngineFigures } from '../temporal/engine-figures.ts';
import { MAIN_TASK_QUEUE } from '../temporal/task-queues.ts';
import { DOCUMENTS_TASK_QUEUE } from '../workflows/document-ingestion/contract.ts';
import type { HealthReport } from './answers/health-report.ts';
import { createProbing, type Probe, type Seen } from './probing.ts';
import type { SweepRounds } from './sweep.ts';
import type { WebUi } from './web-ui.ts';

/** What telling of the house needs. */
export interface HouseHealthOptions {
  figures: HouseFigures;
  engine: EngineFigures;
  machine: Machine;
  rounds: () => SweepRounds;
  connectionId: string;
  webUi: WebUi;
  /** How long a part may take to answer. */
  enoughMs?: number;
  now?: () => number;
}

/** How the house is. */
export interface HouseHealth {
  /** Every part; one that does not answer in time keeps no other from being told. */
  report(): Promise<HealthReport>;
  /** Looks every half minute, so that "since when" is known of what nobody was looking at. Answers how to stop. */
  watch(): () => void;
}

const ENOUGH_MS = 2_500;
const WATCH_EVERY_MS = 30_000;
const DATABASE = 'the database';
const ENGINE = 'Temporal';

/** Asks every part of the house, each by itself. */
export function createHouseHealth(options: HouseHealthOptions): HouseHealth {
  const { machine, webUi, enoughMs = ENOUGH_MS, now = Date.now } = options;
  const standing = { migration: null, isPaused: false };
  const probing = createProbing({ probes: probesOf(options, { standing, now }), enoughMs, now });

  const report = async (): Promise<HealthReport> => {
    const seen = await probing.look();
    const { version, commit, startedAt } = machine;
    const { namespace, reason } = webUi.answer;
    return {
      at: new Date(now()).toISOString(),
      parts: seen.map((part) => ({ ...part, ...linksOf(part, { options, standing }) })),
      product: { version, commit, migration: standing.migration, namespace, startedAt },
      webUiReason: reason,
    };
  };
  return {
    report,
    watch() {
      const timer = setInterval(() => void probing.look(), WATCH_EVERY_MS);
      return () => clearInterval(timer);
    },
  };
}

/** What the last looks left behind besides their findings. */
interface Standing {
  migration: string | null;
  isPaused: boolean;
}

function probesOf(
  options: HouseHealthOptions,
  by: { standing: Standing; now: () => number },
): Probe[] {
  return [...probesOfEngines(options, by), ...probesOfRows(options, by)];
}

function probesOfEngines(
  { figures, engine, machine, rounds, webUi }: HouseHealthOptions,
  { standing, now }: { standing: Standing; now: () => number },
): Probe[] {
  const { namespace } = webUi.answer;
  return [
    {
      id: 'database',
      name: 'Database',
      async look() {
        const found = await figures.database();
        standing.migration = found.migration;
        return judgeDatabase(found);
      },
      silent: judgeDatabase(null),
    },
    {
      id: 'temporal',
      name: 'Temporal',
      look: async () => judgeEngine({ latencyMs: await engine.latencyMs(), namespace }),
      silent: judgeEngine(null),
    },
    {
      id: `queue-${MAIN_TASK_QUEUE}`,
      name: 'Workers for residents',
      look: async () => judgeQueue('conversations', await engine.queue(MAIN_TASK_QUEUE)),
      silent: cannotTell(ENGINE),
    },
    {
      id: `queue-${DOCUMENTS_TASK_QUEUE}`,
      name: 'Workers for documents',
      look: async () => judgeQueue('documents', await engine.queue(DOCUMENTS_TASK_QUEUE)),
      silent: cannotTell(ENGINE),
    },
    {
      id: 'sweep',
      name: 'Sweep of what was left lying',
      look: async () => judgeSweep({ ...rounds(), startedAt: machine.startedAt }, now()),
      silent: cannotTell('the API'),
    },
    {
      id: 'disk',
      name: 'Disk',
      look: async () => judgeDisk(await machine.disk()),
      silent: cannotTell('the disk'),
    },
  ];
}

function probesOfRows(
  { figures, connectionId }: HouseHealthOptions,
  { standing, now }: { standing: Standing; now: () => number },
): Probe[] {
  const silent = cannotTell(DATABASE);
  const ofPlatform = shared(() => figures.platform(connectionId));
  return [
    {
      id: 'messages',
      name: 'Messages from residents',
      look: async () => judgeMessages(await figures.messages(), now()),
      silent,
    },
    {
      id: 'sends',
      name: 'Messages to residents',
      look: async () => judgeSends(await figures.sends(), now()),
      silent,
    },
    {
      id: 'alerts',
      name: 'Alerts',
      look: async () => judgeAlerts(await figures.alerts()),
      silent,
    },
    {
      id: 'platform',
      name: `Writes to the platform (${connectionId})`,
      async look() {
        const found = await ofPlatform();
        standing.isPaused = found.pause !== null;
        const finding = judgePlatform(found, now());
        return found.pause ? { ...finding, since: found.pause.at } : finding;
      },
      silent,
    },
    {
      id: 'ambiguous',
      name: 'Writes with a lost answer',
      look: async () => judgeAmbiguous((await ofPlatform()).ambiguous),
      silent,
    },
    {
      id: 'intents',
      name: 'Outside calls without an outcome',
      look: async () => judgeIntents(await figures.openIntents()),
      silent,
    },
    {
      id: 'documents',
      name: 'Documents',
      look: async () => judgeDocuments(await figures.documents(), now()),
      silent,
    },
  ];
}

/** Whoever asks while an answer is on its way gets that one. */
function shared<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let asking: Promise<Answer> | null = null;
  return () => (asking ??= ask().finally(() => (asking = null)));
}

function linksOf(
  { id }: Seen,
  { options, standing }: { options: HouseHealthOptions; standing: Standing },
): Pick<HealthReport['parts'][number], 'webUiUrl' | 'held'> {
  const { webUi, connectionId } = options;
  const [queue] = [MAIN_TASK_QUEUE, DOCUMENTS_TASK_QUEUE].filter((name) => id === `queue-${name}`);
  if (queue) return { webUiUrl: webUi.queueUrl(queue), held: null };
  if (id === 'temporal') return { webUiUrl: webUi.listUrl, held: null };
  if (id !== 'platform') return { webUiUrl: null, held: null };
  const writer = webUi.answer.workflows?.platformOutbox;
  return {
    webUiUrl: writer === undefined ? null : `${writer}${encodeURIComponent(connectionId)}`,
    held: { connectionId, isPaused: standing.isPaused },
  };
}
