import { request as startRequest } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { authorize } from '../../src/api/authorize.ts';
import { answerErrors } from '../../src/api/errors.ts';
import type { Staff } from '../../src/api/rights.ts';
import { documentReadingRoutes } from '../../src/api/routes/document-reading.ts';
import { documentRoutes } from '../../src/api/routes/documents.ts';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { elmHouse } from './elm-house.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { serveApp } from './sign-in/signed-in.ts';

const mara: Staff = {
  staffId: 'mara',
  name: 'Mara',
  role: 'manager',
  propertyIds: ['elm-house'],
};
const { processes, of } = notedProcesses();
let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
let close: () => Promise<void>;

beforeAll(async () => {
  records = await startHouseRecords();
  const { url } = records.postgres;
  await loadPlatformData({ url, data: elmHouse });
  await records.postgres
    .query(`insert into properties (property_id, organisation_id, name, calendar, contacts, rollout)
    values ('elm-house', 'elm-group', 'Elm House', '{"zone":"America/New_York"}', '{}', '{}')`);
  const platform = createEmbeddedPropertyPlatform({ url, connectionId: 'elm' });
  const allow = authorize({ whoIs: async () => mara });
  const options = { ...records, platform, processes, allow, webhookSecret: undefined };
  server = await serveApp(() => {
    const app = express();
    app.use('/documents', documentReadingRoutes(options), documentRoutes(options));
    app.use(answerErrors);
    return app;
  });
  close = () => platform.close();
});
afterAll(async () => {
  await server.close();
  await close();
  await records.stop();
});

const Received = z.object({
  document_id: z.string(),
  version: z.number(),
  is_new: z.boolean(),
  state: z.string(),
});

async function upload(title: string, file: string, scope = 'property:elm-house') {
  const query = new URLSearchParams({ title, scope }).toString();
  const answer = await fetch(`${server.url}/documents?${query}`, { method: 'POST', body: file });
  return { status: answer.status, body: Received.parse(await answer.json()) };
}

test('starts reading a new file once, and says of the same bytes again that nothing was done', async () => {
  const first = await upload('Rules', 'bytes');
  expect(first).toMatchObject({ status: 202, body: { version: 1, is_new: true } });
  const { document_id: documentId } = first.body;
  await records.documents.setState({ documentId, version: 1, state: 'reading', failure: null });
  expect(await upload('Rules', 'bytes')).toEqual({
    status: 200,
    body: { document_id: documentId, version: 1, is_new: false, state: 'reading' },
  });
  expect(of('ingestDocument')).toEqual([{ documentId, version: 1 }]);
});

test('starts reading a file that still waits for it, since the engine was away the first time', async () => {
  await upload('Parking', 'bytes');
  const again = await upload('Parking', 'bytes');
  expect(again).toMatchObject({ status: 202, body: { is_new: false, state: 'received' } });
  expect(of('ingestDocument').slice(-2)).toEqual(
    [1, 2].map(() => ({ documentId: again.body.document_id, version: 1 })),
  );
});

// 200 MB must not be taken in to be thrown away.
test('refuses 200 MB with the limit before a byte of it has come', async () => {
  const { promise, resolve, reject } = Promise.withResolvers<{ status?: number; body: string }>();
  const path = '/documents?title=Plans&scope=property:elm-house';
  const headers = { 'content-length': 200 * 1024 * 1024 };
  const call = startRequest(`${server.url}${path}`, { method: 'POST', headers }, (response) => {
    let body = '';
    response.on('data', (part: Buffer) => (body += part.toString()));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
  });
  call.on('error', reject);
  call.flushHeaders(); // and nothing more
  const answer = await promise;
  call.destroy();
  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.body)).toMatchObject({
    type: 'urn:nightporter:problem:too-large',
    detail: 'This door takes 20 MB at most.',
    remedy: 'Send less at once.',
  });
  expect((await records.documents.list()).map(({ title }) => title)).not.toContain('Plans');
});

test('puts on the record who uploaded, and who withdrew', async () => {
  const { body } = await upload('Pool', 'bytes');
  const path = `/documents/${body.document_id}`;
  const answer = await fetch(`${server.url}${path}`, { method: 'DELETE' });
  expect(answer.status).toBe(204);
  const rows = await records.postgres.query(
    `select event, facts->>'staffId' as staff from audit_entries
    where facts->>'documentId' = $1 order by position`,
    [body.document_id],
  );
  expect(rows).toEqual([
    { event: 'document.received', staff: 'mara' },
    { event: 'document.withdrawn', staff: 'mara' },
  ]);
});

// A file of whoever uploaded it must not run in the desk's own origin.
test('gives a file back byte for byte, to be kept and never to be shown', async () => {
  const { body } = await upload('Notice', '<script>alert(1)</script>');
  const answer = await fetch(`${server.url}/documents/${body.document_id}/versions/1/file`);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(await answer.text()).toBe('<script>alert(1)</script>');
});

test('finds the unit and the lease of a label, without a name, and nothing for a wrong one', async () => {
  const places = async (unit: string) => {
    const query = new URLSearchParams({ property: 'elm-house', unit }).toString();
    const answer = await fetch(`${server.url}/documents/places?${query}`);
    return z.array(z.record(z.string(), z.string())).parse(await answer.json());
  };
  const found = await places('1a');
  expect(found.map(({ kind }) => kind)).toEqual(['unit', 'lease']);
  expect(JSON.stringify(found)).not.toMatch(/first|last|phone/i);
  expect(await places('99Z')).toEqual([]);
});

test('keeps a question for the worker, and shows it under its own document only', async () => {
  const { body } = await upload('Quiet hours', 'bytes');
  const { body: other } = await upload('Laundry', 'bytes');
  const ask = (text: string) =>
    fetch(`${server.url}/documents/${body.document_id}/questions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
  expect((await ask(' ')).status).toBe(400);
  expect((await ask('a'.repeat(501))).status).toBe(400);
  const asked = await ask('When is it quiet?');
  expect(asked.status).toBe(202);
  const { questionId } = z.object({ questionId: z.string() }).parse(await asked.json());
  expect(of('answerDocumentQuestion')).toEqual([{ questionId }]);
  const read = (documentId: string) =>
    fetch(`${server.url}/documents/${documentId}/questions/${questionId}`);
  expect(await (await read(body.document_id)).json()).toMatchObject({
    text: 'When is it quiet?',
    answer: null,
  });
  expect((await read(other.document_id)).status).toBe(404);
});
