import { z } from 'zod';
import { startLoopbackServer, type LoopbackServer } from '../../fakes/loopback-server.ts';

const Ring = z.object({
  alert: z.object({
    alertId: z.string(),
    kind: z.string(),
    class: z.string().nullable(),
    headline: z.string(),
    attempt: z.number(),
  }),
});

/** A ring as it came, and when. */
export type HeardRing = z.infer<typeof Ring>['alert'] & { heardAt: number };

/** An alert's door that takes note of every ring. */
export interface AlertListener {
  /** In order of arrival. */
  heard: HeardRing[];
  /** What leads a house to it. */
  settings: NodeJS.ProcessEnv;
  close: LoopbackServer['close'];
}

/** Opens the door on loopback; it takes every ring. */
export async function listenForAlerts(): Promise<AlertListener> {
  const heard: HeardRing[] = [];
  const server = await startLoopbackServer(({ body }) => {
    const { alert } = Ring.parse(JSON.parse(body.toString('utf8')));
    heard.push({ ...alert, heardAt: Date.now() });
    return { kind: 'answer', status: 200, body: 'ok' };
  });
  const settings = {
    ALERT_WEBHOOK_URL: `${server.url}/alerts`,
    ALERT_WEBHOOK_SECRET: 'a-secret-for-tests-only',
  };
  return { heard, settings, close: () => server.close() };
}
