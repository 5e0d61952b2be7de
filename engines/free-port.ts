import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Whether nobody listens on this loopback port right now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== null;
}

/** The first of the preferred ports that is free, or any free one. */
export async function freePort(preferred: number[] = []): Promise<number> {
  for (const port of preferred) {
    if (await isPortFree(port)) return port;
  }
  const port = await listenOnce(0);
  if (port === null) throw new Error('the system has no free port left on 127.0.0.1');
  return port;
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : null;
      server.close(() => resolve(taken));
    });
  });
}
