import { connect, createServer, type Socket } from 'node:net';
import type { PlatformFault } from '../plan.ts';

/** The line from worker and API to the database, on which the platform's calls can be spoilt. */
export interface PlatformLine {
  port: number;
  /** Where the database listens; known only once it has started. */
  leadTo(port: number): void;
  /** Spoils the next creates that name a resident. */
  spoil(order: { residentId: string; times: number; fault: PlatformFault }): void;
  close(): Promise<void>;
}

/** What happens on the line: a create goes out, or its answer comes back; the line waits until it is dealt with. */
export type OnOrder = (by: { when: 'sent' | 'committed'; words: string }) => Promise<void>;

const CREATE = 'insert into embedded_platform.work_orders';
// The start of a connection names its program, and only the platform's own are spoilt.
const OF_PLATFORM = 'embedded-platform';

/** Opens a line that passes everything on but what is ordered otherwise. */
export async function openPlatformLine(onOrder: OnOrder): Promise<PlatformLine> {
  const orders: { residentId: string; times: number; fault: PlatformFault }[] = [];
  const open = new Set<Socket>();
  let leadsTo = 0;

  const nextFault = (words: string): PlatformFault | null => {
    const order = orders.find(({ residentId, times }) => times > 0 && words.includes(residentId));
    if (!order) return null;
    order.times -= 1;
    return order.fault;
  };

  const server = createServer((near) => {
    const far = connect({ port: leadsTo, host: '127.0.0.1' });
    let isOfPlatform = false;
    let pending: { words: string; isLost: boolean } | null = null;
    keep([near, far], open);

    const goOut = async (bytes: Buffer): Promise<void> => {
      isOfPlatform ||= bytes.includes(OF_PLATFORM);
      if (!isOfPlatform || !bytes.includes(CREATE)) {
        far.write(bytes);
        return;
      }
      const words = bytes.toString('utf8');
      const fault = nextFault(words);
      await onOrder({ when: 'sent', words });
      if (fault === 'cut-before') near.destroy();
      else if (fault === 'refused') near.write(refusal());
      else {
        pending = { words, isLost: fault === 'answer-lost' };
        far.write(bytes);
      }
    };
    const comeBack = async (bytes: Buffer): Promise<void> => {
      const answered = pending;
      pending = null;
      if (answered) await onOrder({ when: 'committed', words: answered.words });
      if (answered?.isLost) near.destroy();
      else near.write(bytes);
    };
    inOrder(near, goOut);
    inOrder(far, comeBack);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    port: address.port,
    leadTo: (port) => void (leadsTo = port),
    spoil: (order) => void orders.push({ ...order }),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function keep(pair: [Socket, Socket], open: Set<Socket>): void {
  for (const socket of pair) {
    open.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      open.delete(socket);
      for (const one of pair) one.destroy();
    });
  }
}

/** Deals with one piece after the other. */
function inOrder(socket: Socket, deal: (bytes: Buffer) => Promise<void>): void {
  let line = Promise.resolve();
  socket.on('data', (bytes: Buffer) => {
    line = line.then(() => deal(bytes)).catch(() => void socket.destroy());
  });
}

/** What PostgreSQL says when it is out of resources: nothing was done, come again. Then: ready for the next. */
function refusal(): Buffer {
  const fields = 'SERROR\0VERROR\0C53000\0Mout of resources, as ordered\0\0';
  const error = Buffer.alloc(5 + fields.length);
  error.write('E', 0);
  error.writeInt32BE(4 + fields.length, 1);
  error.write(fields, 5, 'latin1');
  return Buffer.concat([error, Buffer.from([0x5a, 0, 0, 0, 5, 0x49])]);
}
