import type { RequestHandler } from 'express';
import type { Allow } from './allow.ts';
import { showsSecret } from './secret.ts';

/** Before a route looks anything up, so that nobody learns from outside which ids there are. */
export function createDemandStaff({
  allow,
  webhookSecret,
}: {
  allow: Allow;
  webhookSecret: string | undefined;
}): RequestHandler {
  return async (request, _response, next) => {
    if (!showsSecret(request, webhookSecret)) {
      await allow(request, { action: 'desk.watch', propertyId: null });
    }
    next();
  };
}
