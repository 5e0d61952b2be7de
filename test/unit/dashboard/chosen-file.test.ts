import { expect, test } from 'vitest';
import { chooseFile, likelierKind } from '../../../dashboard/src/imports/chosen-file.ts';
import type { ImportKindAnswer } from '../../../src/api/answers/import.ts';

const column = (name: string, isNeeded = true) => ({ name, isNeeded });
const KINDS: ImportKindAnswer[] = [
  { kind: 'properties', columns: [column('property_id'), column('name'), column('zip', false)] },
  { kind: 'units', columns: [column('property_id'), column('unit')] },
];

async function likelier(text: string | Uint8Array<ArrayBuffer>) {
  const chosen = await chooseFile(new File([text], 'file.csv'));
  if ('refusal' in chosen) throw new Error(chosen.refusal);
  return likelierKind(chosen.header, { kind: 'properties', kinds: KINDS });
}

test.each([
  ['its own columns', 'property_id,name\nelm,Elm\n', null],
  ['those of another kind', 'property_id,unit\nelm,1A\n', 'units'],
  [
    'those behind a mark, with semicolons, capitals and quotes',
    '\uFEFF"Property ID";Unit\r\n',
    'units',
  ],
  [
    'those in UTF-16',
    Uint8Array.from(Buffer.from('\uFEFFproperty_id\tunit\n', 'utf16le')),
    'units',
  ],
  ['none that is known', 'a,b\n1,2\n', null],
  ['nothing', '', null],
])('names another kind only for a file with %s', async (_name, text, kind) => {
  expect(await likelier(text)).toBe(kind);
});

// What is imported is what was tried, whatever becomes of the file meanwhile.
test('keeps the bytes as they were when the file was chosen', async () => {
  const chosen = await chooseFile(new File(['property_id,name\n'], 'file.csv'));
  expect('bytes' in chosen && (await chosen.bytes.text())).toBe('property_id,name\n');
});

test('refuses a file that is too large without reading it, and one that cannot be read', async () => {
  const large = Object.defineProperty(new File(['x'], 'big.csv'), 'size', { value: 6e6 });
  large.arrayBuffer = () => Promise.reject(new Error('it was read'));
  expect(await chooseFile(large)).toEqual({
    refusal: expect.stringContaining('6 MB; 5 MB is the most'),
  });
  const gone = new File(['x'], 'gone.csv');
  gone.arrayBuffer = () => Promise.reject(new Error('gone'));
  expect(await chooseFile(gone)).toEqual({ refusal: expect.stringContaining('cannot be read') });
});
