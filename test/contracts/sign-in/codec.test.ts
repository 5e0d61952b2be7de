import { defaultPayloadConverter } from '@temporalio/common';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { authorize } from '../../../src/api/authorize.ts';
import { answerErrors } from '../../../src/api/errors.ts';
import { mayDo, ROLES, type Role } from '../../../src/api/rights.ts';
import { codecRoutes } from '../../../src/api/routes/codec.ts';
import type { AuditEntry } from '../../../src/ports/audit-log.ts';
import { createPayloadCodec, payloadKeys } from '../../../src/temporal/codec.ts';
import { post, serveApp } from './signed-in.ts';

const WEB_UI = 'http://127.0.0.1:8233';
const masterKey = Buffer.alloc(32, 7);
const codec = createPayloadCodec(payloadKeys({ masterKey, namespace: 'default' }));

const Decoded = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.string()), data: z.string() })),
});

let audited: AuditEntry[] = [];
let closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  audited = [];
  closing = [];
});
afterEach(async () => {
  for (const close of closing) await close();
});

/** The endpoint, with somebody of a role signed in; null: nobody. */
async function startCodec(by: {
  role: Role | null;
  isOpenToWebUi?: boolean;
  append?: (entry: AuditEntry) => Promise<void>;
}): Promise<string> {
  const { role, isOpenToWebUi = false } = by;
  const staff = role && {
    staffId: `staff-${role}`,
    name: 'Odile',
    role,
    propertyIds: ['elm-house'],
  };
  const auditLog = {
    append: by.append ?? (async (entry: AuditEntry) => void audited.push(entry)),
    verify: async () => [],
  };
  const allow = authorize({ whoIs: async () => staff });
  const routes = codecRoutes({ codec, auditLog, allow, webUiOrigin: WEB_UI, isOpenToWebUi });
  const server = await serveApp(() => express().use('/codec', routes).use(answerErrors));
  closing.push(() => server.close());
  return server.url;
}

/** Payloads as they stand in a history: sealed, on the wire. */
async function sealed(values: unknown[]) {
  const payloads = await codec.encode(
    values.map((value) => defaultPayloadConverter.toPayload(value)),
  );
  return {
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(
        Object.entries(metadata ?? {}).map(([key, bytes]) => [
          key,
          Buffer.from(bytes).toString('base64'),
        ]),
      ),
      data: Buffer.from(data ?? []).toString('base64'),
    })),
  };
}

const text = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64').toString();

test('makes payloads readable for an admin, and puts who and how many on the record', async () => {
  const url = await startCodec({ role: 'admin' });
  const body = await sealed([{ requestId: 'request-1' }, { requestId: 'request-2' }]);
  const response = await post(`${url}/codec/decode`, { origin: WEB_UI, body });
  expect(response.status).toBe(200);
  const { payloads } = Decoded.parse(await response.json());
  expect(payloads.map(({ data }) => JSON.parse(text(data)))).toEqual([
    { requestId: 'request-1' },
    { requestId: 'request-2' },
  ]);
  expect(text(payloads[0]?.metadata.encoding)).toBe('json/plain');
  expect(audited).toHaveLength(1);
  expect(audited[0]).toMatchObject({
    chain: 'house',
    event: 'payload.decoded',
    facts: { staffId: 'staff-admin', payloads: 2 },
  });
});

// Promise 10: what is not on the record was not read.
test('shows nothing when the record cannot be written', async () => {
  const append = () => Promise.reject(new Error('the database is away'));
  const url = await startCodec({ role: 'admin', append });
  const body = await sealed([{ requestId: 'request-1' }]);
  const response = await post(`${url}/codec/decode`, { origin: WEB_UI, body });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain(Buffer.from('"request-1"').toString('base64'));
});

test('gives back unread what was never sealed', async () => {
  const url = await startCodec({ role: 'auditor' });
  const encoding = Buffer.from('binary/null').toString('base64');
  const body = { payloads: [{ metadata: { encoding } }] };
  const response = await post(`${url}/codec/decode`, { origin: WEB_UI, body });
  expect(await response.json()).toEqual({ payloads: [{ metadata: { encoding }, data: '' }] });
});

test.each([null, ...ROLES])('decodes for those with the right alone: %s', async (role) => {
  const url = await startCodec({ role });
  const { status } = await post(`${url}/codec/decode`, { origin: WEB_UI, body: await sealed([1]) });
  const staff = role && { staffId: 'staff', name: 'Odile', role, propertyIds: [] };
  const may = staff && mayDo(staff, { action: 'payload.decode', propertyId: null });
  expect(status).toBe(staff ? (may ? 200 : 403) : 401);
  expect(audited).toHaveLength(may ? 1 : 0);
});

test('is open in the sample to the local Web UI, and to nobody else', async () => {
  const url = await startCodec({ role: null, isOpenToWebUi: true });
  const body = await sealed([1]);
  expect((await post(`${url}/codec/decode`, { origin: WEB_UI, body })).status).toBe(200);
  expect(audited[0]?.facts).toEqual({ staffId: 'local-web-ui', payloads: 1 });
  const foreign = await post(`${url}/codec/decode`, { origin: 'https://evil.example', body });
  expect(foreign.status).toBe(403);
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  expect((await post(`${url}/codec/decode`, { body })).status).toBe(401);
  expect(audited).toHaveLength(1);
});

test('refuses a foreign page even when an admin is signed in', async () => {
  const url = await startCodec({ role: 'admin' });
  const origin = 'https://evil.example';
  const response = await post(`${url}/codec/decode`, { origin, body: await sealed([1]) });
  expect(response.status).toBe(403);
  expect(audited).toEqual([]);
});

test('welcomes the Web UI across origins, with its cookie, and no other page', async () => {
  const url = await startCodec({ role: null });
  const preflight = (origin: string) =>
    fetch(`${url}/codec/decode`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const ours = await preflight(WEB_UI);
  expect(ours.status).toBe(204);
  expect(ours.headers.get('access-control-allow-origin')).toBe(WEB_UI);
  expect(ours.headers.get('access-control-allow-credentials')).toBe('true');
  expect(ours.headers.get('access-control-allow-headers')).toContain('x-namespace');
  const foreign = await preflight('https://evil.example');
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});

test('never encodes, and names the field of a malformed payload', async () => {
  const url = await startCodec({ role: 'admin' });
  const body = { payloads: [{ metadata: {}, data: 'not base64!' }] };
  expect((await post(`${url}/codec/encode`, { origin: WEB_UI, body })).status).toBe(403);
  const malformed = await post(`${url}/codec/decode`, { origin: WEB_UI, body });
  expect(malformed.status).toBe(400);
  expect(await malformed.json()).toMatchObject({ issues: [{ field: 'payloads.0.data' }] });
});
