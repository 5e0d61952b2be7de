import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that can be cut at the moment when an answer comes back. */
export interface CuttableProxy {
  port: number;
  /**
   * From now on what the server answers to a request holding `words` is dropped, and the line is cut; or, given
   * something to do `meanwhile`, the answer is held back and that is done instead, once.
   */
  loseAnswerTo(words: string, meanwhile?: () => void): void;
  close(): Promise<void>;
}

/** Passes bytes on between loopback and a port, until told to lose an answer. */
export async function startCuttableProxy({ port }: { port: number }): Promise<CuttableProxy> {
  let losing: string | null = null;
  let instead: (() => void) | undefined;
  const open = new Set<Socket>();

  const server = createServer((near) => {
    const far = connect({ port, host: '127.0.0.1' });
    let isDoomed = false;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      if (losing !== null && bytes.includes(losing)) isDoomed = true;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (!isDoomed) near.write(bytes);
      else if (instead) instead();
      else near.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  return {
    port: address.port,
    loseAnswerTo(words, meanwhile) {
      losing = words;
      instead = meanwhile;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
