import type { Request, RequestHandler } from 'express';
import { httpDurations } from '../metrics.ts';
import { ROUTE_RIGHTS } from './route-rights.ts';

/** Times every answer by its route; a stream that never ends by itself is not counted. */
export const timeRequests: RequestHandler = (request, response, next) => {
  const stop = httpDurations.startTimer();
  response.once('finish', () => {
    stop({ ...routeOf(request, response.locals), status: response.statusCode });
  });
  next();
};

/** Remembers where a router is mounted: after an error a request has forgotten it. */
export const underMount =
  (at: string): RequestHandler =>
  (_request, response, next) => {
    response.locals['mount'] = at;
    next();
  };

/** The route as `route-rights.ts` writes it; what a stranger makes up is `other`. */
function routeOf(
  { method, route }: Request,
  locals: Record<string, unknown>,
): { method: string; route: string } {
  const below: unknown = Reflect.get(Object(route), 'path');
  const path = `${String(locals['mount'])}${String(below)}`.replace(/^\/+/, '/');
  const pattern = path.replace(/(.)\/$/, '$1');
  const isKnown = `${method} ${pattern}` in ROUTE_RIGHTS;
  return isKnown ? { method, route: pattern } : { method: 'other', route: 'other' };
}
