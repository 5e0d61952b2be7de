import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { CANARY, CANARY_NUMBER, knocks, type Knock, type Secrets } from './knocks.ts';

/** What many requests at the doors came to. */
export interface Fuzzed {
  runs: number;
  seed: number;
  /** How often each status was answered. */
  statuses: Record<number, number>;
  /** Messages that the doors said they had taken. */
  taken: number;
}

/**
 * Knocks at every door with requests that nobody wrote.
 * @throws Error with the shortest request that broke a promise: no 5xx and no hung or cut connection, nothing taken
 * without its proof, nothing personal in the log
 */
export async function fuzzDoors(by: {
  url: string;
  secrets: Secrets;
  runs: number;
  seed: number;
  /** What was logged since it was asked last. */
  takeLog: () => string;
}): Promise<Fuzzed> {
  const { url, secrets, runs, seed, takeLog } = by;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const statuses: Record<number, number> = {};
  let taken = 0;
  const property = fc.asyncProperty(knocks(secrets), async (knock) => {
    const status = await statusOf(knock, { url, agent });
    statuses[status] = (statuses[status] ?? 0) + 1;
    const isTaken = status >= 200 && status < 300;
    if (isTaken) taken += 1;
    demand(status < 500, `answered ${status}`);
    demand(knock.isProven || !isTaken, `took what nobody had proven (${status})`);
    const log = takeLog().toLowerCase();
    demand(
      !log.includes(CANARY) && !log.includes(CANARY_NUMBER),
      `logged words of a person: ${log}`,
    );
  });
  try {
    await fc.assert(property, { numRuns: runs, seed });
  } finally {
    agent.destroy();
  }
  return { runs, seed, statuses, taken };
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

function statusOf(
  { method, path, headers, body }: Knock,
  { url, agent }: { url: string; agent: Agent },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const knocking = request(
      `${url}${path}`,
      {
        agent,
        method,
        headers: { ...headers, 'content-length': body.length },
        signal: AbortSignal.timeout(10_000),
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.once('error', reject);
      },
    );
    knocking.once('error', reject);
    knocking.end(body);
  });
}
