import type { ImportKind } from '../../../src/api/answers/import.ts';

// The very files that docs/import.md explains.
const FILES = import.meta.glob<string>('../../../docs/import/*.csv', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A file of each kind to start from; nobody in it is real. */
export function exampleOf(kind: ImportKind): { name: string; address: string } {
  const text = FILES[`../../../docs/import/${kind}.csv`] ?? '';
  return {
    name: `${kind}.csv`,
    address: `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`,
  };
}
