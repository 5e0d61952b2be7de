import { Router } from 'express';
import { WebhookRejected } from '../../ports/errors.ts';
import { registry } from '../../metrics.ts';
import { NotAllowed } from '../errors.ts';
import { isFromThisMachine } from '../from-this-machine.ts';
import { showsToken } from '../secret.ts';
import type { ReadWaiting } from '../waiting-gauges.ts';

/** Who may read the numbers. */
export interface MetricsDoor {
  /** What a reader from elsewhere shows; undefined where nobody from elsewhere may. */
  token: string | undefined;
  /** Whether this machine may read without it. */
  isOpenHere: boolean;
}

/** `GET /metrics`: counts for Prometheus, for this machine and for whoever shows the token. */
export function metricsRoutes({
  metricsDoor,
  readWaiting,
}: {
  metricsDoor: MetricsDoor;
  readWaiting: ReadWaiting;
}): Router {
  const { token, isOpenHere } = metricsDoor;
  const router = Router();
  router.get('/metrics', async (request, response) => {
    const isOurs = isOpenHere && isFromThisMachine(request);
    if (!isOurs && !showsToken(request, token)) {
      throw token === undefined
        ? new NotAllowed('Metrics are read on the machine of the house; METRICS_TOKEN opens them.')
        : new WebhookRejected('the bearer token of METRICS_TOKEN is missing or wrong');
    }
    await readWaiting();
    response.set('content-type', registry.contentType).send(await registry.metrics());
  });
  return router;
}
