import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { LEAK, startReadingHouse, type ReadingHouse } from './reading-house.ts';
import { aNewRequest } from './records/request-records.ts';

// What a turn is taken for while staff wait for the resident's answer.

let house: ReadingHouse;
beforeAll(async () => {
  house = await startReadingHouse();
});
afterAll(() => house.stop());
beforeEach(() => {
  house.script.length = 0;
});

const KIM = { channel: 'portal', residentId: 'kim', assurance: 'channel' } as const;
let made = 0;

/** Kim, whom Mara has asked about a leak. */
async function asked() {
  made += 1;
  const { records } = house;
  const kim = house.somebody(KIM);
  const { conversationId } = await kim.write('There is a leak under my sink');
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ conversationId, issue: 'water.leak_contained' }),
  );
  const { requestId, reference, propertyId, trade } = request;
  const approvalId = `ap-reading-${made}`;
  await records.approvals.open({
    approvalId,
    subject: { requestId, reference, propertyId, class: 'P3', trade, ceilingCents: 100_000 },
    digest: 'd'.repeat(64),
    remindAt: '2026-11-24T12:00:00.000Z',
    escalateAt: '2026-11-25T12:00:00.000Z',
    expiresAt: '2026-11-30T12:00:00.000Z',
  });
  const questionId = `aq-reading-${made}`;
  const question = { questionId, approvalId, conversationId, askedBy: 'mara' };
  await records.approvalQuestions.offer({ ...question, text: 'Does it still drip?' });
  await records.approvalQuestions.ask({ questionId, write: (text) => text });
  records.clock.pass(1_000);
  return { kim, requestId, conversationId };
}

it('words in which no wish is found are the answer, and no person is asked', async () => {
  const { kim } = await asked();
  expect((await kim.says('Every morning')).kinds).toEqual(['answer-to-staff']);
});

it('the same words are what they were where staff have asked nothing', async () => {
  const lou = house.somebody({ ...KIM, residentId: 'lou' });
  expect((await lou.says('Every morning')).kinds).toEqual(['hand-over']);
});

it('the same trouble told again is added to the request and is the answer', async () => {
  const { kim, requestId } = await asked();
  house.script.push([LEAK]);
  expect((await kim.says('It leaks on the left')).decisions).toMatchObject([
    { kind: 'add-to-request', requestId },
    { kind: 'answer-to-staff' },
  ]);
});

it('another matter is its own, and the question waits on', async () => {
  const { kim } = await asked();
  house.script.push([{ kind: 'read-account', topic: 'balance' }]);
  expect((await kim.says('What is my balance')).kinds).toEqual(['read-account']);
  expect((await kim.says('Every morning')).kinds).toEqual(['answer-to-staff']);
});

it('a question of the resident is another matter', async () => {
  const { kim } = await asked();
  house.script.push([{ kind: 'hand-over', reason: 'not-in-documents' }]);
  expect((await kim.says('When is trash day?')).kinds).toEqual(['hand-over']);
});

// Danger first: nothing that tells of danger is taken for an answer.
it('a message that tells of danger is no answer', async () => {
  const { kim, conversationId } = await asked();
  const turn = await kim.write('I smell gas');
  await house.records.postgres.query(
    `update inbound_messages set danger = '{"dangerId":"d-1","hazard":"gas","issue":"gas.smell","class":"P0","isNew":false}'
      where conversation_id = $1 and message_id = $2`,
    [conversationId, turn.messageIds[0]],
  );
  const { decisions } = await house.propose(turn);
  expect(decisions.map(({ kind }) => kind)).toEqual(['hand-over']);
});

it('under a takeover the next message is the answer, and nothing else is done', async () => {
  const { kim, conversationId } = await asked();
  await house.records.handOffs.takeOver({ conversationId, staffId: 'mara' });
  expect((await kim.says('What is my balance')).kinds).toEqual(['answer-to-staff']);
  await house.records.handOffs.release({ conversationId, staffId: 'mara' });
});

it('a picture is left to a person, and the question waits on', async () => {
  const { kim } = await asked();
  expect((await kim.says('Every morning', {}, { kind: 'unreadable' })).kinds).toEqual([
    'hand-over',
  ]);
  expect((await kim.says('Every morning')).kinds).toEqual(['answer-to-staff']);
});

it('a retried turn is taken for the same', async () => {
  const { kim } = await asked();
  const turn = await kim.write('Every morning');
  expect((await house.propose(turn)).decisions).toMatchObject([{ kind: 'answer-to-staff' }]);
  await house.records.approvalQuestions.attach(turn);
  expect((await house.propose(turn)).decisions).toMatchObject([{ kind: 'answer-to-staff' }]);
});
