import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { answerErrors } from '../../../src/api/errors.ts';
import { approvalRoutes } from '../../../src/api/routes/approvals.ts';
import type { ApprovalState } from '../../../src/domain/approval.ts';
import type { ApprovalSummary } from '../../../src/ports/desk-approvals.ts';
import type { DecideApproval } from '../../../src/temporal/decide-approval.ts';
import { defaultPacks } from '../domain/default-pack.ts';

const digest = 'd'.repeat(64);
const noAudit = { append: async () => undefined, verify: async () => [] };
const PENDING: ApprovalSummary = {
  approvalId: 'ap-1',
  subject: {
    requestId: 'mr-1',
    reference: 'MR-7K2M4Q9XTB',
    propertyId: 'harbor-court',
    class: 'P2',
    trade: 'plumbing',
    ceilingCents: 100_000,
  },
  digest,
  remindAt: '2100-01-01T00:00:00.000Z',
  escalateAt: '2100-01-02T00:00:00.000Z',
  expiresAt: '2100-01-03T00:00:00.000Z',
  state: 'pending',
  openedAt: '2099-12-31T00:00:00.000Z',
  decidedBy: null,
  decidedByName: null,
  decidedAt: null,
  reason: null,
  request: {
    state: 'awaiting-approval',
    issue: 'plumbing.leak',
    summary: 'A leak under the sink',
    residentId: null,
    conversationId: null,
  },
};

type Decision = Parameters<DecideApproval>[0];

interface Given {
  row?: Partial<ApprovalSummary>;
  /** What the workflow says of a decision. */
  ending: ApprovalState;
  /** Who decided, by the workflow; and what its row says then. */
  endedBy?: string;
  body?: object;
}

/** The door over one row, where Mara decides. */
async function decided(by: Given) {
  const row: ApprovalSummary = { ...PENDING, ...by.row };
  const offered: Record<string, string> = {};
  const decisions: Decision[] = [];
  const app = express();
  const mara = { staffId: 'mara', name: 'Mara', role: 'manager', propertyIds: 'all' } as const;
  const decide: DecideApproval = async (decision) => {
    decisions.push(decision);
    if (by.ending === 'revoked') Object.assign(row, { state: 'revoked', reason: 'moved-on' });
    return { state: by.ending, decidedBy: by.endedBy ?? null };
  };
  app.use(
    '/approvals',
    approvalRoutes({
      approvals: {
        offerReason: async ({ reasonId, reason }) => void (offered[reasonId] = reason),
      },
      deskApprovals: { find: async () => row, list: async () => [row] },
      auditLog: noAudit,
      platform: { findResident: async () => null },
      policyPacks: defaultPacks,
      decide,
      allow: async () => mara,
    }),
  );
  app.use(answerErrors);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const response = await fetch(`http://127.0.0.1:${port}/approvals/ap-1/decision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ decision: 'reject', reason: 'too dear', digest, ...by.body }),
  });
  const body: unknown = await response.json();
  await new Promise((resolve) => server.close(resolve));
  return { status: response.status, body, offered, decisions };
}

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
