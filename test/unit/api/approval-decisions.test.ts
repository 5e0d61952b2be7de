import { expect, test } from 'vitest';
import { decided } from './approval-door.ts';

test.each([
  ['request-cancelled', /was cancelled/],
  ['moved-on', /moved the work order on/],
])(
  'a decision about what was taken back (%s) is a conflict that says why, and decides nothing',
  async (reason, says) => {
    const { status, body, offered, decisions } = await decided({
      row: { state: 'revoked', reason },
      ending: 'revoked',
    });
    expect(status).toBe(409);
    expect(body).toMatchObject({ detail: expect.stringMatching(says) });
    expect(offered).toEqual({});
    expect(decisions).toEqual([]);
  },
);

test('a decision that crosses a revocation is the same conflict', async () => {
  const { status, body } = await decided({ ending: 'revoked' });
  expect(status).toBe(409);
  expect(body).toMatchObject({ detail: expect.stringMatching(/moved the work order on/) });
});

// Words stay with us: the workflow hears the reason's name only.
test('a reason goes to the row under the name that the decision carries', async () => {
  const { status, offered, decisions } = await decided({ ending: 'rejected', endedBy: 'mara' });
  expect(status).toBe(200);
  expect(decisions).toHaveLength(1);
  expect(offered).toEqual({ [decisions[0]?.reasonId ?? 'none']: 'too dear' });
  expect(JSON.stringify(decisions)).not.toContain('dear');
});

test('a yes without a reason offers none', async () => {
  const body = { decision: 'approve', reason: undefined };
  const { offered, decisions } = await decided({ ending: 'approved', endedBy: 'mara', body });
  expect(offered).toEqual({});
  expect(decisions).toMatchObject([{ reasonId: null }]);
});

const REJECTED_BY_OMAR = {
  state: 'rejected',
  decidedBy: 'omar',
  decidedByName: 'Omar',
  reason: 'too dear',
} as const;

// Money: the second of two people must not believe that theirs is what happens.
test('who comes second hears who decided, what and why, and changes nothing', async () => {
  const body = { decision: 'approve', reason: undefined };
  const {
    status,
    body: problem,
    decisions,
  } = await decided({
    row: REJECTED_BY_OMAR,
    ending: 'rejected',
    body,
  });
  expect(status).toBe(409);
  expect(problem).toMatchObject({
    detail: 'Omar has rejected this already; that stands. The reason given: “too dear”.',
  });
  expect(decisions).toEqual([]);
});

test('who comes second hears so also when both had the same thing in mind', async () => {
  const { status } = await decided({ row: REJECTED_BY_OMAR, ending: 'rejected' });
  expect(status).toBe(409);
});

test('two decisions that cross are a conflict for the one whose came later', async () => {
  const body = { decision: 'approve', reason: undefined };
  const { status, body: problem } = await decided({ ending: 'rejected', endedBy: 'omar', body });
  expect(status).toBe(409);
  expect(problem).toMatchObject({ detail: expect.stringMatching(/has rejected this already/) });
});

test('a button pressed twice is one decision, and both are answered alike', async () => {
  const row = { state: 'rejected', decidedBy: 'mara', reason: 'too dear' } as const;
  const { status, body, decisions } = await decided({ row, ending: 'rejected' });
  expect(status).toBe(200);
  expect(body).toEqual({ state: 'rejected', decidedBy: 'mara' });
  expect(decisions).toEqual([]);
});

test('a change of mind is a conflict: what one decided first stands', async () => {
  const row = { state: 'approved', decidedBy: 'mara', decidedByName: 'Mara' } as const;
  const { status, body } = await decided({ row, ending: 'approved' });
  expect(status).toBe(409);
  expect(body).toMatchObject({ detail: expect.stringMatching(/^You have approved this already/) });
});

test('what has expired meanwhile is gone, and says who takes care', async () => {
  const { status, body, decisions } = await decided({
    row: { state: 'expired' },
    ending: 'expired',
  });
  expect(status).toBe(410);
  expect(body).toMatchObject({ detail: expect.stringMatching(/expired; a person takes care/) });
  expect(decisions).toEqual([]);
});

// Money: a decision is about exactly what was shown.
test('what changed after it was shown is shown again before anybody decides about it', async () => {
  const { status, body, decisions } = await decided({
    row: { digest: 'e'.repeat(64) },
    ending: 'rejected',
  });
  expect(status).toBe(409);
  expect(body).toMatchObject({ detail: expect.stringMatching(/has changed: read it again/) });
  expect(decisions).toEqual([]);
});

test('what changes while a decision is on its way is shown again, and the decision is not taken', async () => {
  const { status, body, decisions } = await decided({ ending: 'pending' });
  expect(status).toBe(409);
  expect(body).toMatchObject({ detail: expect.stringMatching(/has changed: read it again/) });
  expect(decisions).toHaveLength(1);
});

test('a button pressed twice is one decision, whatever has changed after it', async () => {
  const row = { state: 'rejected', decidedBy: 'mara', digest: 'e'.repeat(64) } as const;
  const { status, decisions } = await decided({ row, ending: 'rejected' });
  expect(status).toBe(200);
  expect(decisions).toEqual([]);
});
