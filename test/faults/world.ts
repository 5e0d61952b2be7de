import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Pool } from 'pg';
import { openHouse, type OpenHouse } from '../e2e/support/open-house.ts';
import { createParts, type Parts } from './parts.ts';
import { openAlertDoor, type AlertDoor } from './stand-ins/alert-door.ts';
import { GRAPH_TOKEN, NUMBER_ID, openChannel, type ChannelStandIn } from './stand-ins/channel.ts';
import { openModel, type ModelStandIn } from './stand-ins/model.ts';
import { openPlatformLine, type PlatformLine } from './stand-ins/platform-line.ts';
import { createSteps, type Steps } from './steps.ts';

export const APP_SECRET = 'an-app-secret-for-faults-only';
/** Clocks of the policy pack for these runs, in minutes: everything that waits for people is due in seconds. */
export const CLOCKS = { ringAgain: 0.15, remind: 0.1, escalate: 0.2 };

/** The product as processes, with everything outside of it in our hands. */
export interface World {
  house: OpenHouse;
  parts: Parts;
  steps: Steps;
  channel: ChannelStandIn;
  model: ModelStandIn;
  alertDoor: AlertDoor;
  line: PlatformLine;
  /** Directly, for looking: never over the line. */
  database: Pool;
  close(): Promise<void>;
}

/** Opens a house that lives for many runs. */
export async function openWorld(): Promise<World> {
  const steps = createSteps();
  // Who is who is known to the database only, which may be down: then the step passes unnoticed.
  const looking: { database: Pool | null } = { database: null };
  const ofAlert = async (alertId: string): Promise<string> => {
    const found = await looking.database?.query<{ id: string }>(OF_ALERT, [alertId]);
    return found?.rows[0]?.id ?? 'nobody';
  };
  const words = { ofModel: /note (\w+)/, ofLine: /FT-\d{5}-01/ };

  const channel = await openChannel(({ to }) => steps.reached({ who: to, step: 'send-arrived' }));
  const model = await openModel((asked) => {
    const who = words.ofModel.exec(asked)?.[1] ?? 'nobody';
    return steps.reached({ who, step: 'model-asked' });
  });
  const alertDoor = await openAlertDoor(async ({ alertId }) => {
    const who = await ofAlert(alertId).catch(() => 'nobody');
    await steps.reached({ who, step: 'alert-rang' });
  });
  const line = await openPlatformLine(async ({ when, words: sent }) => {
    const who = words.ofLine.exec(sent)?.[0] ?? 'nobody';
    await steps.reached({ who, step: when === 'sent' ? 'order-sent' : 'order-committed' });
  });

  const house = await openHouse(
    {
      NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'shifted-clock.ts')).href}`,
      LOG_LEVEL: 'warn',
      WHATSAPP_TOKEN: GRAPH_TOKEN,
      WHATSAPP_APP_SECRET: APP_SECRET,
      WHATSAPP_VERIFY_TOKEN: 'a-verify-token-for-faults',
      WHATSAPP_NUMBER_ID: NUMBER_ID,
      WHATSAPP_PROPERTY_ID: 'harbor-court', // so that its clocks count for whoever is not known yet
      WHATSAPP_BASE_URL: channel.url,
      ALERT_WEBHOOK_URL: `${alertDoor.url}/alerts`,
      ALERT_WEBHOOK_SECRET: 'a-secret-for-faults-only',
      OPENAI_API_KEY: 'a-model-key-for-faults',
      OPENAI_BASE_URL: model.url,
      OPENAI_TIMEOUT_MS: '6000',
    },
    {
      rules: SHORT_CLOCKS,
      throughLine: (url) => {
        const through = new URL(url);
        line.leadTo(Number(through.port));
        through.port = String(line.port);
        return through.href;
      },
    },
  );
  const database = new Pool({ connectionString: house.databaseUrl, max: 6 });
  database.on('error', () => undefined); // it is killed with the database, and comes back with it
  database.on('connect', (connection) => connection.on('error', () => undefined));
  looking.database = database;
  return {
    house,
    parts: createParts(house),
    steps,
    channel,
    model,
    alertDoor,
    line,
    database,
    async close() {
      await database.end();
      await house.close();
      for (const door of [channel, model, alertDoor, line]) await door.close();
    },
  };
}

/** The operator's own layer of the rules, as they would write it into the data folder. */
const RINGS = { nextContactMinutes: CLOCKS.ringAgain };
const REMINDERS = {
  remindAfterMinutes: CLOCKS.remind,
  escalateAfterMinutes: CLOCKS.escalate,
};
const SHORT_CLOCKS = {
  'property/harbor-court/layer.json': { version: 'faults-1' },
  'property/harbor-court/classes.json': { P0: RINGS, P1: RINGS },
  'property/harbor-court/costs.json': { approval: REMINDERS },
};

const OF_ALERT = `
  select coalesce(c.resident_id, r.resident_id) as id from alerts a
  left join conversations c on c.conversation_id = a.conversation_id
  left join approvals p on p.approval_id = a.subject_id
  left join maintenance_requests r on r.request_id = p.request_id
  where a.alert_id = $1`;

/** Something that a journey waited for in vain. */
export class Stalled extends Error {
  override readonly name = 'Stalled';
}

const ASK_AGAIN_MS = 250;

/** Resolves once `isSo` answers something; a failure to look is no answer. @throws Stalled after `patienceMs` */
export async function waitFor<Found>(
  what: string,
  isSo: () => Promise<Found | null | undefined | false>,
  patienceMs = 180_000,
): Promise<Found> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const found = await isSo().catch(() => null);
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > giveUpAt) throw new Stalled(what);
    await pause(ASK_AGAIN_MS);
  }
}
