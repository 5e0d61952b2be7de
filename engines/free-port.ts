import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';
// Below what any system hands to outgoing connections (from 32,768 on Linux, 49,152 elsewhere), of which one could take
// the port between our look and the program that it is for.
const LOWEST = 10_000;
const HIGHEST = 32_000;
const TRIES_MAX = 100;

/** Whether nobody listens on this loopback port right now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first of the preferred ports that is free, or any free one. */
export async function freePort(preferred: number[] = []): Promise<number> {
  const any = Array.from({ length: TRIES_MAX }, () => randomInt(LOWEST, HIGHEST));
  for (const port of [...preferred, ...any]) {
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port found on ${HOST}`);
}
