import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorize } from '../../src/api/authorize.ts';
import { createTellReleased } from '../../src/api/draft-news.ts';
import { answerErrors } from '../../src/api/errors.ts';
import { conversationRoutes } from '../../src/api/routes/conversations.ts';
import { draftRoutes } from '../../src/api/routes/drafts.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { aDraftScene, type DraftScene } from './records/draft-scene.ts';
import { aCarrier, startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { serveApp } from './sign-in/signed-in.ts';

// What whoever holds a conversation does with its drafts, over the doors and the real records.

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
const { processes, of } = notedProcesses();
const engine = { isAway: false };
const carrier = aCarrier();

beforeAll(async () => {
  records = await startHouseRecords();
  const dependencies = {
    records,
    carrier,
    webhookSecret: undefined,
    tellHandOffs: async () => undefined,
    tellReleased: createTellReleased({
      drafts: records.drafts,
      processes: {
        async tellConversationReleased(conversation) {
          if (engine.isAway) throw new ProviderUnavailable('away');
          await processes.tellConversationReleased(conversation);
        },
      },
    }),
    allow: authorize({
      whoIs: async (request) => ({
        staffId: request.get('x-staff') ?? 'mara',
        name: 'Mara',
        role: 'agent' as const,
        propertyIds: 'all' as const,
      }),
    }),
  };
  server = await serveApp(() => {
    const app = express();
    app.use('/conversations', conversationRoutes(dependencies));
    app.use('/conversations', draftRoutes(dependencies));
    app.use(answerErrors);
    return app;
  });
});
afterAll(async () => {
  await server.close();
  await records.stop();
});

async function call(
  path: string,
  {
    body,
    staff = 'mara',
    method = 'POST',
  }: { body?: object; staff?: string; method?: string } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}/conversations/${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-staff': staff },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

/** A scene held by Mara, with one draft. */
async function held(): Promise<DraftScene & { draftId: string }> {
  const scene = await aDraftScene(records);
  await scene.takeOver('mara');
  await scene.tell('news-in-progress', { state: 'in-progress' });
  const [draft] = await scene.drafts();
  return { ...scene, draftId: draft?.draftId ?? 'none' };
}

const reply = ({ draftId }: { draftId: string }, key: string, text = 'It has begun.') => ({
  body: { text, idempotency_key: key, draft_id: draftId },
});

test('two people press at once: one send leaves, and the other is told so', async () => {
  const scene = await held();
  const door = `${scene.conversationId}/replies`;
  const delivered = carrier.delivered.length;
  const answers = await Promise.all([
    call(door, reply(scene, 'mine')),
    call(door, reply(scene, 'other', 'Somebody is there now.')),
    call(door, { ...reply(scene, 'theirs'), staff: 'theo' }),
  ]);
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(2);
  expect(carrier.delivered.length - delivered).toBe(1);
  expect((await call(`${scene.conversationId}/drafts`, { method: 'GET' })).body).toEqual([]);
});

test('a press whose answer was lost is pressed again, and sends nothing more', async () => {
  const scene = await held();
  const delivered = carrier.delivered.length;
  const door = `${scene.conversationId}/replies`;
  const first = await call(door, reply(scene, 'one'));
  expect(await call(door, reply(scene, 'one'))).toEqual(first);
  expect(carrier.delivered.slice(delivered)).toEqual(['It has begun.']);
});

test('a draft is put away by its holder only, and can then not be sent', async () => {
  const scene = await held();
  const door = `${scene.conversationId}/drafts/${scene.draftId}/discard`;
  expect(await call(door, { staff: 'theo' })).toMatchObject({ status: 409 });
  expect(await call(door)).toEqual({ status: 200, body: { discarded: true } });
  expect(await call(`${scene.conversationId}/replies`, reply(scene, 'late'))).toMatchObject({
    status: 409,
    body: { detail: 'That draft was already sent or put away.' },
  });
  const unknown = `${scene.conversationId}/drafts/none/discard`;
  expect(await call(unknown)).toMatchObject({ status: 404 });
});

test('a release tells the conversation of its drafts, also where the engine was away', async () => {
  const scene = await held();
  const { conversationId } = scene;
  engine.isAway = true;
  expect(await call(`${conversationId}/release`)).toMatchObject({ status: 200 });
  const told = () =>
    of('tellConversationReleased').filter((each) => JSON.stringify(each).includes(conversationId));
  expect(told()).toEqual([]);
  engine.isAway = false;
  await createTellReleased({ drafts: records.drafts, processes })(); // as the sweep does
  await createTellReleased({ drafts: records.drafts, processes })();
  expect(told()).toEqual([{ conversationId, propertyId: null }]);
});
