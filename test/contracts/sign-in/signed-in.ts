import { createServer, type RequestListener } from 'node:http';

/** A server on loopback for one test; its app is made when its address is known. */
export async function serveApp(
  makeApp: (url: string) => RequestListener,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  server.on('request', makeApp(url));
  return {
    url,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Posts JSON as a page of an origin does. */
export function post(
  url: string,
  {
    origin,
    cookie,
    headers,
    body = {},
  }: {
    origin?: string;
    cookie?: string;
    headers?: Record<string, string>;
    body?: unknown;
  },
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(origin === undefined ? {} : { origin }),
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The cookies that an answer sets, as a browser sends them back. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
