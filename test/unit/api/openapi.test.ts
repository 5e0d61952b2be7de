import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createOpenApi, DESCRIPTIONS } from '../../../src/api/openapi/document.ts';
import { ROUTE_RIGHTS } from '../../../src/api/route-rights.ts';

const ROUTES = new URL('../../../src/api/routes/', import.meta.url);

test('describes every route that there is and none besides', () => {
  expect(Object.keys(DESCRIPTIONS).toSorted()).toEqual(Object.keys(ROUTE_RIGHTS).toSorted());
});

test('names what opens each door: staff, the secret, a token, a signature, or nothing', () => {
  expect(createOpenApi()).toMatchObject({
    openapi: '3.1.1',
    paths: {
      '/approvals/{id}/decision': { post: { security: [{ staffSession: [] }] } },
      '/conversations/{id}/messages': {
        get: { security: [{ staffSession: [] }, { portalSecret: [] }] },
      },
      '/webhook/resident-message': { post: { security: [{ portalSecret: [] }] } },
      '/chat/messages': { post: { security: [{ chatToken: [] }] } },
      '/webhooks/{channel}': { post: { security: [{ providerSignature: [] }] } },
      '/health': { get: { security: [] } },
    },
  });
});

test('gives each route a name of its own, and each parameter of its address', () => {
  const { paths } = readDocument();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, ...operation })),
  );
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { path, parameters = [] } of operations) {
    const inPath = parameters.filter((each) => each.in === 'path').map(({ name }) => `{${name}}`);
    expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath);
  }
});

test('says of a query what the route reads: presets, limits, and no null', () => {
  const { paths } = readDocument();
  expect(paths['/alerts']?.['get']?.parameters).toEqual([
    {
      name: 'state',
      in: 'query',
      required: false,
      schema: { type: 'string', enum: ['ringing', 'accepted', 'closed', 'ended'] },
    },
  ]);
  expect(paths['/chat/messages']?.['get']?.parameters).toEqual([
    {
      name: 'after',
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 0, default: 0 },
    },
  ]);
});

// A ZodError anywhere else is a fault of ours: 500.
test('lets no route read a request otherwise than by readAs', async () => {
  for (const file of await readdir(ROUTES)) {
    const source = await readFile(new URL(file, ROUTES), 'utf8');
    expect([file, source.match(/\.(?:safeP|p)arse(?:Async)?\((?:request\.|params)/g)]).toEqual([
      file,
      null,
    ]);
  }
});

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string }[];
}

function readDocument(): { paths: Record<string, Record<string, Operation>> } {
  return JSON.parse(JSON.stringify(createOpenApi()));
}
