import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './support/open-house.ts';
import { replies, residentOf, type Accepted } from './support/resident.ts';
import { metaWebhook, openWhatsAppHouse, type WhatsAppHouse } from './support/whatsapp.ts';

let door: WhatsAppHouse;
beforeAll(async () => {
  door = await openWhatsAppHouse();
});
afterAll(async () => {
  expect(door.graph.faults).toEqual([]);
  await door.close();
});

const ON_WHATSAPP = '12125550101'; // Harbor Court 1A
const SAFETY = /^Leave the building now/;
// Two documents tell of some of these: either may be quoted.
const QUIET_HOURS = /10 p\.m\. to 7 a\.m\./;
const LAUNDRY = /laundry room[^\n]* from 7 a\.m\./i;
const POOL = /pool[^\n]* from 8 a\.m\./i;
const GYM = /gym[^\n]* from 5 a\.m\./i;

/** A message as Meta delivers it, so that it can be delivered again later. */
const webhookOf = (id: string, body: string): string =>
  metaWebhook({ messages: [{ from: ON_WHATSAPP, id, type: 'text', text: { body } }] });

/** How often something was said in several texts, the parts of one text counted apart. */
const count = (texts: string[], what: RegExp): number =>
  texts.join('\n').match(new RegExp(what.source, `${what.flags.replace('g', '')}gm`))?.length ?? 0;

const OUTAGE_SECONDS = 60;
// A minute of outage, and what a busy machine needs before and after it.
const TEST_MS = 300_000;

// Not lost, once, in order: two people write at two doors for as long as it takes to restart a server by hand.
test(
  'with Temporal killed for a minute every message gets its 2xx and danger its text, and afterwards each is answered once, in order',
  async () => {
    const phone = door.sender(ON_WHATSAPP);
    const neighbour = residentOf(door.house, 'HC-4B-01');
    await phone.ask('hello');
    await neighbour.ask('hello');
    const before = phone.received().length;
    const received = (): string[] => phone.received().slice(before);

    await door.house.kill('temporal');
    const killedAt = Date.now();
    const at = (second: number): Promise<void> =>
      until(`${second} s of outage`, async () => Date.now() >= killedAt + second * 1000);
    const byPhone = async (second: number, message: string): Promise<void> => {
      await at(second);
      expect(await door.post(message)).toBe(200);
    };
    const byPortal = async (second: number, text: string, key: string): Promise<Accepted> => {
      await at(second);
      return neighbour.write(text, key); // throws for anything but 202
    };

    const quietHours = webhookOf('wamid.QUIET=', 'When are quiet hours?');
    await byPhone(2, quietHours);
    const first = await byPortal(8, 'When is the pool open?', 'pool');
    await byPhone(16, quietHours); // redelivered
    await byPhone(24, webhookOf('wamid.GAS=', 'I smell gas in the kitchen'));
    await until('the safety text has left', async () => received().length > 0);
    await byPortal(34, 'When is the gym open?', 'gym');
    await byPortal(44, 'When is the pool open?', 'pool'); // redelivered
    await byPhone(58, webhookOf('wamid.LAUNDRY=', 'When is the laundry room open?'));
    await at(OUTAGE_SECONDS);
    // Nothing but the warning can have left, and it left once.
    expect(received()).toEqual([expect.stringMatching(SAFETY)]);
    expect(replies(await neighbour.news(first))).toEqual([]);

    await door.house.start('temporal');
    await until('both are answered', async () => {
      const [mine, theirs] = [received(), replies(await neighbour.news(first))];
      return count(mine, LAUNDRY) > 0 && count(mine, /MR-/) > 0 && count(theirs, GYM) > 0;
    });
    // A later turn each: a second answer would have come by now.
    await phone.ask('thanks');
    await neighbour.ask('thanks');
    const told = received();
    expect(told.filter((text) => SAFETY.test(text))).toHaveLength(1);
    for (const answer of [QUIET_HOURS, /has the number MR-/, LAUNDRY]) {
      expect(count(told, answer), String(answer)).toBe(1);
    }
    const read = told.join('\n');
    expect(read.search(QUIET_HOURS)).toBeLessThan(read.search(LAUNDRY));
    const theirs = replies(await neighbour.news(first));
    for (const answer of [POOL, GYM]) expect(count(theirs, answer), String(answer)).toBe(1);
    expect(theirs.join('\n').search(POOL)).toBeLessThan(theirs.join('\n').search(GYM));
  },
  TEST_MS,
);
