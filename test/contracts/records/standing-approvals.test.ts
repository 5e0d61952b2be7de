import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApprovals } from '../../../src/adapters/records/postgres/approvals.ts';
import { createDeskApprovals } from '../../../src/adapters/records/postgres/desk-approvals.ts';
import type { ApprovalEnd } from '../../../src/domain/approval.ts';
import type { Approvals } from '../../../src/ports/approvals.ts';
import type { ApprovalSummary, DeskApprovals } from '../../../src/ports/desk-approvals.ts';
import { aNewRequest, startRequestRecords, type RequestRecords } from './request-records.ts';

let records: RequestRecords;
let approvals: Approvals;
let desk: DeskApprovals;
beforeAll(async () => {
  records = await startRequestRecords();
  approvals = createApprovals(records);
  desk = createDeskApprovals(records);
});
afterAll(() => records.stop());

let made = 0;

/** An approval of a request of class P2, as it waits. */
async function waiting() {
  made += 1;
  const approvalId = `standing-${made}`;
  const { request } = await records.requests.create(aNewRequest({ class: 'P2' }));
  const { requestId, reference, propertyId, trade } = request;
  await approvals.open({
    approvalId,
    subject: { requestId, reference, propertyId, class: 'P2', trade, ceilingCents: 120_000 },
    digest: 'd'.repeat(64),
    remindAt: '2026-11-23T18:00:00.000Z',
    escalateAt: '2026-11-24T00:00:00.000Z',
    expiresAt: '2026-12-07T12:00:00.000Z',
  });
  return { approvalId, requestId, request };
}

async function shown(approvalId: string): Promise<ApprovalSummary> {
  const found = await desk.find(approvalId);
  if (!found) throw new Error(`no ${approvalId}`);
  return found;
}

/** Mara's yes to what she was shown. */
const aYes = (approvalId: string, digest: string): ApprovalEnd => ({
  approvalId,
  state: 'approved',
  staffId: 'mara',
  reasonId: null,
  revocation: null,
  edits: null,
  digest,
});

type Changing = Awaited<ReturnType<typeof waiting>>;

const CHANGES: Record<string, (by: Changing) => Promise<unknown>> = {
  'the class is corrected': ({ requestId, request: { deadlines } }) =>
    records.requests.correctClass({
      requestId,
      staffId: 'odile',
      class: 'P3',
      reason: 'canary: less urgent',
      deadlines,
      facts: {},
    }),
  'the resident adds words': ({ requestId }) =>
    records.requests.change(requestId, { moreWords: 'canary: it stopped by itself' }),
  'the resident corrects where it is': ({ requestId }) =>
    records.requests.change(requestId, { words: { location: 'canary: bathroom' } }),
  'the trade changes': ({ requestId }) => records.requests.change(requestId, { trade: 'hvac' }),
};

// Money: a decision is about exactly what was shown.
it.each(Object.entries(CHANGES))(
  'after %s an earlier reading decides nothing, and what is read then does',
  async (_, change) => {
    const matter = await waiting();
    const { approvalId } = matter;
    const before = await shown(approvalId);
    await change(matter);
    expect(await approvals.end(aYes(approvalId, before.digest))).toMatchObject({
      state: 'pending',
      decidedBy: null,
    });
    const now = await shown(approvalId);
    expect(now.digest).not.toBe(before.digest);
    expect(await approvals.end(aYes(approvalId, now.digest))).toMatchObject({
      state: 'approved',
      subject: now.subject,
      digest: now.digest,
    });
  },
);

it('shows the class and the words as they stand, and keeps what was decided whatever changes then', async () => {
  const { approvalId, requestId } = await waiting();
  await records.requests.change(requestId, { class: 'P3', moreWords: 'canary: more of it' });
  const { subject, digest, request } = await shown(approvalId);
  expect(subject.class).toBe('P3');
  expect(request.description).toContain('canary: more of it');
  await approvals.end(aYes(approvalId, digest));
  await records.requests.change(requestId, { class: 'P2', moreWords: 'canary: too late' });
  expect(await shown(approvalId)).toMatchObject({ subject, digest, state: 'approved' });
});

it('stays the same while nothing that is shown changes', async () => {
  const { approvalId, requestId } = await waiting();
  const { digest } = await shown(approvalId);
  await records.requests.change(requestId, { state: 'awaiting-approval', facts: { pets: 'none' } });
  expect((await shown(approvalId)).digest).toBe(digest);
  expect((await desk.list({ state: 'pending', propertyIds: 'all' })).length).toBeGreaterThan(0);
});

async function waitingForLocks(): Promise<unknown> {
  const [found] = await records.postgres.query(
    `select count(*)::integer as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return found?.['waiting'];
}

// Money: whichever comes first, never is something approved that nobody was shown.
it('has one order of a change and a decision that cross: what is approved is what was shown', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { approvalId, requestId } = await waiting();
    const { digest, subject } = await shown(approvalId);
    const [end] = await Promise.all([
      approvals.end(aYes(approvalId, digest)),
      records.requests.change(requestId, { class: 'P3' }),
    ]);
    const found = await shown(approvalId);
    expect(found.state).toBe(end.state);
    if (end.state === 'approved') expect(found).toMatchObject({ subject, digest });
    else expect(found).toMatchObject({ state: 'pending', subject: { class: 'P3' } });
  }
});

it('waits for a change that is being written, and then decides nothing', async () => {
  const { approvalId, requestId } = await waiting();
  const { digest } = await shown(approvalId);
  const ends = await records.database.transaction(async (tx) => {
    await tx.execute(
      `update maintenance_requests set class = 'P3' where request_id = '${requestId}'`,
    );
    const end = approvals.end(aYes(approvalId, digest));
    await expect.poll(waitingForLocks).toBe(1);
    return [end];
  });
  expect(await Promise.all(ends)).toMatchObject([{ state: 'pending' }]);
});

// Privacy: what the record keeps for ever must not tell words, nor let anybody try guesses at them.
it('has the digest that was decided about on the record, and another for equal words', async () => {
  const [one, other] = [await waiting(), await waiting()];
  const { digest } = await shown(one.approvalId);
  await approvals.end(aYes(one.approvalId, digest));
  const ended = (await records.entries('approval.ended')).filter(
    ({ facts }) => facts['approvalId'] === one.approvalId,
  );
  expect(ended).toMatchObject([{ facts: { digest } }]);
  expect((await shown(other.approvalId)).digest).not.toBe(digest);
});
