import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { AskEvent } from '../../commands/ask-events.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

// How a request goes on: reported without a manager, and after a manager has said no.

let house: OpenHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const Request = z.object({
  state: z.string(),
  cost: z.object({
    approval: z.object({ approvalId: z.string(), state: z.string() }).nullable(),
  }),
});
const Approval = z.object({ approvalId: z.string(), digest: z.string() });

const referenceOf = (events: AskEvent[]): string => {
  const opened = events.find(({ event }) => event === 'opened');
  if (opened?.event !== 'opened') throw new Error('nothing was opened');
  return opened.reference;
};

test('a request that needs no approval is open as soon as its order is there, and says so with the next promise', async () => {
  const resident = residentOf(house, 'HC-5A-01');
  const reference = referenceOf(await resident.ask('There is a mouse in my kitchen'));
  await resident.ask('yes');
  const manager = await signIn(house, 'mara');
  const read = async () =>
    Request.parse((await manager.get(`/maintenance-requests/${reference}`)).body);
  await until('it is open', async () => (await read()).state === 'open');
  const told = replies(await resident.ask('Any news about my request?')).join('\n');
  expect(told).toMatch(new RegExp(`${reference}.*is open\\. I will write by `));
});

test('after a no the managers can be asked again, and a yes then opens it', async () => {
  const resident = residentOf(house, 'HC-4B-01');
  const asked = await resident.ask('There is a leak under my kitchen sink, the bucket holds it');
  const reference = referenceOf(asked);
  const confirmed = await resident.write('yes');
  const manager = await signIn(house, 'mara');
  const agent = await signIn(house, 'theo');
  const path = `/maintenance-requests/${reference}`;
  const read = async () => Request.parse((await agent.get(path)).body);
  const decide = async (body: object) => {
    const { approval } = (await read()).cost;
    const shown = await manager.get(`/approvals/${approval?.approvalId ?? 'none'}`);
    const { approvalId, digest } = Approval.parse(shown.body);
    return manager.post(`/approvals/${approvalId}/decision`, { ...body, digest });
  };
  const isAsked = async () => (await read()).cost.approval?.state === 'pending';

  await until('a manager is asked', isAsked);
  expect((await agent.post(`${path}/approval`)).status).toBe(409); // a manager is asked already
  expect((await decide({ decision: 'reject', reason: 'Too dear.' })).status).toBe(200);
  await resident.hears(confirmed, says(`${reference} was not approved`));
  await until('a person has it', async () => (await read()).state === 'needs-person');

  expect((await agent.post(`${path}/approval`)).status).toBe(202);
  await resident.hears(confirmed, says(`${reference} waits for a manager`));
  await until('a manager is asked again', isAsked);
  expect((await decide({ decision: 'approve' })).status).toBe(200);
  await resident.hears(confirmed, says(`${reference} was approved`));
  await until('it is open', async () => (await read()).state === 'open');
});
