import type { PartFinding } from '../domain/part-finding.ts';
import { logger } from '../logger.ts';

/** How one part is asked. */
export interface Probe {
  id: string;
  name: string;
  /** What is found; `since` where the part itself knows since when it is so. May throw, and may never end. */
  look: () => Promise<PartFinding & { since?: string }>;
  /** What is said when it throws, or does not end in time. */
  silent: PartFinding;
}

/** What was found of a part, and since when it is so. */
export interface Seen extends PartFinding {
  id: string;
  name: string;
  sinceAt: string;
}

/**
 * Looks at parts side by side, each with its own time. One that has not answered the last look is not asked again
 * before it has: what hangs must not pile up.
 */
export function createProbing({
  probes,
  enoughMs,
  now,
}: {
  probes: Probe[];
  enoughMs: number;
  now: () => number;
}): { look(): Promise<Seen[]> } {
  const asked = new Map<string, ReturnType<Probe['look']>>();
  const known = new Map<string, { state: PartFinding['state']; sinceAt: string }>();

  const ask = ({ id, look }: Probe): ReturnType<Probe['look']> => {
    const before = asked.get(id);
    if (before) return before;
    const asking = look().finally(() => asked.delete(id));
    asking.catch(() => undefined); // it may fail when nobody waits for it any more
    asked.set(id, asking);
    return asking;
  };

  const sinceOf = (id: string, state: PartFinding['state']): string => {
    const before = known.get(id);
    if (before?.state === state) return before.sinceAt;
    const sinceAt = new Date(now()).toISOString();
    known.set(id, { state, sinceAt });
    if (before || state !== 'ok') {
      logger.info({ part: id, state, before: before?.state }, 'part of the house changed');
    }
    return sinceAt;
  };

  const lookAt = async (probe: Probe): Promise<Seen> => {
    const { id, name, silent } = probe;
    const { since, ...finding } = await withinTime(ask(probe), { silent, enoughMs });
    const sinceAt = sinceOf(id, finding.state);
    return { id, name, ...finding, sinceAt: since ?? sinceAt };
  };

  return { look: () => Promise.all(probes.map(lookAt)) };
}

async function withinTime(
  asking: ReturnType<Probe['look']>,
  { silent, enoughMs }: { silent: PartFinding; enoughMs: number },
): Promise<PartFinding & { since?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PartFinding>((resolve) => {
    timer = setTimeout(() => resolve(silent), enoughMs);
  });
  try {
    return await Promise.race([asking, late]);
  } catch {
    return silent;
  } finally {
    clearTimeout(timer);
  }
}
