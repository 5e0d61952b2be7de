import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { signIn } from '../e2e/support/staff.ts';
import type { Acknowledged, JourneyLedger } from './ledger.ts';
import { NUMBER_ID } from './stand-ins/channel.ts';
import { APP_SECRET, waitFor, type World } from './world.ts';

const DELIVER_AGAIN_MS = 500;
const DELAY_MS = 3_000;
const KNOCK_MS = 15_000;

/** What a person writes, and what it must bring. */
interface Said {
  text: string;
  wants: Acknowledged['wants'];
}

/** A resident, the staff and the provider between them, as one journey needs them; all of them try until they are heard. */
export interface Scene {
  world: World;
  ledger: JourneyLedger;
  /** Writes a burst; resolves with the provider's ids once each message was acknowledged. */
  write(...said: Said[]): Promise<string[]>;
  /** The conversation of a message. */
  conversationOf(messageId: string): Promise<string>;
  /** Waits until a message was taken by a turn and that turn has ended. */
  settled(messageId: string): Promise<void>;
  /** Reads as somebody of the staff until the product answers with something else than trouble of its own. */
  read(by: { as: string; path: string }): Promise<{ status: number; body: unknown }>;
  /** Posts as somebody of the staff until the product answers with something else than trouble of its own. */
  post(by: { as: string; path: string; body?: object }): Promise<{ status: number; body: unknown }>;
  /** The first row's value of one column `found`. */
  find(query: string, values: unknown[]): Promise<string | null>;
}

/** Sets the scene of a journey. */
export function createScene(world: World, ledger: JourneyLedger): Scene {
  const { database } = world;
  const find: Scene['find'] = async (query, values) => {
    const { rows } = await database.query<{ found: string | null }>(query, values);
    return rows[0]?.found ?? null;
  };
  return {
    world,
    ledger,
    find,
    write: (...said) => write({ world, ledger }, said),
    conversationOf: (messageId) =>
      waitFor('the conversation of a message', () =>
        find(
          'select conversation_id as found from inbound_messages where provider_message_id = $1',
          [messageId],
        ),
      ),
    settled: async (messageId) => {
      await waitFor('the turn of a message to settle', () => find(SETTLED, [messageId]));
    },
    read: (by) => readAsStaff(world, by),
    post: (by) => postAsStaff(world, by),
  };
}

const SETTLED = `
  select t.turn_id as found from inbound_messages m join turns t using (turn_id)
  where m.provider_message_id = $1 and t.settled_at is not null`;

/** What a journey acts on. */
type Acting = Pick<Scene, 'world' | 'ledger'>;

async function write({ world, ledger }: Acting, said: Said[]): Promise<string[]> {
  const { phone, residentId, word } = ledger.person;
  const fault = ledger.plan.webhook;
  const messages = said.map(({ text, wants }) => ({
    id: `wamid.${randomUUID()}`,
    text: `${text} (note ${word})`,
    wants,
  }));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const bodyOf = ({ id, text }: { id: string; text: string }): string =>
    webhook({ from: phone, id, timestamp, type: 'text', text: { body: text } });
  const deliver = async (message: (typeof messages)[number]): Promise<void> => {
    const body = bodyOf(message);
    const posting = untilAcknowledged(world, body);
    await world.steps.reached({ who: residentId, step: 'webhook-posting' });
    await posting;
    const known = ledger.acknowledged.some((one) => one.providerMessageId === message.id);
    if (known) return;
    const { id: providerMessageId, wants } = message;
    ledger.acknowledged.push({ providerMessageId, wants, acknowledgedAt: Date.now() });
    await world.steps.reached({ who: residentId, step: 'webhook-acknowledged' });
  };
  if (fault === 'delayed') await pause(DELAY_MS);
  const inOrder = fault === 'reordered' ? messages.toReversed() : messages;
  for (const message of inOrder) {
    if (fault === 'duplicated') await Promise.all([deliver(message), deliver(message)]);
    await deliver(message);
  }
  return messages.map(({ id }) => id);
}

/** Delivers as Meta does: again and again until it hears 200. */
async function untilAcknowledged({ house }: World, body: string): Promise<void> {
  const signature = createHmac('sha256', APP_SECRET).update(body).digest('hex');
  await waitFor('a webhook to be acknowledged', async () => {
    const answer = await fetch(`${house.url}/webhooks/whatsapp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
      body,
      signal: AbortSignal.timeout(KNOCK_MS),
    }).catch(() => null);
    if (answer?.status === 200) return true;
    await pause(DELIVER_AGAIN_MS);
    return null;
  });
}

function webhook(message: object): string {
  const metadata = { display_phone_number: '16465550190', phone_number_id: NUMBER_ID };
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] };
  const entry = { id: '100200300400', changes: [{ field: 'messages', value }] };
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [entry] });
}

function readAsStaff({ house }: World, { as, path }: { as: string; path: string }) {
  return waitFor(`an answer to ${path}`, async () => {
    const staff = await signedIn(house.url, as);
    const answer = await staff.get(path);
    return answer.status < 500 ? answer : null;
  });
}

async function postAsStaff(
  { house }: World,
  { as, path, body = {} }: { as: string; path: string; body?: object },
): Promise<{ status: number; body: unknown }> {
  return waitFor(`an answer to ${path}`, async () => {
    const staff = await signedIn(house.url, as);
    const answer = await staff.post(path, body);
    return answer.status < 500 ? answer : null;
  });
}

const signedInAs = new Map<string, ReturnType<typeof signIn>>();

/** Signs in once for all runs of a house. */
async function signedIn(url: string, name: string): ReturnType<typeof signIn> {
  const key = `${url} ${name}`;
  const known = signedInAs.get(key);
  if (known) return known;
  const made = signIn({ url }, name);
  signedInAs.set(key, made);
  made.catch(() => signedInAs.delete(key));
  return made;
}
