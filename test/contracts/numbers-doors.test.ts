import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { authorize } from '../../src/api/authorize.ts';
import { answerErrors } from '../../src/api/errors.ts';
import type { Staff } from '../../src/api/rights.ts';
import { numbersFileRoutes, numbersRoutes } from '../../src/api/routes/numbers.ts';
import { aCountedHandOff, aCountedTurn, saveProperty } from './records/counted-house.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { serveApp } from './sign-in/signed-in.ts';

// 19 residents of Elm and 20 of "=Oak" were answered; four of Oak's were handed off.

const AT = '2026-03-02T15:00:00.000Z';
const NOW = '2026-03-20T15:00:00.000Z';
const PEOPLE: Record<string, Staff> = {
  mara: { staffId: 'mara', name: 'Mara', role: 'manager', propertyIds: ['elm-house'] },
  odile: { staffId: 'odile', name: 'Odile', role: 'admin', propertyIds: 'all' },
  theo: { staffId: 'theo', name: 'Theo', role: 'agent', propertyIds: 'all' },
};

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
beforeAll(async () => {
  records = await startHouseRecords();
  const house = { records, clock: records.clock };
  await saveProperty(house, {
    propertyId: 'elm-house',
    name: 'Elm House',
    zone: 'America/Chicago',
  });
  await saveProperty(house, {
    propertyId: 'oak-house',
    name: '=Oak, "new"',
    zone: 'Europe/Madrid',
  });
  for (let number = 1; number <= 39; number += 1) {
    const propertyId = number <= 19 ? 'elm-house' : 'oak-house';
    const residentId = `resident-${number}`;
    const { conversationId } = await aCountedTurn(house, { residentId, propertyId, at: AT });
    if (number <= 35) continue;
    await aCountedHandOff(house, { conversationId, propertyId, at: '2026-03-04T15:00:00.000Z' });
  }
  await aCountedTurn(house, { residentId: 'nobody', propertyId: null, at: AT });
  const allow = authorize({ whoIs: async (request) => PEOPLE[request.get('x-who') ?? ''] ?? null });
  const options = {
    numbers: records.numbers,
    properties: records.properties,
    allow,
    now: () => new Date(NOW),
  };
  server = await serveApp(() =>
    express()
      .use('/numbers', numbersRoutes(options))
      .use('/numbers.csv', numbersFileRoutes(options))
      .use(answerErrors),
  );
});
afterAll(async () => {
  await server.close();
  await records.stop();
});

const call = (path: string, who = 'odile') =>
  fetch(`${server.url}${path}`, { headers: { 'x-who': who } });

const MARCH = 'from=2026-03-01&to=2026-03-10';
const Counted = z.object({ count: z.number(), value: z.number().nullable() });
const Answer = z.object({
  zones: z.array(z.string()),
  figures: z.array(
    Counted.extend({
      figure: z.string(),
      steps: z.array(Counted.extend({ from: z.string() })),
      properties: z.array(Counted.extend({ propertyId: z.string() })),
    }),
  ),
});

async function figure(name: string, path: string, who?: string) {
  const { zones, figures } = Answer.parse(await (await call(path, who)).json());
  const found = figures.find((one) => one.figure === name);
  if (!found) throw new Error(`no figure ${name}`);
  return { ...found, zones };
}

test('tells no figure of 19 cases and one of 20, with its count either way', async () => {
  const resolved = await figure('resolved', `/numbers?${MARCH}`);
  expect(resolved.properties).toEqual([
    { propertyId: 'oak-house', count: 20, value: 16 / 20 },
    { propertyId: 'elm-house', count: 19, value: null },
  ]);
  expect(resolved.count).toBe(40); // with the one who belongs to no property
  expect(resolved.steps).toHaveLength(10);
  expect(resolved.steps[1]).toMatchObject({ from: '2026-03-02', count: 40, value: 36 / 40 });
  expect(resolved.steps[2]).toMatchObject({ from: '2026-03-03', count: 0, value: null });
});

test('limits staff to their own properties, in the total too', async () => {
  const own = await figure('reply-p50', `/numbers?${MARCH}`, 'mara');
  expect(own).toMatchObject({ count: 19, value: null, zones: ['America/Chicago'] });
  expect(own.properties.map(({ propertyId }) => propertyId)).toEqual(['elm-house']);
  expect((await call(`/numbers?${MARCH}&propertyId=oak-house`, 'mara')).status).toBe(403);
  expect(await (await call(`/numbers.csv?${MARCH}`, 'mara')).text()).not.toContain('Oak');
});

test('counts one property where one is asked for', async () => {
  const oak = await figure('handed-off', `/numbers?${MARCH}&propertyId=oak-house`);
  expect(oak).toMatchObject({ count: 20, value: 4 / 20, properties: [], zones: ['Europe/Madrid'] });
  expect((await call(`/numbers?${MARCH}&propertyId=pine-house`)).status).toBe(404);
});

test('is closed to agents and to whoever is not signed in', async () => {
  expect((await call(`/numbers?${MARCH}`, 'theo')).status).toBe(403);
  expect((await call(`/numbers.csv?${MARCH}`, 'theo')).status).toBe(403);
  expect((await call(`/numbers?${MARCH}`, 'nobody')).status).toBe(401);
});

test.each([
  ['from=2026-03-01', 'to'],
  ['from=yesterday&to=2026-03-10', 'from'],
  ['from=2026-02-30&to=2026-03-10', 'from'],
  ['from=2026-03-10&to=2026-03-01', 'to'],
  ['from=2020-03-10&to=2026-03-01', 'from'],
  [`${MARCH}&by=hour`, 'by'],
])('refuses the period %s and names the field %s', async (query, field) => {
  for (const path of ['/numbers', '/numbers.csv']) {
    const response = await call(`${path}?${query}`);
    expect(response.status).toBe(400);
    const { issues } = z
      .object({ issues: z.array(z.object({ field: z.string() })) })
      .parse(await response.json());
    expect(issues.map((issue) => issue.field)).toEqual([field]);
  }
});

test('gives the same as a file that a spreadsheet reads and runs nothing of', async () => {
  const response = await call(`/numbers.csv?${MARCH}&by=month`);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename=numbers-2026-03-01-to-2026-03-10.csv',
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head = '', total = '', month = '', oak = '', elm = '', ...rest] = bytes
    .toString('utf8')
    .slice(1)
    .split('\r\n');
  expect(head).toMatch(
    /^Rows,Name,From \(date\),To \(date\),Resolved without a person within 7 days \(%\),/,
  );
  const days = '2026-03-01,2026-03-10';
  expect(total).toMatch(new RegExp(`^period,,${days},90,40,10,40,10,40,10,40,`));
  expect(month).toMatch(new RegExp(`^month,,${days},90,40,`));
  expect(oak).toMatch(new RegExp(`^property,"'=Oak, ""new""",${days},80,20,`));
  expect(elm).toMatch(new RegExp(`^property,Elm House,${days},too few,19,`));
  expect(rest.at(0)).toMatch(new RegExp(`^intent,question,${days},90,40,`));
  expect(rest.at(1)).toMatch(new RegExp(`^hand-off reason,asked-for-person,${days},,.*,4$`));
  const columns = head.split(',').length;
  expect(total.split(',').length).toBe(columns);
  expect(rest.at(1)?.split(',').length).toBe(columns);
});
