import { Router } from 'express';
import type { Connection } from '../../ports/connections.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import type { ConnectionListed } from '../answers/connection.ts';

/** `GET /connections`: what the house is connected to, which door is closed and why; never a secret. */
export function connectionRoutes({
  records: { platformOutbox },
  connections,
  connectionId,
  allow,
}: {
  records: Pick<Records, 'platformOutbox'>;
  connections: readonly Connection[];
  /** The platform's. */
  connectionId: string;
  allow: Allow;
}): Router {
  const router = Router();
  const stateOfPlatform = async (): Promise<ConnectionListed['state']> => {
    const syncedUntil = await platformOutbox.syncedUntil(connectionId);
    const blocked = await platformOutbox.firstBlocked(connectionId);
    return {
      syncedUntil: Date.parse(syncedUntil) > 0 ? syncedUntil : null,
      blockedSince: blocked?.blockedAt ?? null,
    };
  };
  router.get('/', async (request, response) => {
    await allow(request, { action: 'connection.read', propertyId: null });
    const platform = await stateOfPlatform();
    const answer: ConnectionListed[] = connections.map((connection) => ({
      ...connection,
      state: connection.kind === 'property-platform' ? platform : null,
    }));
    response.json(answer);
  });
  return router;
}
