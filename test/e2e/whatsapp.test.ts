import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleProperty } from '../../sample/property.ts';
import {
  metaWebhook,
  openWhatsAppHouse,
  VERIFY_TOKEN,
  type Talk,
  type WhatsAppHouse,
} from './support/whatsapp.ts';

let door: WhatsAppHouse;
beforeAll(async () => {
  door = await openWhatsAppHouse();
});
afterAll(async () => {
  expect(door.graph.faults).toEqual([]); // all that was sent is as the Graph API wants it
  await door.close();
});

const RESIDENT = '12125550100'; // Harbor Court 4B
const QUIET_HOURS = /10 p\.m\./;
const WHO = /booking id together with your last name/;
const textOf = ({ lines }: Talk): string => lines.map(({ text }) => text).join('\n');
const statesOf = ({ lines }: Talk): string[] => lines.map(({ state }) => state);
const message = (body: string): string =>
  metaWebhook({
    messages: [{ from: RESIDENT, id: 'wamid.FORGED=', type: 'text', text: { body } }],
  });

describe('the door', () => {
  const shake = (query: Record<string, string>) =>
    fetch(`${door.house.url}/webhooks/whatsapp?${new URLSearchParams(query).toString()}`);

  test('answers the handshake with its challenge, and a wrong token with 403', async () => {
    const handshake = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' };
    const good = await shake({ ...handshake, 'hub.verify_token': VERIFY_TOKEN });
    expect([good.status, await good.text()]).toEqual([200, '1158201444']);
    const bad = await shake({ ...handshake, 'hub.verify_token': 'a-token-of-somebody-else' });
    expect(bad.status).toBe(403);
    expect(await bad.text()).not.toContain('1158201444');
    expect((await shake({})).status).toBe(403);
  });

  test('refuses what is unsigned or badly signed with 401 and keeps nothing of it', async () => {
    const before = await door.countKept();
    expect(await door.post(message('hello'), null)).toBe(401);
    expect(await door.post(message('hello'), `sha256=${'0'.repeat(64)}`)).toBe(401);
    expect(await door.post(message('hello'), 'sha1=abc')).toBe(401);
    expect(await door.post('not even JSON', null)).toBe(401);
    expect(await door.countKept()).toEqual(before);
  });

  test('refuses a body of more than 4 MB with 413', async () => {
    const before = await door.countKept();
    expect(await door.post(message('a'.repeat(4 * 1024 * 1024)))).toBe(413);
    expect(await door.countKept()).toEqual(before);
  });

  test('keeps a signed webhook that nobody can read, and answers 200 so that it is not sent for days', async () => {
    const before = await door.countKept();
    const sent = door.graph.requestCount();
    expect(await door.post('{"object":"whatsapp_business_account","entry":[')).toBe(200);
    const { messages, unreadable } = before;
    expect(await door.countKept()).toEqual({ messages, unreadable: unreadable + 1 });
    expect(door.graph.requestCount()).toBe(sent);
  });
});

test('a message that Meta delivers three times is answered once, with its source', async () => {
  const resident = door.sender(RESIDENT);
  const id = await resident.write('When are quiet hours?', 3);
  await resident.answerTo(id);
  await resident.ask('thanks'); // a later turn, so a second answer would have come by now
  const answers = resident.received().filter((text) => QUIET_HOURS.test(text));
  expect(answers).toHaveLength(1);
  expect(answers.join()).toMatch(/automatic assistant[\s\S]*Source: Harbor Court Community Rules/);
});

test('news of delivery and reading move the state of the line', async () => {
  const resident = door.sender(RESIDENT);
  const id = await resident.write('How much is the pet deposit?');
  expect(statesOf(await resident.answerTo(id))).toEqual(['sent']);
  const sent = door.graph.journal.findLast(({ message: { to } }) => to === `+${RESIDENT}`);
  for (const status of ['delivered', 'read'] as const) {
    const news = { id: sent?.id, status, timestamp: '1795300100', recipient_id: RESIDENT };
    expect(await door.post(metaWebhook({ statuses: [news] }))).toBe(200);
    expect(statesOf(await resident.answerTo(id))).toEqual([status]);
  }
});

test('a photo is told to be for a person, and a person is asked', async () => {
  const photo = { type: 'image', image: { id: '1', mime_type: 'image/jpeg' } };
  const talk = await door.sender('12125550101').ask(photo);
  expect(textOf(talk)).toMatch(/I cannot open this yet, a person will look/);
  expect(talk.events).toContainEqual({ kind: 'handed-off', reason: 'unreadable-message' });
});

// Consent is law, and safety stands above it.
test('STOP silences everything but safety texts at once, and START opens again', async () => {
  const resident = door.sender('12125550102');
  expect(textOf(await resident.ask('STOP'))).toMatch(/no more messages from us/);
  expect(resident.received()).toHaveLength(1);

  expect(statesOf(await resident.ask('When are quiet hours?'))).toEqual(['withheld']);
  expect(resident.received()).toHaveLength(1);

  const gas = await resident.ask('I smell gas in the kitchen');
  expect(gas.lines.filter(({ state }) => state === 'sent')).toMatchObject([{ from: 'safety' }]);
  expect(resident.received().slice(1).join()).toMatch(/^Leave the building now/);

  expect(textOf(await resident.ask('START'))).toMatch(/^Messages are on again[^\n]*$/);
  await resident.ask('When are quiet hours?');
  expect(resident.received().at(-1)).toMatch(QUIET_HOURS);
});

describe('a number that nobody knows', () => {
  const LEAK = 'There is a leak under my kitchen sink';
  const [, neighbour] = sampleProperty().residents;
  const bookingId = neighbour?.bookingId ?? 'none';
  const lastName = neighbour?.lastName ?? 'none';

  // Privacy: whoever tries booking ids must not learn which of them exist.
  test('is asked who it is, fails twice, and hears the same whether the booking exists or not', async () => {
    const tryTwice = async (number: string, claim: string): Promise<Talk[]> => {
      const stranger = door.sender(number);
      const asked = await stranger.ask(LEAK);
      const first = await stranger.ask(claim);
      const second = await stranger.ask(claim);
      return [asked, first, second];
    };
    const real = await tryTwice('12125550190', `${bookingId} Zzyzx`);
    const unreal = await tryTwice('12125550191', 'HC-9Z-09 Zzyzx');
    const [asked, first, second] = real.map(textOf);
    expect(asked).toMatch(WHO);
    expect(first).toMatch(WHO);
    expect(second).toMatch(/could not confirm who you are, so a person will take over/);
    expect(real[2]?.events).toEqual([{ kind: 'handed-off', reason: 'verification-failed' }]);
    const withoutTime = (talk: Talk): string => textOf(talk).replace(/\d{1,2}:\d{2}/g, 'then');
    expect(unreal.map(withoutTime)).toEqual(real.map(withoutTime));
    expect(unreal.map(({ events }) => events)).toEqual(real.map(({ events }) => events));
  });

  test('that failed twice is not let in by a third guess', async () => {
    const stranger = door.sender('12125550190');
    const third = textOf(await stranger.ask(`${bookingId} ${lastName}`));
    expect(third).toMatch(/could not confirm who you are/);
  });

  test('is recognised by a booking id and the last name, and its repair is taken up', async () => {
    const resident = door.sender('12125550192');
    expect(textOf(await resident.ask(LEAK))).toMatch(WHO);
    const proven = await resident.ask(`${bookingId}, ${lastName}`);
    expect(textOf(proven)).toMatch(
      /^Thank you, I found you\.\s+I will report this: .*Is that right\?/,
    );
    expect(proven.events).toMatchObject([{ kind: 'opened' }]);
  });

  test('is given no balance by a proof over WhatsApp', async () => {
    const talk = await door.sender('12125550192').ask('What is my balance?');
    expect(textOf(talk)).toMatch(/only in the chat of the resident portal/);
    expect(textOf(talk)).not.toMatch(/\$\d/);
  });
});
