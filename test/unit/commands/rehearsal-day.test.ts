import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { burstsOf, readDay, type DayMessage } from '../../../commands/rehearsal-day.ts';

const aMessage = (changes: Partial<DayMessage> = {}): DayMessage => ({
  at: '07:00',
  resident: 'HC-4B-01',
  text: 'The tap drips',
  kind: 'repair',
  ...changes,
});

describe('a day of messages', () => {
  test('is played in the order of the clock, whatever the order of the file', () => {
    const day = [aMessage({ at: '23:59' }), aMessage({ at: '00:00' }), aMessage({ at: '09:30' })];
    expect(burstsOf(day).map(([first]) => first?.at)).toEqual(['00:00', '09:30', '23:59']);
  });

  test('takes messages of one person a minute apart as one burst, also with others between', () => {
    const day = [
      aMessage({ at: '07:00', text: 'one' }),
      aMessage({ at: '07:00', text: 'hers', resident: 'HC-1A-01' }),
      aMessage({ at: '07:01', text: 'two' }),
      aMessage({ at: '07:02', text: 'three' }),
      aMessage({ at: '07:04', text: 'later' }),
    ];
    const texts = burstsOf(day).map((burst) => burst.map(({ text }) => text));
    expect(texts).toEqual([['one', 'two', 'three'], ['hers'], ['later']]);
  });

  test.each([
    ['no JSON', '{', /is no JSON/],
    ['no message', '[]', /the list: must hold at least one message/],
    [
      'a time that is none',
      [aMessage(), aMessage({ at: '24:00' })],
      /message 2, field at: must be/,
    ],
    ['a field too many', [{ ...aMessage(), who: 'x' }], /message 1: .*who/],
    ['no text', [{ ...aMessage(), text: undefined }], /message 1, field text/],
  ])('with %s is refused with the place', async (_, content, sentence) => {
    const path = join(mkdtempSync(join(tmpdir(), 'nightporter-day-')), 'day.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    await expect(readDay(path)).rejects.toThrow(sentence);
  });

  test('that is not there is refused with its path', async () => {
    await expect(readDay('/nowhere/day.json')).rejects.toThrow('/nowhere/day.json cannot be read');
  });
});
