import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says, type ResidentAtPortal } from './support/resident.ts';
import { signIn, type StaffMember } from './support/staff.ts';

// Money: a decision counts once, in time, by somebody who may, about what they saw; else the answer says why not.

// In one unit an approval is reminded of, escalated and over within half a minute.
const APPROVAL = { remindAfterMinutes: 0.1, escalateAfterMinutes: 0.2, expiresAfterDays: 0.0003 };
const EXPIRES_SOON_IN_6A = {
  'unit/harbor-court-6a/layer.json': { version: '1', properties: ['harbor-court'] },
  'unit/harbor-court-6a/costs.json': { approval: APPROVAL },
};

let house: OpenHouse;
let database: Client;
let manager: StaffMember;
beforeAll(async () => {
  house = await openHouse({}, { rules: EXPIRES_SOON_IN_6A });
  database = new Client({ connectionString: house.databaseUrl });
  await database.connect();
  manager = await signIn(house, 'mara');
});
afterAll(async () => {
  await database.end();
  await house.close();
});

const Me = z.object({ staffId: z.string() });
const Approvals = z.array(
  z.object({
    approvalId: z.string(),
    digest: z.string(),
    state: z.string(),
    subject: z.object({ reference: z.string() }),
  }),
);

/** Reports a leak that a manager must approve. */
async function reportLeak(resident: ResidentAtPortal) {
  const asked = await resident.ask('There is a leak under my kitchen sink, the bucket holds it');
  const opened = asked.find((event) => event.event === 'opened');
  if (opened?.event !== 'opened') throw new Error('nothing was opened');
  return { reference: opened.reference, confirmed: await resident.write('yes') };
}

async function approvalOf(staff: StaffMember, by: { reference: string; state: string }) {
  let found: z.infer<typeof Approvals>[number] | undefined;
  await until(`its approval is ${by.state}`, async () => {
    const { body } = await staff.get(`/approvals?state=${by.state}`);
    found = Approvals.parse(body).find(({ subject }) => subject.reference === by.reference);
    return found !== undefined;
  });
  if (!found) throw new Error('unreachable: until() has seen it');
  const { approvalId, digest } = found;
  const path = `/approvals/${approvalId}`;
  return { approvalId, path: `${path}/decision`, at: path, yes: { decision: 'approve', digest } };
}

async function endingsOf(approvalId: string): Promise<unknown[]> {
  const { rows } = await database.query(
    `select facts ->> 'state' as state, facts ->> 'staffId' as by from audit_entries
    where event = 'approval.ended' and facts ->> 'approvalId' = $1`,
    [approvalId],
  );
  return rows;
}

const refused = (status: number, detail: RegExp) => ({
  status,
  body: { status, detail: expect.stringMatching(detail) },
});

test('who may not decide is told so, wherever they work, and nothing is decided', async () => {
  const { reference } = await reportLeak(residentOf(house, 'HC-4B-01'));
  const { path, at, yes, approvalId } = await approvalOf(manager, { reference, state: 'pending' });
  for (const name of ['theo', 'casper', 'rufus']) {
    const other = await signIn(house, name);
    expect(await other.post(path, yes), name).toMatchObject(refused(403, /./));
  }
  expect(await manager.get(at)).toMatchObject({ body: { state: 'pending', decidedBy: null } });
  expect(await endingsOf(approvalId)).toEqual([]);
});

test('a decision made twice at once, and again later, is one decision, and one piece of news', async () => {
  const resident = residentOf(house, 'HC-2A-01');
  const { reference, confirmed } = await reportLeak(resident);
  const { path, yes, approvalId } = await approvalOf(manager, { reference, state: 'pending' });
  const twice = await Promise.all([manager.post(path, yes), manager.post(path, yes)]);
  const { staffId: mara } = Me.parse((await manager.get('/api/auth/me')).body);
  const once = { status: 200, body: { state: 'approved', decidedBy: mara } };
  expect(twice).toMatchObject([once, once]);
  expect(await manager.post(path, yes)).toMatchObject(once);
  const no = { ...yes, decision: 'reject', reason: 'too dear' };
  expect(await manager.post(path, no)).toMatchObject(
    refused(409, /^You have approved this already/),
  );
  const admin = await signIn(house, 'odile');
  expect(await admin.post(path, no)).toMatchObject(
    refused(409, /Mara.* has approved this already/),
  );
  await resident.hears(confirmed, says(`${reference} was approved`));
  expect(await endingsOf(approvalId)).toEqual([{ state: 'approved', by: mara }]);
  const told = replies(await resident.news(confirmed));
  expect(told.filter((text) => text.includes(`${reference} was approved`))).toHaveLength(1);
});

test('what is no longer as it was shown is refused with the reason: another content, or an emergency by now', async () => {
  const { reference } = await reportLeak(residentOf(house, 'HC-5A-01'));
  const { path, yes, approvalId } = await approvalOf(manager, { reference, state: 'pending' });
  const other = { ...yes, digest: '0'.repeat(64) };
  expect(await manager.post(path, other)).toMatchObject(refused(409, /changed: read it again/));
  expect(await endingsOf(approvalId)).toEqual([]);

  const raised = await manager.post(`/maintenance-requests/${reference}/class`, {
    class: 'P1',
    reason: 'It runs into the flat below.',
  });
  expect(raised.status).toBe(200);
  await until('it is taken back', async () => (await endingsOf(approvalId)).length > 0);
  expect(await manager.post(path, yes)).toMatchObject(
    refused(409, /taken back: the request became an emergency/),
  );
  expect(await endingsOf(approvalId)).toMatchObject([{ state: 'revoked' }]);
});

// Silence never approves: the resident hears that it was not decided, and a person takes care.
test('a decision that comes too late is gone, and says who takes care of the request', async () => {
  const { reference } = await reportLeak(residentOf(house, 'HC-6A-01'));
  const { path, yes, approvalId } = await approvalOf(manager, { reference, state: 'expired' });
  expect(await manager.post(path, yes)).toMatchObject(
    refused(410, /has expired; a person takes care of the request/),
  );
  const no = { ...yes, decision: 'reject', reason: 'too late' };
  expect(await manager.post(path, no)).toMatchObject(refused(410, /has expired/));
  expect(await endingsOf(approvalId)).toMatchObject([{ state: 'expired' }]);
  await until('a person has it', async () => {
    const { body } = await manager.get(`/maintenance-requests/${reference}`);
    return z.object({ state: z.string() }).parse(body).state === 'needs-person';
  });
});
