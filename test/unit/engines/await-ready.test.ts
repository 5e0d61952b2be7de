import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { awaitReady } from '../../../engines/await-ready.ts';

/** A house that answers `/ready` with these, one after the other, and then with the last for ever. */
async function aHouse(answers: string[][]): Promise<string> {
  const server = createServer((_, response) => {
    const missing = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    response.statusCode = missing.length === 0 ? 200 : 503;
    response.end(JSON.stringify({ ready: missing.length === 0, missing }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${isAddress(address) ? address.port : 0}`;
}

const isAddress = (address: string | AddressInfo | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;
const { signal } = new AbortController();

test('waits until the house is ready, and tells each thing that is missing once', async () => {
  const url = await aHouse([['2 documents'], ['2 documents'], ['1 document'], []]);
  const told: string[] = [];
  expect(await awaitReady({ url, signal, onProgress: (line) => told.push(line) })).toEqual([]);
  expect(told).toEqual(['waiting: 2 documents', 'waiting: 1 document']);
});

test('gives up with what is missing, also when nobody answers', async () => {
  const onProgress = (): void => {};
  const slow = await aHouse([['no worker polls']]);
  expect(await awaitReady({ url: slow, signal, onProgress, withinMs: 0 })).toEqual([
    'no worker polls',
  ]);
  const url = 'http://127.0.0.1:1';
  expect(await awaitReady({ url, signal, onProgress, withinMs: 0 })).toEqual([
    'the API does not answer',
  ]);
});

test('stops waiting when the start is called off', async () => {
  const url = await aHouse([['no worker polls']]);
  const calledOff = new AbortController();
  const waiting = awaitReady({
    url,
    signal: calledOff.signal,
    onProgress: () => calledOff.abort(),
  });
  await expect(waiting).rejects.toThrow();
});
