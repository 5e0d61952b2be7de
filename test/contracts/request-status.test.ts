import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRequestStatusActivities } from '../../src/activities/request-status.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { CommittedMessage } from '../../src/ports/inbox.ts';
import type { MaintenanceRequestState } from '../../src/domain/maintenance-request.ts';
import type { NewMaintenanceRequest } from '../../src/ports/maintenance-requests.ts';
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
  words = 'Any news?',
): Promise<{ outcome: Outcome; text: string }> {
  const turn = await scene.aTurnThatSays(message, words);
  const { readStatus } = createRequestStatusActivities(scene.house());
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
