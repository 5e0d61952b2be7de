import { expect, test } from 'vitest';
import { DOCUMENT_REMEDIES, parseScope, scopeKey } from '../../../src/domain/document.ts';

test('a scope is read as it is written', () => {
  for (const text of ['organisation:bayou', 'property:harbor-court', 'unit:hc.4b', 'lease:L_1']) {
    const scope = parseScope(text);
    expect(scope && scopeKey(scope)).toBe(text);
  }
});

// Privacy: what is no scope must not become one.
test('anything else is no scope', () => {
  const texts = [
    '',
    'property',
    'property:',
    'building:a',
    'Property:a',
    'property:a b',
    'property:a:b',
    'property:a\nlease:b',
    ' property:a',
    `property:${'a'.repeat(101)}`,
  ];
  for (const text of texts) expect(parseScope(text), text).toBeNull();
});

test('every failure tells staff what to do about it', () => {
  for (const [failure, remedy] of Object.entries(DOCUMENT_REMEDIES)) {
    expect(remedy, failure).toMatch(/^This .+\.$/);
  }
});
