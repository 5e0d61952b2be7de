import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createDangerFloor, dangerKey, hazards } from '../../../src/domain/danger.ts';
import { defaultPack } from './default-pack.ts';

const Row = z.strictObject({
  round: z.int(),
  language: z.enum(['en', 'es']),
  text: z.string(),
  expected: z.enum(['danger', 'harmless']),
  hazard: z.enum(hazards).nullable(),
});

const file = new URL('../../fixtures/danger-rule-batches.jsonl', import.meta.url);
const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => Row.parse(JSON.parse(line)));

const floor = createDangerFloor(defaultPack.dangerRules);

// Written in rounds, each before the rules were widened for it; the rules were then tuned on them, so these
// numbers guard against loss. They are no measure of how the floor does on words it has not met.
describe.each([{ language: 'en' }, { language: 'es' }])('messages in $language', ({ language }) => {
  const written = rows.filter((row) => row.language === language);
  const dangerous = written.filter(({ expected }) => expected === 'danger');
  const harmless = written.filter(({ expected }) => expected === 'harmless');

  // Safety: in Spanish the rules have no second net.
  test('at least 98 of 100 dangers are found', () => {
    const missed = dangerous.filter(({ text }) => floor(text).length === 0);
    expect(missed.length / dangerous.length, textsOf(missed)).toBeLessThanOrEqual(0.02);
  });

  test('at least 95 of 100 dangers are called by their name', () => {
    const misnamed = dangerous.filter(
      ({ text, hazard }) => !floor(text).some((finding) => dangerKey(finding) === hazard),
    );
    expect(misnamed.length / dangerous.length, textsOf(misnamed)).toBeLessThanOrEqual(0.05);
  });

  test('at most 3 of 100 harmless messages raise an alarm', () => {
    const alarmed = harmless.filter(({ text }) => floor(text).length > 0);
    expect(alarmed.length / harmless.length, textsOf(alarmed)).toBeLessThanOrEqual(0.03);
  });
});

function textsOf(found: readonly { readonly text: string }[]): string {
  return found.map(({ text }) => text).join('\n');
}
