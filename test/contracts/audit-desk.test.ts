import { createHash } from 'node:crypto';
import express from 'express';
import { PDFParse } from 'pdf-parse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createPdfReportWriter } from '../../src/adapters/report-writers/pdf/index.ts';
import { authorize } from '../../src/api/authorize.ts';
import { answerErrors } from '../../src/api/errors.ts';
import type { Role, Staff } from '../../src/api/rights.ts';
import { auditRoutes } from '../../src/api/routes/audit.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { fillHouse } from './sign-in/filled-house.ts';
import { serveApp } from './sign-in/signed-in.ts';

// Design promise 10: an operator can say later who decided what, on which facts, under which versions.

const WHO = 'x-test-who';
const staffOf = (role: Role, propertyIds: Staff['propertyIds']): Staff => ({
  staffId: `staff-${role}`,
  name: role,
  role,
  propertyIds,
});
const PEOPLE: Record<string, Staff> = {
  auditor: staffOf('auditor', ['elm-house']),
  elsewhere: staffOf('auditor', ['oak-house']),
  everywhere: staffOf('auditor', 'all'),
  manager: staffOf('manager', ['elm-house']),
};

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
let ids: Awaited<ReturnType<typeof fillHouse>>;

const append = (
  chain: string,
  key: string,
  event: string,
  facts: Record<string, string | number>,
) => records.auditLog.append({ chain, key, event, facts });

beforeAll(async () => {
  records = await startHouseRecords();
  ids = await fillHouse(records);
  await records.postgres.query(
    `insert into staff_users (id, name, email, email_verified) values ('staff-mara', 'Mara', 'mara@staff.example', true)`,
  );
  const requestId = ids.request;
  const call = { requestId, operation: 'create-work-order' };
  await append('elm-house', 'ap/ended', 'approval.ended', {
    requestId,
    staffId: 'staff-mara',
    state: 'approved',
  });
  await append('embedded', 'call/started', 'call.started', call);
  await append('embedded', 'call/ended', 'call.ended', { ...call, outcome: 'ok', durationMs: 41 });
  await append('elm-house', 'turn', 'turn.settled', {
    conversationId: ids.conversation,
    model: 'embedded@1',
    prompt: 'propose-decisions/v2',
    packVersion: 'default@1',
    decisions: 'answer',
    verdicts: 'allowed',
  });
  await append('house', 'import', 'import.ended', { by: 'command', outcome: 'done' });
  const allow = authorize({ whoIs: async (request) => PEOPLE[request.get(WHO) ?? ''] ?? null });
  const routes = auditRoutes({ records, allow, reports: createPdfReportWriter() });
  server = await serveApp(() => express().use('/audit', routes).use(answerErrors));
});
afterAll(async () => {
  await server.close();
  await records.stop();
});

const knock = (path: string, who = 'auditor') =>
  fetch(`${server.url}/audit/${path}`, { headers: { [WHO]: who } });

const Entry = z.object({
  chain: z.string(),
  position: z.number(),
  at: z.string(),
  event: z.string(),
  who: z.string(),
  what: z.string(),
  versions: z.array(z.object({ name: z.string(), value: z.string() })),
  call: z
    .object({
      operation: z.string(),
      outcome: z.string().nullable(),
      durationMs: z.number().nullable(),
    })
    .nullable(),
  hash: z.string(),
});
const Proof = z.object({
  chain: z.string(),
  length: z.number(),
  head: z.string(),
  isWhole: z.boolean(),
  faults: z.array(z.object({ what: z.string() })),
});
const Trail = z.object({
  entries: z.array(Entry),
  proofs: z.array(Proof),
  digest: z.string(),
});
const Page = z.object({ entries: z.array(Entry), proof: Proof, next: z.number().nullable() });

const trailOf = async (path: string) => Trail.parse(await (await knock(path)).json());
const pageOf = async (query: string, who?: string) =>
  Page.parse(await (await knock(`entries?${query}`, who)).json());

test('tells the trail of a request in plain words: who, what, and what was asked outside, how long', async () => {
  const { entries } = await trailOf(`requests/${ids.request}`);
  expect(entries.map(({ who, what }) => `${who}: ${what}`)).toEqual([
    'Night Porter: The request was opened as P2: plumbing, leak',
    'Mara: The approval ended: approved',
    'Night Porter: Something outside was asked: create work order',
    'Night Porter: Something outside answered: create work order, ok',
  ]);
  expect(entries.at(-1)?.call).toEqual({
    operation: 'create-work-order',
    outcome: 'ok',
    durationMs: 41,
  });
  expect(entries[0]?.versions).toEqual([{ name: 'Policy pack', value: 'default@1' }]);
});

test('finds the trail of a request by its reference too', async () => {
  const byId = await trailOf(`requests/${ids.request}`);
  expect((await trailOf('requests/MR-0000000001')).digest).toBe(byId.digest);
});

test('tells the trail of a conversation with the versions of rules, prompt and model', async () => {
  const { entries } = await trailOf(`conversations/${ids.conversation}`);
  const turn = entries.find(({ event }) => event === 'turn.settled');
  expect(turn).toMatchObject({ who: 'The assistant' });
  expect(turn?.versions.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'Model embedded@1',
    'Prompt propose-decisions/v2',
    'Policy pack default@1',
  ]);
  expect(entries[0]?.who).toBe('The resident');
});

// Privacy: an auditor reads the record and never a resident's words.
test('shows nobody’s words, in no form', async () => {
  for (const path of [
    `requests/${ids.request}`,
    `requests/${ids.request}/json`,
    `conversations/${ids.conversation}`,
    `conversations/${ids.conversation}/json`,
  ]) {
    const text = await (await knock(path)).text();
    expect(text).not.toContain('Under the sink');
    expect(text).not.toContain('kitchen sink drips');
  }
});

test('proves every chain that the trail stands in, up to its sealed head', async () => {
  const { proofs } = await trailOf(`requests/${ids.request}`);
  expect(proofs.map(({ chain, isWhole }) => [chain, isWhole])).toEqual([
    ['elm-house', true],
    ['embedded', true],
  ]);
  const heads = await records.postgres.query(
    `select chain, position::int as length, hash as head from audit_heads
      where chain in ('elm-house', 'embedded') order by chain`,
  );
  expect(proofs.map(({ chain, length, head }) => ({ chain, length, head }))).toEqual(heads);
});

// The same code as `npm run audit:verify`: what one finds the other finds.
test('names what is broken as the command does, and in the chains that are read alone', async () => {
  const break3 = `update audit_entries set facts = facts || '{"state": "forged"}'
    where chain = 'embedded' and position = 2`;
  const [kept] = await records.postgres.query(
    `select facts from audit_entries where chain = 'embedded' and position = 2`,
  );
  await records.postgres.query(break3);
  const { proofs } = await trailOf(`requests/${ids.request}`);
  const broken = proofs.flatMap(({ chain, faults }) => faults.map(({ what }) => [chain, what]));
  expect(broken).toEqual([['embedded', 'Entry 2 was changed after it had been written']]);
  expect(await records.auditLog.verify()).toEqual([
    { chain: 'embedded', position: 2, fault: 'changed' },
  ]);
  const conversation = await trailOf(`conversations/${ids.conversation}`);
  expect(conversation.proofs.every(({ isWhole }) => isWhole)).toBe(true);
  const pdf = await readPdf(`requests/${ids.request}/pdf`);
  expect(pdf).toContain('DOES NOT HOLD');
  await records.postgres.query(
    `update audit_entries set facts = $1 where chain = 'embedded' and position = 2`,
    [kept?.facts],
  );
  expect(await records.auditLog.verify()).toEqual([]);
});

test('is for those who may read the record, at their own properties', async () => {
  const paths = [
    `requests/${ids.request}`,
    `requests/${ids.request}/pdf`,
    `conversations/${ids.conversation}`,
    `conversations/${ids.conversation}/json`,
    'entries?property=elm-house',
  ];
  for (const path of paths) {
    const statuses = [];
    for (const who of ['', 'manager', 'elsewhere', 'auditor', 'everywhere']) {
      statuses.push((await knock(path, who)).status);
    }
    expect([path, ...statuses]).toEqual([path, 401, 403, 403, 200, 200]);
  }
  expect((await knock('requests/MR-9999999999')).status).toBe(404);
  expect((await knock('entries?property=house', 'auditor')).status).toBe(403);
  const house = await pageOf('property=house', 'everywhere');
  expect(house.entries.map(({ who, what }) => `${who}: ${what}`)).toContain(
    'An operator’s command: An import ended: done',
  );
});

test('a copy as JSON can be checked without us: digest and hashes can be made again', async () => {
  const response = await knock(`requests/${ids.request}/json`);
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename=audit-MR-0000000001.json',
  );
  const Copy = Trail.extend({
    zone: z.string(),
    madeBy: z.string(),
    entries: z.array(
      Entry.extend({
        recorded: z.object({
          key: z.string(),
          previousHash: z.string(),
          facts: z.record(z.string(), z.unknown()),
        }),
      }),
    ),
  });
  const { entries, digest, zone, madeBy } = Copy.parse(await response.json());
  expect({ zone, madeBy }).toEqual({ zone: 'America/New_York', madeBy: 'auditor' });
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(sha256(entries.map(({ hash }) => `${hash}\n`).join(''))).toBe(digest);
  for (const { hash, position, at, event, recorded } of entries) {
    const facts = JSON.stringify(
      Object.entries(recorded.facts).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
    const text = JSON.stringify([recorded.previousHash, position, at, event, recorded.key, facts]);
    expect(sha256(text)).toBe(hash);
  }
});

test('taking a copy is on the record: who, in which form, and the digest of what was taken', async () => {
  const before = await trailOf(`conversations/${ids.conversation}`);
  await (await knock(`conversations/${ids.conversation}/pdf`)).arrayBuffer();
  const after = await trailOf(`conversations/${ids.conversation}`);
  expect(after.entries).toHaveLength(before.entries.length + 1);
  const [taken] = await records.postgres.query(
    `select facts from audit_entries where event = 'audit.exported' order by position desc limit 1`,
  );
  expect(taken?.facts).toMatchObject({
    staffId: 'staff-auditor',
    format: 'PDF',
    digest: before.digest,
    isWhole: true,
  });
});

async function readPdf(path: string): Promise<string> {
  const response = await knock(path);
  expect(response.headers.get('content-type')).toBe('application/pdf');
  const parser = new PDFParse({ data: new Uint8Array(await response.arrayBuffer()) });
  const { text } = await parser.getText();
  await parser.destroy();
  return text.replaceAll(/\s+/g, ' ');
}

test('the copy as PDF names the zone, the proof and the digest, and numbers its pages', async () => {
  for (let index = 0; index < 40; index += 1) {
    const facts = { requestId: ids.request, outboxId: `row-${index}`, state: 'waiting' };
    await append('elm-house', `many/${index}`, 'work-order.changed', facts);
  }
  const { digest, proofs } = await trailOf(`requests/${ids.request}`);
  const text = await readPdf(`requests/${ids.request}/pdf`);
  expect(text).toContain('time zone of the property, America/New_York');
  expect(text).toContain('Nov 23, 2026, 7:00:00 AM EST · Mara');
  expect(text).toContain(`verified, whole up to entry ${proofs[0]?.length}`);
  expect(text.replaceAll(' ', '')).toContain(`head${proofs[0]?.head}`);
  expect(text.replaceAll(' ', '')).toContain(digest);
  const pages = [...text.matchAll(/· Page (\d+) of (\d+)/g)].map(([, page]) => Number(page));
  expect(pages.length).toBeGreaterThan(2);
  expect(pages).toEqual(pages.map((_page, index) => index + 1));
  expect(text).toContain(`Page 1 of ${pages.length}`);
});

test('lists a property by page, period, matter and person, newest first', async () => {
  const first = await pageOf('property=elm-house');
  expect(first.entries).toHaveLength(50);
  const positions = first.entries.map(({ position }) => position);
  expect(positions).toEqual(positions.toSorted((one, other) => other - one));
  const second = await pageOf(`property=elm-house&before=${first.next}`);
  expect(second.entries[0]?.position).toBe((positions.at(-1) ?? 0) - 1);
  const byMara = await pageOf('property=elm-house&staff=staff-mara');
  expect(byMara.entries.map(({ event }) => event)).toEqual(['approval.ended']);
  const approvals = await pageOf('property=elm-house&subject=approval');
  expect(approvals.entries.every(({ event }) => event.startsWith('approval.'))).toBe(true);
  // The entries are of November 23, 07:00 in New York.
  expect((await pageOf('property=elm-house&to=2026-11-22')).entries).toEqual([]);
  expect((await pageOf('property=elm-house&from=2026-11-24')).entries).toEqual([]);
  const thatDay = await pageOf('property=elm-house&from=2026-11-23&to=2026-11-23');
  expect(thatDay.entries).toHaveLength(50);
  expect((await knock('entries?property=elm-house&from=yesterday')).status).toBe(400);
});
