import { describe, expect, test } from 'vitest';
import {
  DOCUMENT_REMEDIES,
  parseScope,
  propertyOfScope,
  scopeKey,
} from '../../../src/domain/document.ts';

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

describe('the property of a scope', () => {
  const known = [{ propertyId: 'elm' }, { propertyId: 'elm-house' }];

  test.each([
    [{ kind: 'property', id: 'elm' }, 'elm'],
    [{ kind: 'unit', id: 'elm-1a' }, 'elm'],
    // Rights: the longer name is another property, whose staff are others.
    [{ kind: 'unit', id: 'elm-house-1a' }, 'elm-house'],
    [{ kind: 'lease', id: 'oak-house-1a' }, null],
    [{ kind: 'unit', id: 'elmwood-1a' }, null],
    [{ kind: 'organisation', id: 'elm' }, null],
  ] as const)('of %j is %s', (scope, propertyId) => {
    expect(propertyOfScope(scope, known)).toBe(propertyId);
  });
});
