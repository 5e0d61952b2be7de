import type { Request, RequestHandler } from 'express';
import { NotAllowed } from './errors.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses writes that a foreign page makes with the cookie of somebody who is signed in here. Requests without cookies
 * carry nobody's rights and pass. @throws NotAllowed
 */
export function createForgeryGuard({ origins }: { origins: string[] }): RequestHandler {
  const own = new Set(origins.map((origin) => new URL(origin).origin));
  return (request, _response, next) => {
    if (READS.has(request.method) || request.get('cookie') === undefined || isOurs(request, own)) {
      next();
      return;
    }
    throw new NotAllowed('This request comes from a page that is not ours.');
  };
}

/** Every browser names the page's origin on a write, or at least says that it is the same site's. */
function isOurs(request: Request, own: ReadonlySet<string>): boolean {
  const origin = request.get('origin');
  if (origin !== undefined) return own.has(origin);
  return request.get('sec-fetch-site') === 'same-origin';
}
