import type { ErrorRequestHandler, Request } from 'express';
import { webhooksRefused } from '../metrics.ts';
import { refusalOf } from './errors.ts';

/** Counts what a door refuses and hands it on to be answered; stands last in the route. A fault of ours is no refusal. */
export function countRefusals(channelOf: (request: Request) => string): ErrorRequestHandler {
  return (error: unknown, request, _response, next) => {
    const reason = refusalOf(error);
    if (reason !== null) webhooksRefused.inc({ channel: channelOf(request), reason });
    next(error);
  };
}
