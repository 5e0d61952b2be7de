import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { AskEvent } from '../../commands/ask-events.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { preparePlatformOutage, type PlatformOutage } from './support/platform-outage.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn, type StaffMember } from './support/staff.ts';

let house: OpenHouse;
let manager: StaffMember;
let outage: PlatformOutage;
beforeAll(async () => {
  house = await openHouse();
  manager = await signIn(house, 'mara');
  outage = await preparePlatformOutage(house.databaseUrl);
});
afterEach(() => outage.end());
afterAll(async () => {
  await outage.close();
  await house.close();
});

const LEAK = 'There is a leak under my kitchen sink, the bucket holds it';
const GAS = 'I smell gas in the kitchen';

const Request = z.object({
  workOrderExternalId: z.string().nullable(),
  reference: z.string(),
  writes: z.array(z.object({ state: z.string() })),
});

async function requestOf(reference: string): Promise<z.infer<typeof Request>> {
  return Request.parse((await manager.get(`/maintenance-requests/${reference}`)).body);
}

const referenceOf = (events: AskEvent[]): string => {
  const opened = events.find((event) => event.event === 'opened');
  if (opened?.event !== 'opened') throw new Error('nothing was opened');
  return opened.reference;
};

/** What was told of a request; what intake asks about the visit is no news of it. */
const tidings = (events: AskEvent[], reference: string): string[] =>
  replies(events).filter((text) => text.includes(reference) && !text.includes('may we come in'));

async function untilOrdered(reference: string): Promise<void> {
  await until('the work order stands at the platform', async () => {
    return (await requestOf(reference)).workOrderExternalId !== null;
  });
}

// One ticket: the number that the resident was given in the outage is the one at the platform afterwards.
test('a request that is confirmed while the platform takes no work orders keeps its number, is ordered once afterwards, and is told once', async () => {
  const resident = residentOf(house, 'HC-4B-01');
  const asked = await resident.ask(LEAK);
  const reference = referenceOf(asked);
  await outage.begin('work orders');
  const confirmed = await resident.write('yes');
  await resident.hears(confirmed, says(reference));
  await until('the write hangs', () => outage.isWriteHanging());
  expect((await requestOf(reference)).workOrderExternalId).toBeNull();

  await outage.end();
  await untilOrdered(reference);
  expect(await outage.count(reference)).toBe(1);
  expect((await requestOf(reference)).writes).toMatchObject([{ state: 'confirmed' }]);
  await resident.ask('thanks');
  const told = tidings(await resident.news(confirmed), reference);
  expect(told).toHaveLength(1);
});

// Design section 12: a resident who was here before gets their number in the outage itself.
test('a repair that is reported and confirmed while the platform is down has its number at once, and is ordered once afterwards', async () => {
  const resident = residentOf(house, 'HC-5B-01');
  await resident.ask('When are quiet hours?'); // it was known then where they live
  await outage.begin('all');
  const reference = referenceOf(await resident.ask(LEAK));
  const confirmed = await resident.write('yes');
  await resident.hears(confirmed, says(reference));

  await outage.end();
  await untilOrdered(reference);
  expect(await outage.count(reference)).toBe(1);
  await resident.ask('thanks');
  const told = tidings(await resident.news(confirmed), reference);
  expect(told).toHaveLength(1);
});

// Safety: who cannot be looked up is told to leave all the same, and somebody is called.
test('danger is answered, alarmed and given its number while the platform is down; its work order follows once', async () => {
  const resident = residentOf(house, 'HC-2C-02');
  await outage.begin('all');
  const written = await resident.write(GAS);
  await resident.hears(
    written,
    (event) => event.event === 'reply' && event.from === 'safety' && says('Leave the')(event),
  );
  const opened = await resident.hears(written, (event) => event.event === 'opened');
  expect(opened).toMatchObject({ class: 'P0' });
  const reference = referenceOf([opened]);
  await resident.hears(written, says(reference));

  await outage.end();
  await untilOrdered(reference);
  expect(await outage.count(reference)).toBe(1);
  await resident.ask('thanks');
  const told = tidings(await resident.news(written), reference);
  expect(told).toHaveLength(1);
});

// What our own rows know is told, with the hour until which it is known to be so.
test('how a request stands is told while the platform is down, as of when', async () => {
  const resident = residentOf(house, 'HC-1A-01');
  const reference = referenceOf(await resident.ask(LEAK));
  await resident.ask('yes');
  await untilOrdered(reference);
  await outage.begin('all');
  const told = replies(await resident.ask('What is the status of my request?')).join();
  expect(told).toContain(reference);
  expect(told).toMatch(/This is how it stood .*cannot reach the building's system/);
});

test.each([
  ['HC-5A-01', 'What is my balance?'],
  ['HC-3A-01', LEAK],
])(
  '%s who asks "%s" while the platform is down is told once that a person will look',
  async (...by) => {
    const [residentId, question] = by;
    const resident = residentOf(house, residentId);
    await outage.begin('all');
    const events = await resident.ask(question);
    expect(events).toContainEqual({ event: 'handed-off', reason: 'platform-unavailable' });
    const told = replies(events);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/I cannot see that information right now.*person will answer you by/s);

    await outage.end();
    const after = replies(await resident.ask('When are quiet hours?')).join();
    expect(after).toMatch(/10 p\.m\./);
    expect(after).not.toMatch(/cannot see that/);
  },
);

test('a question about the house rules needs no platform and is answered in its outage', async () => {
  const resident = residentOf(house, 'HC-6A-01');
  await outage.begin('all');
  expect(replies(await resident.ask('When are quiet hours?')).join()).toMatch(/10 p\.m\./);
});
