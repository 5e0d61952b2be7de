import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPromptLibrary } from '../../../src/prompts/library.ts';
import { ProposedTurnSchema } from '../../../src/prompts/propose-decisions/schema.ts';

describe('prompt library', () => {
  it('knows each prompt by name, hash and text', () => {
    const prompt = readPromptLibrary().get('propose-decisions/v1');
    const sha256 = createHash('sha256').update(prompt.text).digest('hex');
    expect(prompt.sha256).toBe(sha256);
    expect(prompt.id).toBe(`propose-decisions/v1@${sha256.slice(0, 8)}`);
  });

  it('says which prompts there are when asked for another', () => {
    expect(() => readPromptLibrary().get('propose-decisions/v99')).toThrow('propose-decisions/v1');
  });

  it('gives a changed text another id', () => {
    const folder = mkdtempSync(join(tmpdir(), 'prompts-'));
    try {
      mkdirSync(join(folder, 'greet'));
      const idOf = (text: string) => {
        writeFileSync(join(folder, 'greet', 'v1.md'), text);
        return readPromptLibrary(pathToFileURL(`${folder}/`)).get('greet/v1').id;
      };
      expect(idOf('Be kind.')).not.toBe(idOf('Be kind!'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('explains every kind of decision that the schema knows', () => {
    const { text } = readPromptLibrary().get('propose-decisions/v4');
    const decision = ProposedTurnSchema.shape.decisions.element;
    for (const { shape } of decision.options) expect(text).toContain(`\`${shape.kind.value}\``);
  });
});

describe('shape of a proposed turn', () => {
  const turn = (decision: unknown) => ({
    language: 'en',
    decisions: [decision],
    access: { entry: null, pets: null, times: null },
    frustration: 0,
  });
  const report = {
    kind: 'report-problem',
    issue: 'plumbing.leak',
    class: 'P2',
    summary: 'leak under the kitchen sink',
    confidence: 0.8,
    missing: ['location'],
    circumstances: ['only-one'],
  };

  it('takes a report', () => {
    expect(ProposedTurnSchema.safeParse(turn(report)).success).toBe(true);
  });

  it.each<[string, unknown]>([
    ['an unknown kind', { kind: 'open-the-door' }],
    ['an unknown circumstance', { ...report, circumstances: ['it-rains'] }],
    ['an unknown class', { ...report, class: 'P9' }],
    ['too much confidence', { ...report, confidence: 1.1 }],
    ['a summary without words', { ...report, summary: '...' }],
    ['a reason that only code can find', { kind: 'hand-over', reason: 'rejected-approval' }],
    [
      'an answer without words',
      { kind: 'answer', text: ' ', support: [], passedOver: [], confidence: 1 },
    ],
  ])('refuses %s', (_, decision) => {
    expect(ProposedTurnSchema.safeParse(turn(decision)).success).toBe(false);
  });

  it('refuses a turn without a decision', () => {
    const empty = { language: 'en', decisions: [], frustration: 0 };
    expect(ProposedTurnSchema.safeParse(empty).success).toBe(false);
  });
});
