import { z } from 'zod';
import { isSignedBy } from '../../../src/adapters/shared/signature.ts';
import { startLoopbackServer } from '../../fakes/loopback-server.ts';

const SECRET = 'a-secret-for-tests-only';
const Ring = z.object({
  sentAt: z.iso.datetime(),
  isUnheard: z.boolean(),
  alert: z.object({
    alertId: z.string(),
    kind: z.string(),
    class: z.string().nullable(),
    headline: z.string(),
    contacts: z.array(z.string()),
    attempt: z.number(),
  }),
});

/** One ring, as it arrived, and when. */
export type HeardRing = z.infer<typeof Ring>['alert'] & {
  sentAt: string;
  isUnheard: boolean;
  heardAt: number;
};

/** An alert's door outside the house: it takes what is signed, and tells of every ring. */
export interface AlertListener {
  heard: HeardRing[];
  /** The first ring like that, as soon as it arrives; the test's own limit ends the wait. */
  hears(isIt: (ring: HeardRing) => boolean): Promise<HeardRing>;
  settings: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Opens such a door on loopback. */
export async function listenForAlerts(): Promise<AlertListener> {
  const heard: HeardRing[] = [];
  const waiting = new Set<() => void>();
  const server = await startLoopbackServer(({ headers, body }) => {
    const signature = String(headers['x-nightporter-signature']);
    if (!isSignedBy({ signature, secrets: [SECRET], bytes: body })) {
      return { kind: 'answer', status: 401, body: '' };
    }
    const { alert, ...about } = Ring.parse(JSON.parse(body.toString('utf8')));
    heard.push({ ...alert, ...about, heardAt: Date.now() });
    for (const look of waiting) look();
    return { kind: 'answer', status: 200, body: 'ok' };
  });
  return {
    heard,
    hears: (isIt) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = heard.find(isIt);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    settings: { ALERT_WEBHOOK_URL: `${server.url}/alerts`, ALERT_WEBHOOK_SECRET: SECRET },
    close: () => server.close(),
  };
}
