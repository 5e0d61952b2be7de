import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRequestChangeActivities } from '../../../src/activities/request-changes.ts';
import { createRequestIntakeActivities } from '../../../src/activities/request-intake.ts';
import { createRequestQuestionActivities } from '../../../src/activities/request-questions.ts';
import type { ToldNeeds } from '../../../src/activities/request-told.ts';
import { startHouseRecords, type HouseRecords } from './house-records.ts';
import { aNewRequest } from './request-records.ts';
import { notedProcesses } from '../../fakes/noted-processes.ts';
import { aHouse, aScene, type Scene } from './told-scene.ts';

// What residents tell of their requests, over the real records; retries call an activity again with the same turn.

let records: HouseRecords;
let house: ToldNeeds;
const { processes, told } = notedProcesses();
beforeAll(async () => {
  records = await startHouseRecords();
  house = aHouse(records, processes);
});
beforeEach(() => {
  told.length = 0;
});
afterAll(() => records.stop());

const namesTold = () => [...new Set(told.map(({ name }) => name))];

const scene = (by: Parameters<typeof aScene>[1]) => aScene(records, by);

const answer = (
  { requestId, turnId, conversationId }: Scene,
  kind: 'yes' | 'no' | 'change' = 'yes',
) =>
  createRequestQuestionActivities(house).answerQuestion({
    turnId,
    conversationId,
    requestId,
    part: 0,
    answer: { kind },
  });

const write = async (requestId: string) =>
  records.platformOutbox.queue({
    connectionId: 'connection-1',
    dedupeKey: (await records.maintenanceRequests.find(requestId))?.orderReference ?? '',
    requestId,
    urgency: 3,
    write: {
      kind: 'create-work-order',
      order: {
        reference: 'MR-0000000001',
        propertyId: 'elm-house',
        unitId: null,
        residentId: null,
        class: 'P3',
        trade: 'plumbing',
        brief: 'Sink blocked',
        description: 'Water stands in the sink.',
        permissionToEnter: 'unknown',
        isHeldForApproval: false,
      },
    },
  });

async function changesOf(requestId: string) {
  const rows = await records.platformOutbox.listOfRequest(requestId);
  const changes = rows.filter(({ operation }) => operation === 'change-work-order');
  return Promise.all(changes.map(({ outboxId }) => records.platformOutbox.readWrite(outboxId)));
}

describe('an answer under a retry', () => {
  // A past failure: the retry found the row asking nothing and thanked, without the number.
  it('gives the same reply again, with the number', async () => {
    const asked = await scene({ question: 'confirm-request' });
    const first = await answer(asked);
    expect(first).toEqual({
      kind: 'request-opened',
      requestId: asked.requestId,
      isDanger: false,
    });
    expect(await answer(asked)).toEqual(first);
  });

  // A past failure: the retry cleared what the request had asked meanwhile.
  it('leaves the next question alone', async () => {
    const asked = await scene({ question: 'confirm-request' });
    await answer(asked);
    await records.maintenanceRequests.change(asked.requestId, { question: 'self-help' });
    await answer(asked);
    expect((await asked.row())?.question).toBe('self-help');
    expect(told.map(({ by }) => by)).toMatchObject([
      { question: 'confirm-request', messageId: asked.turnId },
      { question: 'confirm-request', messageId: asked.turnId }, // the workflow hears it once
    ]);
  });

  it('of another turn takes the question that stands then, or none', async () => {
    const asked = await scene({ question: 'completed' });
    await answer(asked);
    const late = { ...asked, turnId: (await scene({})).turnId };
    expect(await answer(late)).toEqual({ kind: 'small-talk', topic: 'thanks' });
  });
});

describe('intake', () => {
  const ask = (requestId: string) => createRequestIntakeActivities(house).askIntake({ requestId });
  const linesOf = async ({ conversationId }: Scene) =>
    (await records.conversations.view({ conversationId, after: 0, reader: 'staff' })).lines
      .map(({ text }) => text)
      .filter((text) => text.includes('may we come in'));

  it('asks once, whatever is retried, and never again after an answer', async () => {
    const open = await scene({ request: { state: 'open' } });
    await ask(open.requestId);
    await ask(open.requestId);
    expect(await linesOf(open)).toHaveLength(1);
    expect((await open.row())?.question).toBe('access');
    await answer(open);
    await ask(open.requestId);
    expect(await linesOf(open)).toHaveLength(1);
  });

  it('keeps silent while another question stands', async () => {
    const open = await scene({ question: 'self-help' });
    await ask(open.requestId);
    expect(await linesOf(open)).toEqual([]);
    expect((await open.row())?.question).toBe('self-help');
  });

  it('keeps an answer in the row and changes the order that is queued already, once', async () => {
    const says = { text: 'canary', access: { entry: 'call-first', pets: 'a cat' } } as const;
    const open = await scene({ request: { state: 'open' }, question: 'access', says });
    await write(open.requestId);
    await answer(open);
    await answer(open);
    expect(await open.row()).toMatchObject({
      facts: { entry: 'call-first' },
      words: { pets: 'a cat' },
    });
    expect(await changesOf(open.requestId)).toEqual([
      {
        kind: 'change-work-order',
        externalId: null, // its own create goes before
        change: { note: 'Pets: a cat', permissionToEnter: 'call-first' },
      },
    ]);
  });

  // Privacy: what people say of their home is never a plain column.
  it('seals the words about a visit', async () => {
    const says = { access: { pets: 'canary-pet', times: 'canary-time' } };
    const open = await scene({ request: { state: 'open' }, question: 'access', says });
    await answer(open);
    const rows = await records.postgres.query(
      'select to_jsonb(r) as row from maintenance_requests r',
    );
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it('opens at once what an answer makes an emergency, and rings', async () => {
    const request = {
      issue: 'toilet.other',
      class: 'P3',
      state: 'awaiting-confirmation',
    } as const;
    const open = await scene({ request, question: 'only-one' });
    expect(await answer(open, 'no')).toMatchObject({ kind: 'request-opened' });
    expect(await answer(open, 'no')).toMatchObject({ kind: 'request-opened' });
    expect(await open.row()).toMatchObject({ class: 'P1', facts: { circumstances: 'only-one' } });
    expect(namesTold()).toEqual(['tellRequestRaised', 'openAlert', 'tellResidentAnswered']);
  });

  // Safety: "it is the only one" said in passing must not wait for a "yes".
  it('opens at once what waits for a confirmation and is told to be an emergency', async () => {
    const request = { issue: 'toilet.other', class: 'P3', state: 'awaiting-confirmation' } as const;
    const { requestId, turnId, conversationId } = await scene({ request });
    await createRequestChangeActivities(house).addToRequest({
      turnId,
      conversationId,
      decision: { kind: 'add-to-request', part: 0, requestId: null, circumstances: ['only-one'] },
    });
    expect(told.map(({ by }) => by)).toContainEqual({
      requestId,
      messageId: `raised/${requestId}`,
      question: 'confirm-request',
      answer: { kind: 'yes' },
    });
  });

  it('asks for the confirmation when the answer makes it no worse', async () => {
    const request = { issue: 'toilet.other', class: 'P3', state: 'awaiting-confirmation' } as const;
    const open = await scene({ request, question: 'only-one' });
    expect(await answer(open, 'yes')).toMatchObject({ kind: 'request-to-confirm' });
    expect(await open.row()).toMatchObject({ class: 'P3', question: 'confirm-request' });
  });

  it('takes a correction in the second round too', async () => {
    const words = { summary: 'sink leaks', description: 'My sink leaks', location: null };
    const request = { state: 'awaiting-confirmation', words } as const;
    const says = { text: 'no, the bathroom sink' };
    const open = await scene({ request, question: 'confirm-request', says });
    const again = { kind: 'request-to-confirm', requestId: open.requestId };
    expect(await answer(open, 'change')).toEqual(again);
    const second = await scene({ says: { text: 'I meant the guest bathroom' } });
    const corrected = { ...open, turnId: second.turnId };
    expect(await answer(corrected, 'change')).toEqual(again);
    expect(await open.row()).toMatchObject({
      question: 'confirm-request',
      words: {
        summary: 'sink leaks (I meant the guest bathroom)',
        description: 'My sink leaks\nno, the bathroom sink\nI meant the guest bathroom',
      },
    });
  });
});

describe('no more need', () => {
  const cancel = ({ turnId, conversationId }: Scene, requestId: string | null = null) =>
    createRequestChangeActivities(house).cancelRequest({
      turnId,
      conversationId,
      decision: { kind: 'cancel-request', part: 0, requestId },
    });

  it('of the only open request cancels it, and a retry says so again', async () => {
    const open = await scene({ request: { state: 'open' } });
    const cancelled = { kind: 'request-cancelled', requestId: open.requestId };
    expect(await cancel(open)).toEqual(cancelled);
    await records.maintenanceRequests.change(open.requestId, { state: 'cancelled' });
    expect(await cancel(open)).toEqual(cancelled);
    expect(told.map(({ by }) => by)).toContainEqual({
      requestId: open.requestId,
      by: 'resident',
    });
  });

  it('of one of two open requests is confirmed first', async () => {
    const open = await scene({ request: { state: 'open' } });
    const { conversationId } = open;
    await records.maintenanceRequests.create(
      aNewRequest({ conversationId, residentId: null, state: 'open' }),
    );
    expect(await cancel(open)).toMatchObject({ kind: 'cancel-to-confirm' });
    expect(namesTold()).toEqual([]);
    expect(await cancel(open, open.requestId)).toMatchObject({
      kind: 'request-cancelled',
      requestId: open.requestId,
    });
  });

  // Own data only: an id of somebody else's, however it came into a decision, cancels nothing.
  it("of somebody else's request cancels nothing", async () => {
    const other = await scene({ request: { state: 'open' } });
    const open = await scene({ request: { state: 'closed' } });
    expect(await cancel(open, other.requestId)).toEqual({ kind: 'nothing-open' });
    expect(namesTold()).toEqual([]);
  });

  // Safety: a message taken for "never mind" must not call off help.
  it.each([
    { class: 'P0', state: 'open' },
    { class: 'P1', state: 'opening' },
    { class: 'P3', state: 'in-progress' },
  ] as const)('of $class in state $state is left to a person, who is rung', async (request) => {
    const open = await scene({ request });
    expect(await cancel(open)).toMatchObject({ kind: 'cancel-left-to-person' });
    expect(namesTold()).toEqual(['openAlert']);
  });
});

it('more about an open request is noted at the platform, and may raise its class', async () => {
  const request = { issue: 'water.leak_contained', class: 'P2', state: 'open' } as const;
  const open = await scene({ request, says: { text: 'It is getting worse' } });
  await write(open.requestId);
  const { requestId, turnId, conversationId } = open;
  const add = () =>
    createRequestChangeActivities(house).addToRequest({
      turnId,
      conversationId,
      decision: { kind: 'add-to-request', part: 0, requestId: null, circumstances: ['spreading'] },
    });
  expect(await add()).toEqual({ kind: 'request-raised', requestId });
  await add();
  expect(await open.row()).toMatchObject({ class: 'P1' });
  expect(await changesOf(requestId)).toMatchObject([
    { change: { note: 'Resident adds: It is getting worse', class: 'P1' } },
  ]);
  // What waited for the platform goes before less urgent orders from now on.
  const writes = await records.platformOutbox.listOfRequest(requestId);
  expect(writes.map(({ operation, urgency }) => [operation, urgency])).toEqual([
    ['create-work-order', 1],
    ['change-work-order', 1],
  ]);
});
