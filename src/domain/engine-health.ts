import { counted, inSeconds, isWell, type PartFinding } from './part-finding.ts';

const SLOW_DATABASE_MS = 250;
const SLOW_ENGINE_MS = 1_000;
const SLOW_TASK_MS = 10_000;
const LOST_WORKER_MS = 90_000; // one that lives asks every 60 seconds at least, unless its hands are full
const SWEEP_LATE_MS = 30_000; // it runs every other second
const SWEEP_LOST_MS = 120_000;
const GIGABYTE = 1024 ** 3;
const DISK_LOW = 2 * GIGABYTE;
const DISK_OUT = GIGABYTE / 4;

const DATABASE_DOWN: PartFinding = {
  state: 'down',
  found: 'It gave no answer.',
  oldestAt: null,
  meaning:
    'No message can be taken in or answered. Providers are told to come again, so nothing is lost; residents wait.',
  remedy:
    'Look at postgres.log in the logs folder of the data folder, or at the server that DATABASE_URL names.',
};

/** The database; null: no answer in time. */
export function judgeDatabase(
  figures: {
    latencyMs: number;
    connectionsInUse: number;
    connectionsMax: number;
    connectionsAwaited: number;
  } | null,
): PartFinding {
  if (!figures) return DATABASE_DOWN;
  const { latencyMs, connectionsInUse, connectionsMax, connectionsAwaited } = figures;
  const found = `Answers in ${inMs(latencyMs)}; ${connectionsInUse} of ${connectionsMax} connections in use.`;
  if (latencyMs < SLOW_DATABASE_MS && connectionsAwaited === 0) return isWell(found);
  return {
    ...isWell(`${found} ${counted(connectionsAwaited, ['query waits', 'queries wait'])} for one.`),
    state: 'slow',
    meaning: 'Answers to residents take longer than usual.',
    remedy: 'Look for other load on the machine or the database server.',
  };
}

const ENGINE_DOWN: PartFinding = {
  state: 'down',
  found: 'It gave no answer.',
  oldestAt: null,
  meaning:
    'Messages are kept and answered later; safety texts still go out at once. No alert rings on and no deadline fires until it is back.',
  remedy:
    'Look at temporal.log in the logs folder of the data folder, or at the service that TEMPORAL_ADDRESS names. Watch the inbox for dangers meanwhile.',
};

/** The workflow engine; null: no answer in time. */
export function judgeEngine(figures: { latencyMs: number; namespace: string } | null): PartFinding {
  if (!figures) return ENGINE_DOWN;
  const found = `Answers in ${inMs(figures.latencyMs)} for the namespace ${figures.namespace}.`;
  if (figures.latencyMs < SLOW_ENGINE_MS) return isWell(found);
  const meaning = 'Answers to residents and alerts may come late.';
  return {
    ...isWell(found),
    state: 'slow',
    meaning,
    remedy: 'Look for other load on its machine.',
  };
}

/** What goes through a queue, for its sentences. */
export type QueueWork = 'conversations' | 'documents';

/** Who works at a task queue. */
export function judgeQueue(
  work: QueueWork,
  figures: { workers: number; backlog: number; backlogAgeMs: number; idleMs: number },
): PartFinding {
  const { workers, backlog, backlogAgeMs, idleMs } = figures;
  const found = `${counted(workers, ['worker', 'workers'])}, ${counted(backlog, ['task waits', 'tasks wait'])}.`;
  const isLost = work === 'conversations' && backlog > 0 && idleMs > LOST_WORKER_MS;
  if (workers === 0 || isLost) {
    return {
      ...isWell(isLost ? `${found} None has asked for work for ${inSeconds(idleMs)}.` : found),
      state: 'down',
      meaning:
        work === 'conversations'
          ? 'Nobody is answered by the assistant and no alert rings until a worker is back; safety texts still go out at once. Nothing is lost.'
          : 'New documents are not read until a worker is back; those in use are answered from.',
      remedy: 'Look at worker.log in the logs folder of the data folder and start the worker.',
    };
  }
  if (backlogAgeMs < SLOW_TASK_MS) return isWell(found);
  return {
    ...isWell(`${found} The oldest has waited ${inSeconds(backlogAgeMs)}.`),
    state: 'slow',
    meaning:
      work === 'conversations'
        ? 'Residents wait longer for their answers.'
        : 'New documents are in use later than usual.',
    remedy: 'Start another worker if it stays so.',
  };
}

/** When the sweep last went through both of its rounds; null before the first time. */
export function judgeSweep(
  {
    sentAt,
    wokenAt,
    startedAt,
  }: { sentAt: string | null; wokenAt: string | null; startedAt: string },
  now: number,
): PartFinding {
  const ages = [sentAt, wokenAt].map((at) => now - Date.parse(at ?? startedAt));
  const ageMs = Math.max(...ages);
  if (ageMs < SWEEP_LATE_MS) return isWell('Goes through every row left lying, every two seconds.');
  return {
    ...isWell(`Has not come to an end for ${inSeconds(ageMs)}.`),
    state: ageMs < SWEEP_LOST_MS ? 'slow' : 'down',
    meaning: 'Messages and answers that were left lying are taken up late.',
    remedy:
      'See to the database and Temporal first. If both are well, a channel may be swallowing calls: start the API again.',
  };
}

/** The disk of the data folder. */
export function judgeDisk({
  freeBytes,
  totalBytes,
}: {
  freeBytes: number;
  totalBytes: number;
}): PartFinding {
  const found = `${inGigabytes(freeBytes)} free of ${inGigabytes(totalBytes)} where the data folder is.`;
  if (freeBytes >= DISK_LOW) return isWell(found);
  return {
    ...isWell(found),
    state: freeBytes < DISK_OUT ? 'down' : 'attention',
    meaning: 'When it is full no message can be taken in.',
    remedy: 'Make room on that disk, or move the data folder (NIGHTPORTER_DATA).',
  };
}

const inMs = (ms: number): string => (ms < 1 ? 'less than 1 ms' : `${Math.round(ms)} ms`);

const inGigabytes = (bytes: number): string => `${(bytes / GIGABYTE).toFixed(1)} GB`;
