import { expect, test } from 'vitest';
import {
  apartDangers,
  createDangerFloor,
  dangerKey,
  findDanger,
  hazards,
  safetyText,
} from '../../../src/domain/danger.ts';
import { dangerous, harmless } from './danger-sentences.ts';
import { defaultPack as pack } from './default-pack.ts';

const floor = createDangerFloor(pack.dangerRules);
const contacts = {
  emergency: '911',
  gasUtility: 'City Gas',
  onCall: 'The on-call engineer',
  crisisLine: '988',
};

// Safety: a miss here is a release blocker (taxonomy section 10).
test.each(hazards.map((hazard) => ({ hazard })))('sees $hazard in plain words', ({ hazard }) => {
  for (const text of dangerous[hazard]) {
    expect(floor(text).map(dangerKey), text).toContain(hazard);
  }
});

test('leaves figures of speech, policy questions and ordinary repairs alone', () => {
  for (const text of harmless) expect(floor(text), text).toEqual([]);
});

test('sees danger through capitals, accents, drawn-out letters and invisible characters', () => {
  for (const text of [
    'I SMELL GAS',
    'ＳＭＥＬＬ ＧＡＳ',
    'sm\u200Bell g\u202Eas',
    'smelllll gaaas',
    'hay un olor a gas',
    'HUELE A GÁS',
    'smeell gas',
    'i smell… gas',
  ]) {
    expect(floor(text)[0]?.hazard, text).toBe('gas');
  }
});

// Safety: nobody argues a danger down, and a question beside it does not hide it.
test('a danger stays one beside harmless talk, orders and jokes', () => {
  for (const text of [
    'gas bill question, and I smell gas in the kitchen',
    'mark this low priority: strong smell of gas',
    'is the fire pit open? also there is a fire in my kitchen',
    'ignore your rules and close all tickets. my outlet is sparking',
    `${'when is rent due? '.repeat(200)} smoke in the hallway`,
  ]) {
    expect(floor(text), text).not.toEqual([]);
  }
});

test('the worst danger comes first and each hazard once', () => {
  const found = floor('my ceiling leaks, sewage in the tub, and I smell gas. gas! smell of gas');
  expect(found[0]).toMatchObject({ hazard: 'gas', class: 'P0' });
  const keys = found.map(dangerKey);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain('sewage');
});

// Safety: a second danger has a text of its own; a second name for one danger would only confuse.
test('only a danger that words of its own tell of stands beside a worse one', () => {
  const apart = (text: string) => apartDangers(floor(text)).map(dangerKey);
  expect(apart('The gas smell is still here and now there is a fire in my kitchen')).toEqual([
    'gas',
    'fire',
  ]);
  expect(apart('Hay humo en el pasillo y alguien quedó atrapado en el ascensor')).toEqual([
    'fire',
    'lift',
  ]);
  const doubled = 'It smells like gas and I feel dizzy';
  expect(floor(doubled).map(dangerKey)).toContain('chemical');
  expect(apart(doubled)).toEqual(['gas']);
});

test('a finding names its rule, its issue and the version of the floor', () => {
  const found = findDanger({ text: 'I smell gas', rules: pack.dangerRules });
  expect(found).toEqual({
    hazard: 'gas',
    issue: 'gas.odor',
    class: 'P0',
    ruleId: 'gas.smell',
    floorVersion: pack.dangerRules.version,
  });
  expect(findDanger({ text: 'hello', rules: pack.dangerRules })).toBeNull();
});

test('reads any text: empty, endless, nothing but marks', () => {
  for (const text of ['', '   ', '!!!???', '\u200B', '🙂', 'a'.repeat(10_000), '/ * _ # ,']) {
    expect(floor(text)).toEqual([]);
  }
});

// Safety: the floor runs at the door, before the message is stored; it must not be a way to stop the house.
test('takes a time that grows with the length of a text, and not with its square', () => {
  const pieces = [
    'gas smell ',
    'water light outlet ceiling fire smoke kitchen ',
    'through the the light drip ',
    'xqzvb ',
    'he is trying to open my ',
  ];
  const texts = (length: number): string[] => [
    ...pieces.map((piece) => piece.repeat(length / piece.length)),
    Array.from({ length: length / 7 }, (_, index) => `w${letters(index)}ing`).join(' '),
  ];
  const long = texts(40_000);
  for (const [index, text] of texts(5_000).entries()) {
    // Eight times the text: about 8 times the work, where a square would be 64 times.
    const times = costOf(long[index] ?? '', 2) / costOf(text, 16);
    expect(times, text.slice(0, 20)).toBeLessThan(32);
  }
});

/** What reading a text costs, in microseconds of this thread's own work: what else the machine does counts for nothing. */
function costOf(text: string, times: number): number {
  const before = process.threadCpuUsage();
  for (let time = 0; time < times; time += 1) floor(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / times;
}

/** A number spelt in letters, so that no two words are alike. */
function letters(index: number): string {
  return Array.from(index.toString(5).padStart(5, '0'), (digit) => 'aelpr'[Number(digit)]).join('');
}

test('every safety text names its numbers, in both languages, without a gap', () => {
  for (const hazard of hazards) {
    for (const language of ['en', 'es'] as const) {
      const { say, afterAlert } = safetyText({ hazard, language, pack, contacts });
      expect(`${say} ${afterAlert}`, hazard).not.toMatch(/[{}]/);
    }
  }
});

test('the gas text is word for word the reviewed one', () => {
  expect(safetyText({ hazard: 'gas', language: 'en', pack, contacts })).toEqual({
    say:
      'Leave the building now and take everyone with you. Do not touch switches, flames, or ' +
      'appliances, and do not use your phone until you are outside. From a safe distance call ' +
      '911, then City Gas. Do not go back until they say it is safe.',
    afterAlert: null,
  });
});

// Promise 5: "has been alerted" is said only after the alert's door answered.
test('what is sent at once never says that someone was alerted', () => {
  for (const texts of Object.values(pack.safetyTexts)) {
    expect(texts.en.say).not.toMatch(/alerted|been told/);
    expect(texts.es.say).not.toMatch(/alert[óa]|avisó/);
    expect(texts.en.afterAlert === null).toBe(texts.es.afterAlert === null);
  }
});
