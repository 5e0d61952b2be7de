import { describe, expect, test } from 'vitest';
import {
  outcomeOf,
  summaryOf,
  tableOf,
  type Rehearsed,
} from '../../../commands/rehearsal-report.ts';
import type { AskEvent } from '../../../commands/ask-events.ts';

const rehearsed = (changes: Partial<Rehearsed> = {}): Rehearsed => ({
  at: '07:00',
  resident: 'HC-4B-01',
  text: 'The tap drips',
  kind: 'repair',
  conversationId: 'c-1',
  acceptedMs: 20,
  settledMs: 2000,
  events: [],
  problem: null,
  ...changes,
});

const DANGER: AskEvent = { event: 'danger', hazard: 'gas', class: 'P0', text: null };
const OPENED: AskEvent = { event: 'opened', reference: 'MR-1', class: 'P3', state: 'open' };
const REPLY: AskEvent = { event: 'reply', from: 'assistant', text: 'Hello.', sources: [] };
const QUOTED: AskEvent = {
  ...REPLY,
  sources: [{ document: 'Rules', version: 1, page: 2, quote: 'Quiet from 10 p.m.' }],
};
const HANDED: AskEvent = { event: 'handed-off', reason: 'asked-for-person' };

describe('what became of a message', () => {
  test.each([
    ['danger', [REPLY, OPENED, HANDED, DANGER]],
    ['handed over', [REPLY, OPENED, HANDED]],
    ['request', [QUOTED, OPENED]],
    ['answered', [REPLY, QUOTED]],
    ['said', [REPLY]],
    ['silent', []],
  ] as const)('is %s by the gravest thing that happened', (outcome, events) => {
    expect(outcomeOf(rehearsed({ events: [...events] }))).toBe(outcome);
  });

  test('is "with the next" inside a burst, and "failed" whatever happened before', () => {
    expect(outcomeOf(rehearsed({ settledMs: null }))).toBe('with the next');
    expect(outcomeOf(rehearsed({ events: [DANGER], problem: 'No answer.' }))).toBe('failed');
  });

  test('is counted, with times by the nearest rank', () => {
    const times = Array.from({ length: 20 }, (_, index) => rehearsed({ settledMs: index + 1 }));
    const { messages, outcomes, settledMs } = summaryOf([...times, rehearsed({ settledMs: null })]);
    expect({ messages, outcomes }).toEqual({
      messages: 21,
      outcomes: { silent: 20, 'with the next': 1 },
    });
    expect(settledMs).toEqual({ p50: 10, p95: 19, max: 20 });
  });

  test('is a line of the table that keeps its columns with any letters in it', () => {
    const table = tableOf([
      rehearsed({ text: 'se salió el agua 🚿\nayuda' }),
      rehearsed({ text: 'x'.repeat(500), events: [QUOTED] }),
    ]);
    const [head = '', first = '', second = ''] = table.split('\n');
    const column = Array.from(head.slice(0, head.indexOf('outcome'))).length;
    expect(Array.from(first).slice(column).join('')).toMatch(/^silent/);
    expect(Array.from(second).slice(column).join('')).toMatch(/^answered .*Rules p\. 2: Quiet/);
  });
});
