import { Router, type Request } from 'express';
import { z } from 'zod';
import { logger } from '../../logger.ts';
import { ProviderUnavailable, RecordNotFound } from '../../ports/errors.ts';
import type { PlatformOutbox } from '../../ports/platform-outbox.ts';
import type { Processes } from '../../ports/processes.ts';
import type { Allow } from '../allow.ts';
import { readAs } from '../read-as.ts';

const Params = z.object({ id: z.string().min(1).max(100) });

/** `/platform-outbox/:id`: an operator holds the writes to a platform, or lets them go on after credentials were mended. */
export function platformOutboxRoutes({
  platformOutbox,
  processes,
  connectionId,
  allow,
}: {
  platformOutbox: Pick<PlatformOutbox, 'pause' | 'resume' | 'endPause'>;
  processes: Pick<Processes, 'steerPlatformOutbox'>;
  connectionId: string;
  allow: Allow;
}): Router {
  const router = Router();
  const operating = async (request: Request): Promise<string> => {
    const { staffId } = await allow(request, { action: 'platform.operate', propertyId: null });
    const { id } = readAs(Params, request.params);
    if (id !== connectionId) throw new RecordNotFound(`no platform connection ${id}`);
    return staffId;
  };

  router.post('/:id/pause', async (request, response) => {
    const staffId = await operating(request);
    await platformOutbox.pause({ connectionId, staffId });
    // The row alone holds the writes: its writer is handed nothing, told or not.
    await processes.steerPlatformOutbox({ connectionId, fact: 'paused' }).catch(notToldYet);
    response.status(202).json({ paused: true });
  });

  router.post('/:id/resume', async (request, response) => {
    const staffId = await operating(request);
    // First the rows: a writer that is told before it can see them would go back to sleep.
    const resumed = await platformOutbox.resume({ connectionId, staffId });
    await processes.steerPlatformOutbox({ connectionId, fact: 'resumed' });
    // Last, so that a writer who could not be told is seen to be held; one who looks before this looks again soon.
    await platformOutbox.endPause({ connectionId, staffId });
    response.status(202).json({ resumed });
  });

  return router;
}

function notToldYet(error: unknown): void {
  if (!(error instanceof ProviderUnavailable)) throw error;
  logger.warn({ error: error.name }, 'writer of the platform could not be told of the pause');
}
