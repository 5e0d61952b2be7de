import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { View, newsOf, type AskEvent } from '../../commands/ask-events.ts';
import { sampleProperty } from '../../sample/property.ts';
import { createChatTokens } from '../../src/adapters/channels/web-chat/token.ts';
import type { Rollout, RolloutPhase } from '../../src/domain/rollout.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says, type ResidentAtPortal } from './support/resident.ts';
import { signIn, type StaffMember } from './support/staff.ts';

let house: OpenHouse;
let admin: StaffMember;
beforeAll(async () => {
  house = await openHouse();
  admin = await signIn(house, 'odile');
});
afterAll(() => house.close());
beforeEach(() => switchTo('harbor-court', { phase: 'writes' }));

const Standing = z.object({
  properties: z.array(z.object({ propertyId: z.string(), version: z.number() })),
  organisations: z.array(z.object({ organisationId: z.string(), version: z.number() })),
});
const standing = async () => Standing.parse((await admin.get('/rollout')).body);

async function switchTo(propertyId: string, rollout: Partial<Rollout>): Promise<void> {
  const { properties } = await standing();
  const version = properties.find((one) => one.propertyId === propertyId)?.version;
  const path = `/properties/${propertyId}/rollout`;
  const { status } = await admin.put(path, { version, ...rollout });
  if (status !== 200) throw new Error(`the switch was refused with ${status}`);
}

async function stopOrganisation(isStopped: boolean): Promise<void> {
  for (const { organisationId, version } of (await standing()).organisations) {
    const path = `/organisations/${organisationId}/stop`;
    const { status } = await admin.put(path, { isStopped, ...(isStopped ? {} : { version }) });
    if (status !== 200) throw new Error(`the stop was refused with ${status}`);
  }
}

// One for each question, so that no answer comes from what was said before; one of each home may report a problem, since
// a second report would join the first.
const isOfHome = (bookingId: string): boolean => bookingId.endsWith('-01');
const strangers = sampleProperty()
  .residents.filter(({ status, preferredLanguage }) => {
    return status === 'current' && preferredLanguage === 'en';
  })
  .map(({ bookingId }) => bookingId)
  .toSorted((one, other) => Number(isOfHome(one)) - Number(isOfHome(other)));
const nextOf = (code: 'HC' | 'CS', isReport = false): string => {
  const index = strangers.findIndex((bookingId) => {
    return bookingId.startsWith(code) && (!isReport || isOfHome(bookingId));
  });
  const [bookingId] = index < 0 ? [] : strangers.splice(index, 1);
  if (!bookingId) throw new Error('no resident is left');
  return bookingId;
};
const somebody = (): ResidentAtPortal => residentOf(house, nextOf('HC'));
const reporter = (): ResidentAtPortal => residentOf(house, nextOf('HC', true));

/** Asks in the signed-in chat, which alone may read an account. */
async function askSignedIn(text: string): Promise<AskEvent[]> {
  const { url, webhookSecret: secret } = house;
  const session = { residentId: nextOf('HC'), propertyId: 'harbor-court' };
  const token = await createChatTokens({ secret, issuer: 'nightporter' }).sign(session);
  const response = await fetch(`${url}/chat/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text, message_id: crypto.randomUUID() }),
  });
  const { conversation_id: id } = Written.parse(await response.json());
  const read = async (): Promise<View> => {
    const path = `${url}/conversations/${id}/messages?after=0`;
    const view = await fetch(path, { headers: { 'x-nightporter-secret': secret } });
    return View.parse(await view.json());
  };
  await until(`the chat settles: ${text}`, async () => (await read()).isSettled);
  return newsOf(await read()).map(({ event }) => event);
}
const Written = z.object({ conversation_id: z.string() });

const ask = (wish: string): Promise<AskEvent[]> => {
  if (wish === ACCOUNT) return askSignedIn(wish);
  return (wish === LEAK ? reporter() : somebody()).ask(wish);
};

const QUESTION = 'When are quiet hours?';
const ACCOUNT = 'What is my balance?';
const STATUS = 'What is the status of my request?';
const LEAK = 'There is a leak under my kitchen sink, the bucket holds it';
const GAS = 'I smell gas in the kitchen';

/** What came of a message, in a word. */
function cameOf(events: AskEvent[]): string {
  const handed = events.find((event) => event.event === 'handed-off');
  const said = replies(events).join(' ');
  if (handed?.event === 'handed-off') return handed.reason;
  if (events.some((event) => event.event === 'opened')) return 'opened';
  if (/10 p\.m\./.test(said)) return 'answered';
  if (/Your balance is/.test(said)) return 'read';
  return /nothing open|no open/i.test(said) ? 'read' : said;
}

test.each<[RolloutPhase, Record<string, string>]>([
  ['off', { [QUESTION]: 'rollout', [ACCOUNT]: 'rollout', [STATUS]: 'rollout', [LEAK]: 'rollout' }],
  ['shadow', { [QUESTION]: '', [ACCOUNT]: '', [LEAK]: '' }],
  ['answers', { [QUESTION]: 'answered', [ACCOUNT]: 'rollout', [LEAK]: 'rollout' }],
  ['reads', { [QUESTION]: 'answered', [ACCOUNT]: 'read', [STATUS]: 'read', [LEAK]: 'rollout' }],
  ['writes', { [QUESTION]: 'answered', [ACCOUNT]: 'read', [STATUS]: 'read', [LEAK]: 'opened' }],
])('in the phase %s the assistant goes exactly as far as it may', async (phase, expected) => {
  await switchTo('harbor-court', { phase });
  const came: Record<string, string> = {};
  for (const wish of Object.keys(expected)) came[wish] = cameOf(await ask(wish));
  expect(came).toEqual(expected);
});

// Safety: no switch stands between a resident and the fixed text, the alarm and the emergency's own request.
test.each<[string, Partial<Rollout>]>([
  ['off', { phase: 'off' }],
  ['shadow', { phase: 'shadow' }],
  ['answers', { phase: 'answers' }],
  ['reads', { phase: 'reads' }],
  ['writes', { phase: 'writes' }],
  ['writes with every stop switch set', { phase: 'writes', stopped: ['all'] }],
  ['writes with maintenance stopped', { phase: 'writes', stopped: ['maintenance'] }],
])(
  'danger is answered, alarmed and opened at once while the switch says %s',
  async (_, rollout) => {
    await switchTo('harbor-court', rollout);
    const resident = reporter();
    const written = await resident.write(GAS);
    await resident.hears(
      written,
      (event) => event.event === 'reply' && event.from === 'safety' && says('Leave the')(event),
    );
    const opened = await resident.hears(written, (event) => event.event === 'opened');
    expect(opened).toMatchObject({ class: 'P0' });
    await until('the alarm rings', async () => {
      const { body } = await admin.get('/alerts?state=ringing');
      return JSON.stringify(body).includes(written.conversation_id);
    });
  },
);

test('the stop switch of a skill acts on the next turn, leaves the others on, and so does taking it back', async () => {
  expect(cameOf(await somebody().ask(QUESTION))).toBe('answered');
  const resident = somebody();
  await resident.ask('hello');
  await switchTo('harbor-court', { phase: 'writes', stopped: ['documents'] });
  expect(cameOf(await ask(ACCOUNT))).toBe('read');
  expect(cameOf(await resident.ask(QUESTION))).toBe('rollout');
  await switchTo('harbor-court', { phase: 'writes' });
  expect(replies(await resident.ask(QUESTION)).join()).toMatch(/10 p\.m\./);
});

test('a skill may be further or less far than its property', async () => {
  await switchTo('harbor-court', { phase: 'answers', skills: { maintenance: 'writes' } });
  expect(cameOf(await ask(LEAK))).toBe('opened');
  expect(cameOf(await ask(ACCOUNT))).toBe('rollout');
  await switchTo('harbor-court', { phase: 'writes', skills: { account: 'off' } });
  expect(cameOf(await ask(ACCOUNT))).toBe('rollout');
});

test('the stop switch of one property silences nobody at the other', async () => {
  await switchTo('harbor-court', { phase: 'writes', stopped: ['all'] });
  expect(cameOf(await somebody().ask(QUESTION))).toBe('rollout');
  const neighbour = residentOf(house, nextOf('CS'), 'copper-sage-flats');
  expect(replies(await neighbour.ask(QUESTION)).join()).toMatch(/9 p\.m\./);
});

test('in shadow staff read what would have been said beside what they answered; outside of the share it is as off', async () => {
  await switchTo('harbor-court', { phase: 'shadow' });
  const resident = somebody();
  const written = await resident.write(QUESTION);
  const path = `/conversations/${written.conversation_id}`;
  await until('a person is asked', async () => {
    const { body } = await admin.get(path);
    return JSON.stringify(body).includes('"reason":"rollout"');
  });
  await admin.post(`${path}/take-over`, {});
  await admin.post(`${path}/replies`, { text: 'From ten at night.', idempotency_key: 'one' });
  await admin.post(`${path}/release`, {});
  const { body } = await admin.get('/rollout/shadow?property=harbor-court&show=to-judge');
  expect(body).toContainEqual(
    expect.objectContaining({
      conversationId: written.conversation_id,
      asked: [QUESTION],
      proposal: expect.objectContaining({
        deed: 'answered',
        kept: [expect.objectContaining({ text: expect.stringContaining('10 p.m.') })],
      }),
      staff: expect.objectContaining({
        deed: 'answered',
        isOver: true,
        replies: [expect.objectContaining({ text: 'From ten at night.' })],
      }),
    }),
  );
  await switchTo('harbor-court', { phase: 'shadow', sharePercent: 0 });
  expect(cameOf(await somebody().ask(QUESTION))).toBe('rollout');
});

// Safety: the one switch for everything acts on the next turn, at every property, and never on danger.
test('the stop switch of the organisation stops all of its properties on the next turn; danger stays', async () => {
  const resident = somebody();
  expect(cameOf(await resident.ask(QUESTION))).toBe('answered');
  await stopOrganisation(true);
  expect(cameOf(await resident.ask(QUESTION))).toBe('rollout');
  const neighbour = residentOf(house, nextOf('CS'), 'copper-sage-flats');
  expect(cameOf(await neighbour.ask(QUESTION))).toBe('rollout');
  const endangered = reporter();
  const written = await endangered.write(GAS);
  await endangered.hears(
    written,
    (event) => event.event === 'reply' && event.from === 'safety' && says('Leave the')(event),
  );
  await endangered.hears(written, (event) => event.event === 'opened');
  await stopOrganisation(false);
  expect(cameOf(await somebody().ask(QUESTION))).toBe('answered');
});

test('only an admin may turn the switch, and a refused turn changes nothing', async () => {
  const manager = await signIn(house, 'mara');
  const refused = await manager.put('/properties/harbor-court/rollout', {
    version: 0,
    phase: 'off',
  });
  expect(refused.status).toBe(403);
  expect(cameOf(await somebody().ask(QUESTION))).toBe('answered');
});
