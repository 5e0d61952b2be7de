import { symbols } from 'pino';
import { createWhatsAppChannel } from '../../src/adapters/channels/whatsapp/index.ts';
import { createChatTokens } from '../../src/adapters/channels/web-chat/token.ts';
import { logger } from '../../src/logger.ts';
import { startPortalHouse } from '../contracts/portal-house.ts';
import type { Secrets } from './knocks.ts';

const APP_SECRET = 'an-app-secret-for-tests-only';

/** The whole API on a real PostgreSQL with every door open, and ears at its log. */
export interface FuzzedHouse {
  url: string;
  secrets: Secrets;
  /** What was logged since it was asked last; nothing of it is printed meanwhile. */
  takeLog: () => string;
  /** Messages that are rows now, of a channel. */
  countMessages(channel: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it. */
export async function openFuzzedHouse(): Promise<FuzzedHouse> {
  const whatsapp = createWhatsAppChannel({
    phoneNumberId: '770001112223334',
    accessToken: 'a-token-for-tests',
    appSecrets: [APP_SECRET],
    verifyToken: 'a-verify-token-for-tests',
    propertyId: 'elm-house',
    baseUrl: 'http://127.0.0.1:1/v25.0', // nothing is sent from here
  });
  const house = await startPortalHouse({ whatsapp });
  const tokens = createChatTokens({ secret: house.secret, issuer: 'nightporter' });
  const session = { residentId: 'resident-1', propertyId: 'elm-house' };
  const ears = listenToLog();
  return {
    url: house.url,
    secrets: { portal: house.secret, app: APP_SECRET, chatToken: await tokens.sign(session) },
    takeLog: ears.take,
    async countMessages(channel) {
      const all = 'select from inbound_messages where channel = $1';
      return (await house.records.postgres.query(all, [channel])).length;
    },
    async stop() {
      ears.stop();
      await house.stop();
    },
  };
}

function listenToLog(): { take: () => string; stop: () => void } {
  const stream: { write: (line: string) => unknown } = Reflect.get(logger, symbols.streamSym);
  const write = stream.write.bind(stream);
  let heard = '';
  stream.write = (line) => (heard += line);
  return {
    take: () => {
      const taken = heard;
      heard = '';
      return taken;
    },
    stop: () => {
      stream.write = write;
    },
  };
}
