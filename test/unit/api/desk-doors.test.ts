import express, { type Router } from 'express';
import { afterEach, expect, test } from 'vitest';
import { answerErrors } from '../../../src/api/errors.ts';
import type { Role } from '../../../src/api/rights.ts';
import { alertRoutes } from '../../../src/api/routes/alerts.ts';
import { approvalRoutes } from '../../../src/api/routes/approvals.ts';
import type { AlertSummary } from '../../../src/ports/desk-alerts.ts';
import type { AskedQuestion } from '../../../src/ports/approval-questions.ts';
import type { ApprovalSummary } from '../../../src/ports/desk-approvals.ts';
import type { Resident } from '../../../src/domain/resident.ts';
import { serveApp } from '../../contracts/sign-in/signed-in.ts';
import { notedProcesses } from '../../fakes/noted-processes.ts';
import { defaultPacks } from '../domain/default-pack.ts';

let close = async (): Promise<void> => undefined;
afterEach(() => close());

async function call(router: Router, path: string, method = 'GET') {
  const server = await serveApp(() => express().use('/', router).use(answerErrors));
  close = () => server.close();
  const response = await fetch(`${server.url}${path}`, { method });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

const aPerson = (role: Role) => async () => ({
  staffId: 'somebody',
  name: 'Somebody',
  role,
  propertyIds: 'all' as const,
});

const APPROVAL: ApprovalSummary = {
  approvalId: 'ap-1',
  subject: {
    requestId: 'mr-1',
    reference: 'MR-7K2M4Q9XTB',
    propertyId: 'harbor-court',
    class: 'P2',
    trade: 'plumbing',
    ceilingCents: 100_000,
  },
  digest: 'd'.repeat(64),
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
  openQuestions: 1,
  request: {
    state: 'awaiting-approval',
    issue: 'plumbing.leak',
    summary: 'canary: a leak under the sink',
    description: '',
    location: null,
    residentId: 'resident-canary',
    conversationId: 'conversation-canary',
  },
};

const ASKED: AskedQuestion = {
  questionId: 'aq-1',
  askedByName: 'Mara',
  text: 'canary: does it still drip?',
  askedAt: '2100-01-01T00:00:00.000Z',
  delivery: { state: 'sent', failureCode: null },
  isReminded: false,
  answer: { text: 'canary: every morning', at: '2100-01-01T01:00:00.000Z' },
};

const RESIDENT: Resident = {
  id: 'resident-canary',
  propertyId: 'harbor-court',
  unitId: 'hc-4b',
  unitNumber: '4B',
  leaseId: 'lease-1',
  firstName: 'Canary',
  lastName: 'Alder',
  status: 'current',
  language: 'en',
  phones: [],
  emails: [],
};

function theApprovals(role: Role): Router {
  return approvalRoutes({
    approvals: { offerReason: async () => undefined },
    approvalQuestions: { list: async () => [ASKED] },
    properties: { find: async () => null },
    deskApprovals: { find: async () => APPROVAL, list: async () => [APPROVAL] },
    platform: { findResident: async () => RESIDENT, listVendors: async () => [] },
    policyPacks: defaultPacks,
    decide: async () => ({ state: 'approved', decidedBy: null, edits: null }),
    allow: aPerson(role),
  });
}

test('a manager reads of an approval whose home it is about, in their words, and what it costs in which money', async () => {
  const { body } = await call(theApprovals('manager'), '/ap-1');
  expect(body).toMatchObject({
    currency: 'USD',
    subject: { ceilingCents: 100_000 },
    request: { summary: 'canary: a leak under the sink' },
    writer: { name: 'Canary Alder', unitNumber: '4B' },
  });
});

// Privacy: an auditor reads what was decided, never a resident's words or name.
test.each(['/', '/ap-1'])('an auditor reads nothing of residents in %s', async (path) => {
  const { status, body } = await call(theApprovals('auditor'), path);
  expect(status).toBe(200);
  expect(JSON.stringify(body)).toContain('MR-7K2M4Q9XTB');
  expect(JSON.stringify(body)).not.toMatch(/canary/i);
});

const RINGING: AlertSummary = {
  alertId: 'al-1',
  propertyId: 'harbor-court',
  kind: 'danger',
  class: 'P0',
  headline: 'P0 gas reported at Harbor Court.',
  conversationId: null,
  ladder: [],
  state: 'ringing',
  openedAt: '2099-12-31T00:00:00.000Z',
  acceptedBy: null,
  acceptedByName: null,
  acceptedAt: null,
  closedAt: null,
  closedBecause: null,
  subjectId: null,
  rings: 0,
  rungs: [],
  isUnheard: false,
  escalation: [],
  next: null,
};

/** One alert, and who has accepted it before. */
function theAlerts(alert: AlertSummary, first: string | null) {
  const accepted: string[] = [];
  const { processes, of } = notedProcesses();
  const router = alertRoutes({
    alerts: {
      open: async ({ alertId }) => ({ alertId, isNew: false }),
      find: async () => alert,
      recordRing: async () => undefined,
      close: async () => false,
      async accept({ staffId }) {
        accepted.push(staffId);
        return { acceptedBy: first ?? staffId, isFirst: first === null };
      },
    },
    deskAlerts: { find: async () => alert, list: async () => [alert] },
    processes,
    allow: aPerson('agent'),
  });
  return { router, accepted, of };
}

test('who accepts second hears who was first, and the process hears of the first', async () => {
  const alert = { ...RINGING, acceptedBy: 'theo', acceptedByName: 'Theo' };
  const { router, of } = theAlerts(alert, 'theo');
  expect(await call(router, '/al-1/accept', 'POST')).toEqual({
    status: 200,
    body: { acceptedBy: 'theo', acceptedByName: 'Theo', isFirst: false },
  });
  expect(of('tellAlertAccepted')).toEqual([{ alertId: 'al-1', staffId: 'theo' }]);
});

test('an alert that is over is accepted by nobody, and says that it is', async () => {
  const { router, accepted, of } = theAlerts({ ...RINGING, state: 'closed' }, null);
  const { status, body } = await call(router, '/al-1/accept', 'POST');
  expect(status).toBe(410);
  expect(body).toMatchObject({ detail: expect.stringMatching(/Nobody need accept it/) });
  expect(accepted).toEqual([]);
  expect(of('tellAlertAccepted')).toEqual([]);
});
