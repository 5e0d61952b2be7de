import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRequestStatusActivities } from '../../src/activities/request-status.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { WorkOrder } from '../../src/domain/work-order.ts';
import type { AskedFor } from '../../src/ports/audit-log.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { CommittedMessage } from '../../src/ports/inbox.ts';
import type { MaintenanceRequestState } from '../../src/domain/maintenance-request.ts';
import type { NewMaintenanceRequest } from '../../src/ports/maintenance-requests.ts';
import type { PropertyPlatform } from '../../src/ports/property-platform.ts';
import { aConversation } from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';
import { runActivity, startReopeningScene, type ReopeningScene } from './reopening-scene.ts';

// What a resident hears who asks how their requests stand.

let scene: ReopeningScene;
beforeAll(async () => {
  scene = await startReopeningScene();
});
afterAll(() => scene.stop());
beforeEach(() => scene.reset());

/** A request that somebody made in a conversation of theirs, in that state. */
const aRequestOf = (
  { conversationId }: CommittedMessage,
  by: { state?: MaintenanceRequestState; changes?: Partial<NewMaintenanceRequest> } = {},
) => scene.aRequest({ conversationId, end: { state: by.state ?? 'open' } }, by.changes);

/** Somebody of that id by that channel; a resident of their own unless one is named. */
async function somebody(by: {
  residentId: string;
  channel?: 'portal' | 'whatsapp';
  language?: 'en' | 'es';
}): Promise<CommittedMessage> {
  const { residentId, channel = 'whatsapp', language = 'en' } = by;
  const message = await aConversation(scene.records, { channel });
  const home = { unitId: 'elm-house-1a', leaseId: 'lease-1a', status: 'current' } as const;
  await scene.records.conversations.identify({
    conversationId: message.conversationId,
    residentId,
    propertyId: 'elm-house',
    assurance: channel === 'portal' ? 'session' : 'channel',
    knownHome: { residentId, ...home },
    language,
  });
  return message;
}

/** What is answered to somebody who asks. */
async function answerTo(
  message: CommittedMessage,
  by: { words?: string; platform?: Partial<PropertyPlatform> } = {},
): Promise<{ outcome: Outcome; text: string }> {
  const turn = await scene.aTurnThatSays(message, by.words ?? 'Any news?');
  const house = scene.house();
  const platform = { ...house.platform, ...by.platform };
  const { readStatus } = createRequestStatusActivities({ ...house, platform });
  const outcome = await runActivity(readStatus, { ...turn, part: 0 });
  const [part] = await scene.records.conversations.readParts(turn.turnId);
  return { outcome, text: part?.text ?? '' };
}

test('who reported by the portal and asks by WhatsApp hears of what they reported there', async () => {
  const portal = await somebody({ residentId: 'ana', channel: 'portal' });
  const whatsapp = await somebody({ residentId: 'ana', language: 'es' });
  const [there, here, ended] = [
    await aRequestOf(portal),
    await aRequestOf(whatsapp, { state: 'needs-person' }),
    await aRequestOf(portal, { state: 'closed' }),
  ];
  const { outcome, text } = await answerTo(whatsapp);
  expect(outcome).toEqual({ kind: 'answered', part: 0 });
  expect(text).toMatch(new RegExp(`${there.reference} .* está abierta`));
  expect(text).toMatch(new RegExp(`${here.reference} .* la tiene una persona`));
  expect(text).not.toContain(ended.reference);
});

test('what staff opened for a resident is told to them, in their language', async () => {
  const message = await somebody({ residentId: 'bea', language: 'es' });
  const opened = await scene.records.maintenanceRequests.create(
    aNewRequest({ residentId: 'bea', conversationId: null, state: 'open' }),
  );
  const { text } = await answerTo(message);
  expect(text).toMatch(new RegExp(`^${opened.request.reference} .* está abierta`));
});

// Privacy: people of one home are as much strangers here as anybody.
test('nothing of another person is told, not of one in the same home', async () => {
  const theirs = await aRequestOf(await somebody({ residentId: 'cora' }), {
    changes: { residentId: 'cora' },
  });
  const asker = await somebody({ residentId: 'dan', channel: 'portal' });
  expect(await answerTo(asker)).toMatchObject({ outcome: { kind: 'nothing-open' } });
  const own = await aRequestOf(asker, { changes: { residentId: 'dan' } });
  const { text } = await answerTo(asker);
  expect(text).toContain(own.reference);
  expect(text).not.toContain(theirs.reference);
});

test('who is not surely that person hears of nothing beyond their conversation', async () => {
  const theirs = await aRequestOf(await somebody({ residentId: 'eva' }), {
    changes: { residentId: 'eva' },
  });
  // A door that names somebody and vouches for nobody.
  const claimed = await aConversation(scene.records, {
    channel: 'portal',
    residentId: 'eva',
    propertyId: 'elm-house',
    assurance: 'unknown',
  });
  const { personId } = (await scene.records.conversations.find(claimed.conversationId)) ?? {};
  expect(personId).toBeDefined();
  expect(await scene.records.maintenanceRequests.listOfPerson(personId ?? '')).toContainEqual(
    expect.objectContaining({ requestId: theirs.requestId }),
  );
  expect(await answerTo(claimed)).toMatchObject({ outcome: { kind: 'nothing-open' } });
});

describe('what the platform knows already', () => {
  const far = { deadlines: { ...aNewRequest().deadlines, doneBy: '2096-11-30T12:00:00.000Z' } };
  /** A request that stands as open in our rows, and its order as somebody at the platform left it. */
  async function anOrder(residentId: string, changed: Partial<WorkOrder>) {
    const message = await somebody({ residentId });
    const workOrderExternalId = `wo-of-${residentId}`;
    const made = await scene.aRequest(
      { conversationId: message.conversationId, end: { state: 'open', workOrderExternalId } },
      { residentId, ...far },
    );
    const asked: AskedFor[] = [];
    const readWorkOrder: PropertyPlatform['readWorkOrder'] = async (externalId, askedFor) => {
      asked.push(askedFor);
      const isIt = externalId === workOrderExternalId;
      return isIt ? { ...order, externalId, ...changed } : null;
    };
    const listVendors = async () => [
      { id: 'pipes', name: 'Pipes Inc', trades: [], isEmergency: false, licenceExpiresOn: null },
    ];
    return { message, made, asked, platform: { readWorkOrder, listVendors } };
  }
  const order: WorkOrder = {
    externalId: 'wo',
    propertyId: 'elm-house',
    unitId: 'elm-house-1a',
    status: 'new',
    nativeStatus: 'New',
    description: '',
    vendorId: null,
    windowFromAt: null,
    windowToAt: null,
    createdAt: '2026-11-23T12:00:00.000Z',
    updatedAt: '2026-11-23T12:00:00.000Z',
  };
  const window = {
    windowFromAt: '2096-11-24T15:00:00.000Z',
    windowToAt: '2096-11-24T17:00:00.000Z',
  };

  test.each<[string, Partial<WorkOrder>, RegExp]>([
    [
      'who comes',
      { status: 'assigned', vendorId: 'pipes' },
      /is with Pipes Inc\. .* done by .* 30 /,
    ],
    ['when they come', { status: 'scheduled', ...window }, /is scheduled: .* 09:00-11:00\.$/],
    ['that it waits for parts', { status: 'on-hold' }, /waits for parts or access/],
    ['that it was done', { status: 'done' }, /was just marked as done\. I will ask you/],
    ['nothing new', { status: 'unknown', nativeStatus: '?' }, /is open\. I will write by/],
    ['a vendor that it does not name', { status: 'assigned', vendorId: 'x' }, /is open\. I will/],
  ])('is told before our rows say so: %s', async (name, changed, words) => {
    const { message, made, asked, platform } = await anOrder(`of ${name}`, changed);
    const { text } = await answerTo(message, { platform });
    expect(text).toMatch(words);
    expect(text).not.toMatch(/This is how it stood/);
    // Whose wish it was stands in the record of the call.
    expect(asked).toMatchObject([
      {
        propertyId: 'elm-house',
        ids: { requestId: made.requestId, residentId: `of ${name}`, turnId: expect.any(String) },
      },
    ]);
  });

  test.each<[string, PropertyPlatform['readWorkOrder']]>([
    ['is down', () => Promise.reject(new ProviderUnavailable())],
    ['does not answer in time', () => new Promise(() => undefined)],
  ])('that %s: our rows are told, and as of when', async (name, readWorkOrder) => {
    const { message, made } = await anOrder(`while ${name}`, {});
    const { text } = await answerTo(message, { platform: { readWorkOrder } });
    expect(text).toMatch(new RegExp(`^${made.reference} .* is open\\. I will write by`));
    expect(text).toMatch(/\nThis is how it stood .*\d\d:\d\d: I cannot reach/);
  });
});

test('the request about the thing that was named is told first', async () => {
  const message = await somebody({ residentId: 'fay' });
  const words = { description: '', location: null };
  const sink = await aRequestOf(message, {
    changes: { words: { ...words, summary: 'Kitchen sink blocked' } },
  });
  const oven = await aRequestOf(message, {
    changes: { words: { ...words, summary: 'Oven cold' } },
  });
  const firstOf = async (said: string) => (await answerTo(message, { words: said })).text;
  expect(await firstOf('any news on my sink?')).toMatch(
    new RegExp(`^${sink.reference} .*\n${oven.reference} `),
  );
  expect(await firstOf('any news on the oven?')).toMatch(new RegExp(`^${oven.reference} `));
});
