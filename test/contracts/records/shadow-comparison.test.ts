import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/decision.ts';
import { RecordNotFound } from '../../../src/ports/errors.ts';
import type { CommittedMessage } from '../../../src/ports/inbox.ts';
import {
  aCarrier,
  aConversation,
  aDelivery,
  aSender,
  aTurn,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';
import { aNewRequest } from './request-records.ts';

// Design section 6: shadow results are compared with what staff did, turn by turn.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

let made = 0;
let propertyId: string;
beforeEach(() => {
  made += 1;
  propertyId = `house-${made}`;
});

const MINUTE_MS = 60_000;
const STAFF = 'staff-ada';
const answer: Decision = { kind: 'answer', part: 0, confidence: 0.9 };
const leak: Decision = {
  kind: 'report-problem',
  part: 0,
  issue: 'plumbing.leak',
  class: 'P2',
  confidence: 0.9,
  missing: [],
  circumstances: [],
};

interface Turned {
  turnId: string;
  conversationId: string;
}

/** A message of a resident, and the turn that it made. */
async function turned(
  message: CommittedMessage,
  about: { decisions?: Decision[]; verdicts?: string[]; text?: string } = {},
): Promise<Turned> {
  const { decisions = [answer], text = 'Quiet hours start at 10 pm.' } = about;
  const { verdicts = decisions.map(() => 'kept') } = about;
  const turn = aTurn(message);
  const { turnId, conversationId } = turn;
  await records.conversations.takeTurn(turn);
  await records.conversations.saveProposal({
    turnId,
    decisions,
    parts: decisions.map(() => ({ text, detail: null, sources: [] })),
    model: 'embedded/1',
    prompt: 'none',
    packVersion: 'default@1',
  });
  records.clock.pass(MINUTE_MS);
  await records.conversations.settle({ turnId, conversationId, reply: null, verdicts });
  return { turnId, conversationId };
}

const door = () => ({ residentId: null, propertyId, assurance: 'channel' as const });
const aShadowTurn = async (about: Parameters<typeof turned>[1] = {}): Promise<Turned> =>
  turned(
    await aConversation(records, { ...door(), channel: 'portal', text: 'Quiet hours?' }),
    about,
  );

async function reply(conversationId: string, carrier = aCarrier()): Promise<void> {
  records.clock.pass(MINUTE_MS);
  const sendId = await queueReply(records, { conversationId, purpose: 'staff' });
  await records.outbox.sendOnce(sendId, carrier);
}
const takeOver = (conversationId: string) =>
  records.handOffs.takeOver({ conversationId, staffId: STAFF });
async function release(conversationId: string): Promise<void> {
  records.clock.pass(MINUTE_MS);
  await records.handOffs.release({ conversationId, staffId: STAFF });
}

const everything = { propertyIds: 'all' as const, skill: null, isJudged: null, withWords: true };
const list = (about: object = {}) =>
  records.shadowComparison.list({ ...everything, propertyId, ...about });
const only = async (about: object = {}) => {
  const [found, ...others] = await list(about);
  expect(others).toEqual([]);
  if (!found) throw new Error('nothing was kept');
  return found;
};
const count = () => records.shadowComparison.count({ propertyIds: 'all', propertyId });

describe('a proposal in shadow', () => {
  it('is kept with its words and those of the resident, and nothing was sent', async () => {
    const { turnId, conversationId } = await aShadowTurn();
    expect(await only()).toEqual({
      turnId,
      conversationId,
      propertyId,
      askedAt: expect.any(String),
      skills: ['documents'],
      proposal: {
        deed: 'answered',
        kept: [{ decision: answer, text: 'Quiet hours start at 10 pm.' }],
      },
      staff: { deed: null, isOver: false, replies: [] },
      asked: ['Quiet hours?'],
      judged: null,
    });
    const sent = `select from sends where conversation_id = '${conversationId}'`;
    expect(await records.postgres.query(sent)).toEqual([]);
  });

  it('is kept once, also when the turn is settled again, and only what was kept of it', async () => {
    const { turnId, conversationId } = await aShadowTurn({
      decisions: [answer, { ...leak, part: 1 }],
      verdicts: ['allowed', 'kept'],
    });
    await records.conversations.settle({ turnId, conversationId, reply: null, verdicts: ['kept'] });
    expect(await only()).toMatchObject({
      skills: ['maintenance'],
      proposal: { deed: 'request', kept: [{ decision: { kind: 'report-problem' } }] },
    });
  });

  it('is not there for a turn of which nothing was kept, nor for one that failed', async () => {
    await aShadowTurn({ verdicts: ['allowed'] });
    await aShadowTurn({ verdicts: ['failed-turn'] });
    expect(await list()).toEqual([]);
    expect(await count()).toEqual([]);
  });

  // Privacy: an auditor reads no words, and what was forgotten is read by nobody.
  it('shows no words to who may not read them, and none of a person whose key was destroyed', async () => {
    const { conversationId } = await aShadowTurn();
    await takeOver(conversationId);
    await reply(conversationId);
    const bare = {
      proposal: { kept: [{ text: null }] },
      staff: { deed: 'answered', replies: [{ text: null }] },
      asked: [null],
    };
    expect(await only({ withWords: false })).toMatchObject(bare);
    await records.postgres.query(`update person_keys set destroyed_at = now(), wrapped_key = null
      where key_id = (select key_id from persons join conversations using (person_id)
        where conversation_id = '${conversationId}')`);
    records.clock.pass(2 * MINUTE_MS); // until every process has forgotten the key
    expect(await only()).toMatchObject({
      proposal: { kept: [{ text: null }] },
      staff: { deed: 'answered', replies: [{ text: '' }] },
      asked: [''],
    });
  });
});

describe('what staff did', () => {
  it('is what they wrote until they let go; what they write later belongs to something else', async () => {
    const { conversationId } = await aShadowTurn();
    await takeOver(conversationId);
    await reply(conversationId);
    await reply(conversationId);
    expect(await only()).toMatchObject({ staff: { deed: 'answered', isOver: false } });
    await release(conversationId);
    records.clock.pass(MINUTE_MS);
    await takeOver(conversationId);
    await reply(conversationId);
    const { staff } = await only();
    expect(staff).toMatchObject({ deed: 'answered', isOver: true });
    expect(staff.replies).toHaveLength(2);
  });

  it('is the answer to the newest turn when the resident wrote again first', async () => {
    const from = aSender();
    const said = (text: string) =>
      records.inbox.commit(aDelivery({ from, ...door(), channel: 'portal', text }));
    await turned(await said('Quiet hours?'));
    records.clock.pass(MINUTE_MS);
    const { conversationId } = await turned(await said('Hello?'));
    await takeOver(conversationId);
    await reply(conversationId);
    const [second, first] = await list();
    expect(first).toMatchObject({ staff: { deed: null, isOver: true, replies: [] } });
    expect(second).toMatchObject({ staff: { deed: 'answered', isOver: false } });
  });

  it('was to pass it on, where they let go without a written word', async () => {
    const { conversationId } = await aShadowTurn();
    await takeOver(conversationId);
    await release(conversationId);
    expect(await only()).toMatchObject({ staff: { deed: 'handed-over', isOver: true } });
  });

  it('was to change a request, where they did so before they let go', async () => {
    const { conversationId } = await aShadowTurn({ decisions: [leak] });
    const { request } = await records.maintenanceRequests.create({
      ...aNewRequest(),
      propertyId,
      conversationId,
    });
    const { requestId } = request;
    await takeOver(conversationId);
    records.clock.pass(MINUTE_MS);
    await records.auditLog.append({
      chain: propertyId,
      key: `asked/${requestId}`,
      event: 'request.cancel-asked',
      facts: { requestId, staffId: STAFF },
    });
    await reply(conversationId);
    expect(await only()).toMatchObject({ staff: { deed: 'request' } });
  });

  it('is no answer where it never reached the resident', async () => {
    const { conversationId } = await aShadowTurn();
    await takeOver(conversationId);
    await reply(conversationId);
    await records.postgres.query(
      `update sends set state = 'failed' where conversation_id = '${conversationId}'`,
    );
    expect(await only()).toMatchObject({ staff: { deed: null, replies: [] } });
  });
});

describe('a judgement', () => {
  const judge = (turnId: string, mark: 'same' | 'different' | 'wrong') =>
    records.shadowComparison.mark({ turnId, mark, staffId: STAFF });

  it('is on the record with before and after, once, and the last one counts', async () => {
    const { turnId } = await aShadowTurn();
    await judge(turnId, 'same');
    await judge(turnId, 'same');
    await judge(turnId, 'wrong');
    expect(await only()).toMatchObject({ judged: { mark: 'wrong', at: records.clock.at } });
    const entries = await records.postgres.query(`select facts->>'from' as was, facts->>'to' as is
      from audit_entries where event = 'shadow.judged' and chain = '${propertyId}' order by position`);
    expect(entries).toEqual([
      { was: null, is: 'same' },
      { was: 'same', is: 'wrong' },
    ]);
  });

  it('sorts the turns that wait for one from those that have one', async () => {
    const one = await aShadowTurn();
    const other = await aShadowTurn({ decisions: [leak] });
    await judge(one.turnId, 'different');
    const ids = async (about: object) => (await list(about)).map(({ turnId }) => turnId);
    expect(await ids({ isJudged: true })).toEqual([one.turnId]);
    expect(await ids({ isJudged: false })).toEqual([other.turnId]);
    expect(await ids({ skill: 'maintenance' })).toEqual([other.turnId]);
  });

  it('of a turn that was not in shadow is refused', async () => {
    await expect(judge('none', 'same')).rejects.toThrow(RecordNotFound);
    expect(await records.shadowComparison.find('none')).toBeNull();
  });
});

describe('counts', () => {
  it('add up by skill what staff did likewise and how it was judged', async () => {
    const likewise = await aShadowTurn();
    await takeOver(likewise.conversationId);
    await reply(likewise.conversationId);
    const otherwise = await aShadowTurn({ decisions: [answer, { ...leak, part: 1 }] });
    await takeOver(otherwise.conversationId);
    await reply(otherwise.conversationId);
    await aShadowTurn();
    const { shadowComparison } = records;
    await shadowComparison.mark({ turnId: likewise.turnId, mark: 'same', staffId: STAFF });
    await shadowComparison.mark({ turnId: otherwise.turnId, mark: 'wrong', staffId: STAFF });
    expect(await count()).toEqual([
      {
        propertyId,
        skill: 'documents',
        turns: 3,
        withDeed: 2,
        sameDeed: 1,
        marks: { same: 1, different: 0, wrong: 1 },
      },
      {
        propertyId,
        skill: 'maintenance',
        turns: 1,
        withDeed: 1,
        sameDeed: 0,
        marks: { same: 0, different: 0, wrong: 1 },
      },
    ]);
  });

  it('and turns are of the properties that somebody sees', async () => {
    await aShadowTurn();
    const elsewhere = { propertyIds: ['elsewhere'], propertyId: null };
    expect(await records.shadowComparison.count(elsewhere)).toEqual([]);
    expect(await list({ propertyIds: ['elsewhere'] })).toEqual([]);
    expect(await list({ propertyIds: [propertyId], propertyId: null })).toHaveLength(1);
  });
});

describe('the shadow queue of the inbox', () => {
  it('holds conversations of which something was kept', async () => {
    const { conversationId } = await aShadowTurn();
    await aShadowTurn({ verdicts: ['allowed'] });
    const any = { channel: null, language: null, reason: null, waitingSince: null, offset: 0 };
    const seen = { ...any, queue: 'shadow' as const, propertyId, propertyIds: 'all' as const };
    const found = await records.deskInbox.list({ ...seen, staffId: STAFF });
    expect(found.map((one) => one.conversationId)).toEqual([conversationId]);
  });
});

it('tells the desk of what was kept and judged, without words', async () => {
  const before = await records.deskEvents.now();
  const { turnId } = await aShadowTurn();
  await records.shadowComparison.mark({ turnId, mark: 'same', staffId: STAFF });
  const read = await records.deskEvents.readAfter(before);
  const events = read.kind === 'events' ? read.events : [];
  const told = events.filter(({ topic }) => topic === 'rollout');
  const one = { subjectId: turnId, propertyId };
  expect(told).toMatchObject([one, one]);
});
