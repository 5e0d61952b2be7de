import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { factName, hasWords, whatOf, whoOf } from '../../../src/api/audit-words.ts';

const SOURCES = new URL('../../../src/', import.meta.url);
// Events of the live stream, which are no entries of the record.
const STREAMED = ['ready', 'reset', 'change'];

test('has words for every event that our sources name', async () => {
  const files = await readdir(SOURCES, { recursive: true });
  const sources = await Promise.all(
    files
      .filter((file) => file.endsWith('.ts') && !file.startsWith('workflows'))
      .map((file) => readFile(new URL(file, SOURCES), 'utf8')),
  );
  const named = sources.flatMap((source) =>
    [...source.matchAll(/\bevent: '([a-z-]+(?:\.[a-z-]+)?)'/g)].map(([, event = '']) => event),
  );
  const events = new Set(named.filter((event) => event.includes('.')));
  expect(events.size).toBeGreaterThan(20);
  expect([...events].filter((event) => !STREAMED.includes(event) && !hasWords(event))).toEqual([]);
});

test('tells an event that nobody put in words by its own name', () => {
  expect(whatOf({ event: 'lamp-post.switched-on', facts: {} })).toBe('lamp post switched on');
});

test('puts no word where a fact is missing', () => {
  expect(whatOf({ event: 'send.ended', facts: {} })).toBe('The attempt to send ended: unknown');
});

test('names a fact in plain letters', () => {
  expect(factName('windowFromAt')).toBe('Window from at');
  expect(factName('packVersion')).toBe('Policy pack');
});

test('says of somebody who is gone that they are no longer known', () => {
  const entry = {
    chain: 'house',
    key: 'k',
    position: 1,
    at: '2026-11-23T12:00:00.000Z',
    previousHash: '',
    hash: '',
    event: 'takeover.opened',
    staffNames: {},
  };
  expect(whoOf({ ...entry, facts: { staffId: 's-1' } })).toBe(
    'Somebody who is no longer known (s-1)',
  );
  expect(whoOf({ ...entry, facts: {} })).toBe('Night Porter');
});

test('tells an alert that nobody need accept from one that somebody accepted', () => {
  const closed = whatOf({ event: 'alert.closed', facts: { alertId: 'al-1', because: 'expired' } });
  expect(closed).toBe('The alert was no longer needed; its matter ended: expired');
  expect(whatOf({ event: 'alert.closed', facts: {} })).toContain('its matter was over');
  expect(whatOf({ event: 'alert.accepted', facts: {} })).toBe('The alert was accepted');
});

test('says of a ring for nobody that there was nobody to ring', () => {
  const facts = { attempt: 0, outcome: 'nobody' };
  expect(whatOf({ event: 'alert.rang', facts })).toBe(
    'The alert rang, attempt 0, and there was nobody to ring',
  );
  expect(whatOf({ event: 'alert.rang', facts: { attempt: 1, outcome: 'recorded' } })).toBe(
    'The alert rang, attempt 1: recorded',
  );
});

test('says of what the house did by itself that nobody did it', () => {
  const entry = {
    chain: 'elm-house',
    key: 'k',
    position: 1,
    at: '2026-11-23T12:00:00.000Z',
    previousHash: '',
    hash: '',
    event: 'conversation.assigned',
    staffNames: {},
  };
  expect(whoOf({ ...entry, facts: { staffId: 'house' } })).toBe('Night Porter');
});
