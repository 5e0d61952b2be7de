import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { answerErrors } from '../../../src/api/errors.ts';
import { approvalRoutes } from '../../../src/api/routes/approvals.ts';
import type { ApprovalState } from '../../../src/domain/approval.ts';
import type { ApprovalRow, Approvals } from '../../../src/ports/approvals.ts';
import type { DecideApproval } from '../../../src/temporal/decide-approval.ts';

const digest = 'd'.repeat(64);
const PENDING: ApprovalRow = {
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
  decidedAt: null,
  reason: null,
};

type Decision = Parameters<DecideApproval>[0];

/** The door over one row; `ending` is what the workflow says of a decision. */
async function decided(by: { row?: Partial<ApprovalRow>; ending: ApprovalState; body?: object }) {
  const row: ApprovalRow = { ...PENDING, ...by.row };
  const offered: Record<string, string> = {};
  const decisions: Decision[] = [];
  const approvals: Approvals = {
    open: async () => undefined,
    find: async () => row,
    list: async () => [row],
    end: async () => row,
    offerReason: async ({ reasonId, reason }) => void (offered[reasonId] = reason),
  };
  const app = express();
  const mara = { staffId: 'mara', name: 'Mara', role: 'manager', propertyIds: 'all' } as const;
  const decide: DecideApproval = async (decision) => {
    decisions.push(decision);
    if (by.ending === 'revoked') Object.assign(row, { state: 'revoked', reason: 'moved-on' });
    return { state: by.ending, decidedBy: null };
  };
  app.use('/approvals', approvalRoutes({ approvals, decide, allow: async () => mara }));
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
  const { status, offered, decisions } = await decided({ ending: 'rejected' });
  expect(status).toBe(200);
  expect(decisions).toHaveLength(1);
  expect(offered).toEqual({ [decisions[0]?.reasonId ?? 'none']: 'too dear' });
  expect(JSON.stringify(decisions)).not.toContain('dear');
});

test('a yes without a reason offers none', async () => {
  const body = { decision: 'approve', reason: undefined };
  const { offered, decisions } = await decided({ ending: 'approved', body });
  expect(offered).toEqual({});
  expect(decisions).toMatchObject([{ reasonId: null }]);
});
