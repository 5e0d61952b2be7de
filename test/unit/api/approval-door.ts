import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { answerErrors } from '../../../src/api/errors.ts';
import type { Role } from '../../../src/api/rights.ts';
import { approvalRoutes } from '../../../src/api/routes/approvals.ts';
import type { ApprovalEdits, ApprovalState } from '../../../src/domain/approval.ts';
import type { Vendor } from '../../../src/domain/work-order.ts';
import type { ApprovalSummary } from '../../../src/ports/desk-approvals.ts';
import type { DecideApproval } from '../../../src/temporal/decide-approval.ts';
import { defaultPacks } from '../domain/default-pack.ts';

const digest = 'd'.repeat(64);
/** What waits for a decision. */
export const PENDING: ApprovalSummary = {
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
  edits: null,
  openQuestions: 0,
  request: {
    state: 'awaiting-approval',
    issue: 'plumbing.leak',
    summary: 'A leak under the sink',
    description: '',
    location: null,
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
  /** What the process says was edited; what was decided unless told otherwise. */
  endedWith?: ApprovalEdits | null;
  role?: Role;
  vendors?: Vendor[];
  body?: object;
}

/** The door over one row, where Mara decides. */
export async function decided(by: Given) {
  const row: ApprovalSummary = { ...PENDING, ...by.row };
  const offered: Record<string, string> = {};
  const decisions: Decision[] = [];
  const app = express();
  const mara = { staffId: 'mara', name: 'Mara', propertyIds: 'all' } as const;
  const decide: DecideApproval = async (decision) => {
    decisions.push(decision);
    if (by.ending === 'revoked') Object.assign(row, { state: 'revoked', reason: 'moved-on' });
    const { endedWith = decision.edits } = by;
    return { state: by.ending, decidedBy: by.endedBy ?? null, edits: endedWith };
  };
  app.use(
    '/approvals',
    approvalRoutes({
      approvals: {
        offerReason: async ({ reasonId, reason }) => void (offered[reasonId] = reason),
      },
      approvalQuestions: { list: async () => [] },
      properties: { find: async () => null },
      deskApprovals: { find: async () => row, list: async () => [row] },
      platform: { findResident: async () => null, listVendors: async () => by.vendors ?? [] },
      policyPacks: defaultPacks,
      decide,
      allow: async () => ({ ...mara, role: by.role ?? 'manager' }),
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
