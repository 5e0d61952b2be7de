import { Counter, Registry } from 'prom-client';

// Labels take few values, all of them ours: never an id, a name, a number or a path as somebody wrote it.

/** Every number of this process, for Prometheus. */
export const registry = new Registry();

/** What was posted at a door of residents or providers and not taken. */
export const webhooksRefused = new Counter({
  name: 'nightporter_webhooks_refused_total',
  help: 'Posts of residents and providers that were refused, by channel and reason.',
  labelNames: ['channel', 'reason'],
  registers: [registry],
});
