import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as a stand-in reads it. */
export interface Knocked {
  method: string;
  path: string;
  authorization: string | undefined;
  body: string;
}

/** What comes back: an answer, a cut line, or nothing for ever. */
export type Answer =
  { status: number; value: unknown; headers?: Record<string, string> } | 'cut' | 'nothing';

/** A server on loopback. */
export interface Door {
  url: string;
  close(): Promise<void>;
}

/** Serves every request by one function, which may take its time. */
export async function openDoor(answer: (knocked: Knocked) => Promise<Answer>): Promise<Door> {
  const server = createServer((request, response) => {
    readAll(request)
      .then((body) =>
        answer({
          method: request.method ?? '',
          path: request.url ?? '',
          authorization: request.headers.authorization,
          body,
        }),
      )
      .then(
        (given) => give(given, response),
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the door has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function give(answer: Answer, response: ServerResponse): void {
  if (answer === 'nothing') return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(answer.value));
}
