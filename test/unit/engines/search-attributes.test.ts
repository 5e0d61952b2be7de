import { expect, test } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../../engines/search-attributes.ts';
import { searchAttributes } from '../../../src/workflows/search-attributes.ts';

// The dev server refuses every workflow that sets an attribute it does not know.
test('the server is started with exactly the search attributes that the workflows set', () => {
  const everything = searchAttributes({
    propertyId: 'p1',
    state: 'open',
    class: 'P1',
    nextDeadlineAt: '2026-01-01T00:00:00Z',
  });

  const kinds = everything.map(({ key }) => [key.name, key.type]);

  expect(Object.fromEntries(kinds)).toEqual(
    Object.fromEntries(
      Object.entries(SEARCH_ATTRIBUTES).map(([name, kind]) => [name, kind.toUpperCase()]),
    ),
  );
});
