import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as a stand-in sees it. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/**
 * What a stand-in answers. `held`: nothing before the promise resolves. `hang`: nothing, for ever. `reset`: cuts the line
 * after it has read everything.
 */
export type StandInAnswer =
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body: string }
  | { kind: 'held'; until: Promise<unknown>; answer: StandInAnswer }
  | { kind: 'hang' }
  | { kind: 'reset' };

/** A server on loopback that lives as long as a test. */
export interface LoopbackServer {
  url: string;
  close(): Promise<void>;
}

/** Serves every request by one function, on a free port. */
export async function startLoopbackServer(
  answerTo: (request: SeenRequest) => StandInAnswer,
): Promise<LoopbackServer> {
  const server = createServer((incoming, outgoing) => {
    readAll(incoming).then(
      (body) => {
        const { method = '', url = '', headers } = incoming;
        give(answerTo({ method, path: url, headers, body }), outgoing);
      },
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A port on loopback where nobody listens. */
export async function findDeadUrl(): Promise<string> {
  const server = await startLoopbackServer(() => ({ kind: 'reset' }));
  await server.close();
  return server.url;
}

/** An answer with a JSON body. */
export function jsonAnswer(
  status: number,
  { value, headers = {} }: { value: unknown; headers?: Record<string, string> },
): StandInAnswer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

function give(answer: StandInAnswer, outgoing: ServerResponse): void {
  if (answer.kind === 'hang') return;
  if (answer.kind === 'held') {
    void answer.until.then(() => give(answer.answer, outgoing));
    return;
  }
  if (answer.kind === 'reset') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(answer.status, answer.headers ?? {}).end(answer.body);
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
