import type { Machine } from '../../src/ports/machine.ts';
import type { EngineFigures } from '../../src/temporal/engine-figures.ts';

/** An engine at rest: it answers at once, and one worker stands at each queue. */
export const stillEngine: EngineFigures = {
  latencyMs: async () => 2,
  queue: async () => ({ workers: 1, backlog: 0, backlogAgeMs: 0, idleMs: 1_000 }),
};

/** A machine with room. */
export const stillMachine: Machine = {
  version: '0.1.0',
  commit: null,
  startedAt: '2026-11-23T11:00:00.000Z',
  disk: async () => ({ freeBytes: 40 * 1024 ** 3, totalBytes: 100 * 1024 ** 3 }),
};
