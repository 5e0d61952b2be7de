import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRequestActivities } from '../../src/activities/requests.ts';
import { createPortalChannel } from '../../src/adapters/channels/portal/index.ts';
import { createRequestStatusActivities } from '../../src/activities/request-status.ts';
import type { GivenReason, MaintenanceRequestState } from '../../src/domain/maintenance-request.ts';
import { runActivity, startReopeningScene, type ReopeningScene } from './reopening-scene.ts';

// What people and residents hear of a request that a person must take from here.

let scene: ReopeningScene;
beforeAll(async () => {
  scene = await startReopeningScene();
});
afterAll(() => scene.stop());
beforeEach(() => scene.reset());

// Takes every message, as a channel does whose reader fetches.
const channels = { whatsapp: createPortalChannel() };
const activities = () => createRequestActivities({ ...scene.house(), channels });
const alertsOf = (requestId: string) =>
  scene.records.postgres.query('select headline from alerts where subject_id = $1', [requestId]);

/** A request of Kim's in that state. */
async function aRequest(state: MaintenanceRequestState) {
  const message = await scene.aVisitor();
  const { conversationId } = message;
  const { requestId } = await scene.aRequest({ conversationId, end: { state } });
  return { requestId, conversationId, message };
}

const heard = async (conversationId: string): Promise<string> => {
  const view = await scene.records.conversations.view({
    conversationId,
    after: 0,
    reader: 'staff',
  });
  return view.lines.map(({ text }) => text).join('\n');
};

// One trouble, one alert: the hand-off rings by its own clock.
test('a request that nobody confirmed tells its resident that a person looks, and rings no managers beside the hand-off', async () => {
  const { requestId, conversationId } = await aRequest('awaiting-confirmation');
  const open = () => runActivity(activities().openUnconfirmed, { requestId });
  await open();
  await open(); // a retry
  const said = await heard(conversationId);
  expect(said).toMatch(/I had no answer from you.*A person will look at it; I will write by/);
  expect(said.match(/I had no answer/g)).toHaveLength(1);
  expect(await alertsOf(requestId)).toEqual([]);
});

test.each([
  ['unconfirmed-request', /opened without confirmation/],
  ['platform-refused', /did not take the work order/],
  ['expired-approval', /nobody has decided/],
] satisfies [GivenReason, RegExp][])(
  'a request without a conversation rings the managers for %s, once',
  async (reason, words) => {
    const { requestId } = await aRequest('needs-person');
    const give = () => runActivity(activities().giveToPerson, { requestId, reason });
    await give();
    await give();
    expect(await alertsOf(requestId)).toEqual([{ headline: expect.stringMatching(words) }]);
  },
);

// Whoever was told that a person writes must not hear from a machine that nobody comes.
test.each([
  ['needs-person', false],
  ['open', true],
] as const)(
  'a dispatch clock that runs out while it is %s rings the managers; whether the resident hears so: %s',
  async (state, isTold) => {
    const { requestId, conversationId } = await aRequest(state);
    await runActivity(activities().missClock, { requestId, clock: 'dispatch' });
    expect(await alertsOf(requestId)).toEqual([
      { headline: expect.stringContaining('no vendor was sent in time') },
    ]);
    expect((await heard(conversationId)).includes('takes longer than planned')).toBe(isTold);
  },
);

test.each([
  ['opening', /is being reported\. I will write by /],
  ['open', /is open\. I will write by /],
  ['needs-person', /is with a person of our team, who will write to you/],
] as const)(
  'who asks about one that is %s hears that, and the next promise',
  async (state, words) => {
    const { message } = await aRequest(state);
    const turn = await scene.aTurnThatSays(message, 'Any news?');
    const { readStatus } = createRequestStatusActivities(scene.house());
    await runActivity(readStatus, { ...turn, part: 0 });
    const [part] = await scene.records.conversations.readParts(turn.turnId);
    expect(part?.text).toMatch(words);
  },
);
