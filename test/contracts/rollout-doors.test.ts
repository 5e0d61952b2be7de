import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorize } from '../../src/api/authorize.ts';
import { answerErrors } from '../../src/api/errors.ts';
import type { Role, Staff } from '../../src/api/rights.ts';
import {
  organisationSwitchRoutes,
  propertySwitchRoutes,
} from '../../src/api/routes/rollout-switches.ts';
import { rolloutRoutes } from '../../src/api/routes/rollout.ts';
import { shadowRoutes } from '../../src/api/routes/shadow.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { demandDescribed } from './described.ts';
import {
  aConversation,
  aTurn,
  startHouseRecords,
  type HouseRecords,
} from './records/house-records.ts';
import { serveApp } from './sign-in/signed-in.ts';

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
let who: Staff;
beforeAll(async () => {
  records = await startHouseRecords();
  const house = { ...records, allow: authorize({ whoIs: async () => who }) };
  server = await serveApp(() =>
    express()
      .use('/properties', propertySwitchRoutes(house))
      .use('/organisations', organisationSwitchRoutes(house))
      .use('/rollout', rolloutRoutes(house))
      .use('/rollout/shadow', shadowRoutes(house))
      .use(answerErrors),
  );
});
afterAll(async () => {
  await server.close();
  await records.stop();
});

let made = 0;
let here: string;
let beside: string;
let organisation: string;
beforeEach(async () => {
  made += 1;
  [here, beside, organisation] = [`here-${made}`, `beside-${made}`, `group-${made}`];
  for (const propertyId of [here, beside]) {
    await records.properties.save({
      propertyId,
      organisationId: organisation,
      name: propertyId,
      calendar: { zone: 'America/New_York', weekly: {}, holidays: [] },
      contacts: {
        emergency: '911',
        gasUtility: 'the gas utility',
        crisisLine: '988',
        onCallName: 'the on-call engineer',
        onCall: [],
        managers: [],
      },
      rollout: { phase: 'off', skills: {}, stopped: [] },
    });
  }
  become('admin');
});

function become(role: Role, propertyIds: Staff['propertyIds'] = [here, beside]): void {
  who = { staffId: `${role}-1`, name: role, role, propertyIds };
}

async function call(route: string, { path, body }: { path: string; body?: object }) {
  const [method = 'GET'] = route.split(' ');
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  await demandDescribed({ route, response: response.clone() });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
}

const read = () => call('GET /rollout', { path: '/rollout' });
const put = (body: object) =>
  call('PUT /properties/:id/rollout', { path: `/properties/${here}/rollout`, body });
const stopHere = (what: string, body: object) =>
  call('PUT /properties/:id/stops/:what', { path: `/properties/${here}/stops/${what}`, body });
const stopAll = (body: object, id = organisation) =>
  call('PUT /organisations/:id/stop', { path: `/organisations/${id}/stop`, body });
const changes = (query = '') => call('GET /rollout/changes', { path: `/rollout/changes${query}` });

describe('the switches', () => {
  it('are read with what is in force, skill by skill, and with their version', async () => {
    await put({ version: 0, phase: 'writes', skills: { account: 'reads' } });
    const { body } = await stopHere('documents', { isStopped: true });
    const rollout = {
      phase: 'writes',
      sharePercent: 100,
      skills: { account: 'reads' },
      stopped: ['documents'],
    };
    const inForce = { documents: 'off', account: 'reads', maintenance: 'writes' };
    const property = {
      propertyId: here,
      organisationId: organisation,
      rollout,
      version: 2,
      inForce,
    };
    expect(body).toEqual(property);
    expect((await read()).body).toMatchObject({
      organisations: [
        {
          organisationId: organisation,
          isStopped: false,
          propertyIds: [beside, here],
          mayStop: true,
        },
      ],
      properties: [{ propertyId: beside, version: 0 }, property],
    });
  });

  it('stand at off everywhere in a stopped organisation, and say so', async () => {
    await put({ version: 0, phase: 'writes' });
    expect(await stopAll({ isStopped: true })).toMatchObject({
      status: 200,
      body: { isStopped: true, version: 1 },
    });
    const inForce = { documents: 'off', account: 'off', maintenance: 'off' };
    expect((await read()).body).toMatchObject({
      organisations: [{ isStopped: true }],
      properties: [{ inForce }, { inForce, rollout: { phase: 'writes' } }],
    });
  });

  it('that somebody else has changed are not changed: the answer tells what stands now', async () => {
    await put({ version: 0, phase: 'shadow', sharePercent: 20, skills: { maintenance: 'off' } });
    await stopHere('account', { isStopped: true });
    expect(await put({ version: 0, phase: 'writes' })).toMatchObject({
      status: 409,
      body: {
        detail:
          'Somebody else has changed this since you read it. It stands at “shadow” for 20 % of conversations now, ' +
          'maintenance at “off”, stopped: account. Nothing of yours was saved.',
      },
    });
    expect(await put({ version: 2, phase: 'writes' })).toMatchObject({ status: 200 });
  });

  // Safety: to stop never waits for a page to be read again; to start again does.
  it('are stopped whatever happened meanwhile, and started again only as they were seen', async () => {
    await put({ version: 0, phase: 'writes' });
    await stopHere('all', { isStopped: true });
    expect(await stopHere('all', { isStopped: true })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect(await stopHere('all', { isStopped: false, version: 1 })).toMatchObject({ status: 409 });
    expect(await stopHere('all', { isStopped: false })).toMatchObject({ status: 400 });
    expect(await stopHere('all', { isStopped: false, version: 2 })).toMatchObject({ status: 200 });

    await stopAll({ isStopped: true });
    expect(await stopAll({ isStopped: false, version: 0 })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('The assistant is stopped there now.') },
    });
    expect(await stopAll({ isStopped: false, version: 1 })).toMatchObject({ status: 200 });
  });

  it.each([
    { version: 0, phase: 'sometimes' },
    { version: 0, phase: 'shadow', sharePercent: 101 },
    { version: 0, phase: 'shadow', sharePercent: 0.5 },
    { version: 0, phase: 'off', skills: { parking: 'off' } },
    { version: 0, phase: 'off', stopped: ['parking'] },
    { phase: 'off' },
  ])('are not changed by %j', async (body) => {
    expect(await put(body)).toMatchObject({ status: 400 });
    expect((await read()).body).toMatchObject({ properties: [{ version: 0 }, { version: 0 }] });
  });

  it('keep their history, of one property and its organisation or of all that one sees', async () => {
    await put({ version: 0, phase: 'answers' });
    records.clock.pass(1_000);
    await stopAll({ isStopped: true });
    const history = [
      { staffId: 'admin-1', subject: { kind: 'organisation', from: false, to: true } },
      {
        staffId: 'admin-1',
        subject: {
          kind: 'property',
          propertyId: here,
          from: { phase: 'off' },
          to: { phase: 'answers' },
        },
      },
    ];
    expect((await changes()).body).toMatchObject(history);
    expect((await changes(`?property=${here}`)).body).toMatchObject(history);
    expect((await changes(`?property=${beside}`)).body).toMatchObject(history.slice(0, 1));
    become('manager', [beside]);
    expect((await changes()).body).toHaveLength(1);
    expect(await changes(`?property=${here}`)).toMatchObject({ status: 403 });
  });
});

describe('rights', () => {
  it('a manager reads and changes nothing', async () => {
    become('manager');
    expect((await read()).body).toMatchObject({ organisations: [{ mayStop: false }] });
    expect(await put({ version: 0, phase: 'writes' })).toMatchObject({ status: 403 });
    expect(await stopHere('all', { isStopped: true })).toMatchObject({ status: 403 });
    expect(await stopAll({ isStopped: true })).toMatchObject({ status: 403 });
  });

  it('an agent does not read it', async () => {
    become('agent');
    expect(await read()).toMatchObject({ status: 403 });
  });

  it('who does not see all properties of an organisation does not stop it', async () => {
    become('admin', [here]);
    expect(await stopAll({ isStopped: true })).toMatchObject({ status: 403 });
    expect((await read()).body).toMatchObject({
      organisations: [{ isStopped: false, propertyIds: [here], mayStop: false }],
      properties: [{ propertyId: here }],
    });
    expect(await stopAll({ isStopped: true }, 'nobody')).toMatchObject({ status: 404 });
  });
});

describe('the comparison', () => {
  const answer: Decision = { kind: 'answer', part: 0, confidence: 0.9 };

  async function keepOne(): Promise<string> {
    const door = { residentId: null, propertyId: here, assurance: 'channel' as const };
    const message = await aConversation(records, { ...door, channel: 'portal', text: 'Quiet?' });
    const turn = aTurn(message);
    const { turnId, conversationId } = turn;
    await records.conversations.takeTurn(turn);
    await records.conversations.saveProposal({
      turnId,
      decisions: [answer],
      parts: [{ text: 'From ten.', detail: null, sources: [] }],
      model: 'embedded/1',
      prompt: 'none',
      packVersion: 'default@1',
    });
    await records.conversations.settle({ turnId, conversationId, reply: null, verdicts: ['kept'] });
    return turnId;
  }

  const list = (query = '') =>
    call('GET /rollout/shadow', { path: `/rollout/shadow?property=${here}${query}` });
  const counts = () =>
    call('GET /rollout/shadow/counts', { path: `/rollout/shadow/counts?property=${here}` });
  const judge = (turnId: string, mark: string) =>
    call('POST /rollout/shadow/:id/mark', {
      path: `/rollout/shadow/${turnId}/mark`,
      body: { mark },
    });

  it('is judged by managers, and an auditor sees how, but no words', async () => {
    const turnId = await keepOne();
    become('manager');
    expect((await list('&show=to-judge')).body).toMatchObject([
      { turnId, asked: ['Quiet?'], proposal: { kept: [{ text: 'From ten.' }] } },
    ]);
    expect(await judge(turnId, 'same')).toEqual({ status: 200, body: { mark: 'same' } });
    expect((await list('&show=to-judge')).body).toEqual([]);
    expect(await judge(turnId, 'perhaps')).toMatchObject({ status: 400 });

    become('auditor');
    const { body } = await list('&show=judged');
    expect(body).toMatchObject([{ turnId, asked: [null], judged: { mark: 'same' } }]);
    expect(JSON.stringify(body)).not.toMatch(/Quiet|ten\./);
    expect(await judge(turnId, 'wrong')).toMatchObject({ status: 403 });
    become('manager', [beside]);
    expect(await judge(turnId, 'wrong')).toMatchObject({ status: 403 });
  });

  it('tells no share below twenty cases', async () => {
    for (let each = 1; each < 20; each += 1) await judge(await keepOne(), 'same');
    const few = { skill: 'documents', turns: 19, judged: 19, sameMarkPercent: null };
    expect((await counts()).body).toMatchObject([{ ...few, sameDeedPercent: null }]);
    await judge(await keepOne(), 'wrong');
    expect((await counts()).body).toMatchObject([{ turns: 20, judged: 20, sameMarkPercent: 95 }]);
  });
});
