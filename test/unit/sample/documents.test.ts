import { readdir } from 'node:fs/promises';

import { PDFParse } from 'pdf-parse';
import { beforeAll, expect, test } from 'vitest';

import { documentKinds, sampleDocuments, type SampleDocument } from '../../../sample/documents.ts';
import { makePdf } from '../../../sample/make-pdfs.ts';
import { sampleProperty } from '../../../sample/property.ts';

const READ_TIMEOUT_MS = 60_000;

let documents: SampleDocument[] = [];
const pagesOf = new Map<string, string[]>();

beforeAll(async () => {
  documents = await sampleDocuments();
  for (const { id, pdf } of documents) pagesOf.set(id, await readPages(pdf));
}, READ_TIMEOUT_MS);

async function readPages(pdf: Buffer): Promise<string[]> {
  const parser = new PDFParse({ data: new Uint8Array(pdf) });
  try {
    return (await parser.getText()).pages.map(({ text }) => text);
  } finally {
    await parser.destroy();
  }
}

/** The whole document as one line, as a quote checker would see it. */
function textOf(id: string): string {
  return (pagesOf.get(id) ?? []).join(' ').replaceAll(/\s+/g, ' ');
}

test('makes the same bytes twice', async () => {
  const again = await sampleDocuments();
  expect(again.map(({ pdf }) => pdf.toString('base64'))).toEqual(
    documents.map(({ pdf }) => pdf.toString('base64')),
  );
});

test('has a document of every kind, made from every Markdown file', async () => {
  const files = await readdir(new URL('../../../sample/documents/', import.meta.url));
  expect(documents).toHaveLength(files.length);
  expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(documentKinds));
  expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
});

test('scopes every document to an organisation, property or unit that exists', () => {
  const { organisation, properties, units } = sampleProperty();
  const scopes = [
    `organisation:${organisation.id}`,
    ...properties.map(({ id }) => `property:${id}`),
    ...units.map(({ id }) => `unit:${id}`),
  ];
  expect(scopes).toEqual(expect.arrayContaining(documents.map(({ scope }) => scope)));
});

test('makes 15 pages or more in all, and several documents of two pages or more', () => {
  const counts = [...pagesOf.values()].map(({ length }) => length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(15);
  expect(counts.filter((count) => count >= 2).length).toBeGreaterThanOrEqual(4);
});

test('can be read back through pdf-parse, each page with its title and number', () => {
  for (const { id, title } of documents) {
    const pages = pagesOf.get(id) ?? [];
    expect(pages.length).toBeGreaterThanOrEqual(1);
    pages.forEach((text, index) => {
      expect(text.length).toBeGreaterThan(200);
      expect(text).toContain(`${title} - page ${index + 1}`);
    });
  }
});

test('keeps headings on lines of their own and list items whole', () => {
  const [first] = pagesOf.get('harbor-court-community-rules') ?? [];
  expect(first).toMatch(/^1\. Quiet hours$/m);
  expect(first).toMatch(/^• Sunday through Thursday, quiet hours run from 10 p\.m\. to 7 a\.m\.$/m);
});

test('contradicts the general rules in unit 4B on grills and guest parking', () => {
  expect(textOf('harbor-court-community-rules')).toContain(
    'Grills are not allowed on any balcony.',
  );
  expect(textOf('harbor-court-parking-rules')).toContain('up to 3 nights in any calendar month');
  const addendum = textOf('harbor-court-4b-addendum');
  expect(addendum).toContain('may keep and use one small electric grill on their balcony');
  expect(addendum).toContain('up to 8 nights in any calendar month');
});

// Safety: a wrong number in a document would be read out in an emergency.
test('names the same emergency numbers as the property data', () => {
  const policy = textOf('lanternlight-policy');
  for (const { name, onCallPhone } of sampleProperty().properties) {
    expect(policy).toContain(`${name} emergency line: ${spoken(onCallPhone)}`);
  }
  const { gasUtilityPhone, officePhone } = sampleProperty().properties[0] ?? {};
  expect(textOf('harbor-court-resident-handbook')).toContain(spoken(gasUtilityPhone ?? ''));
  expect(textOf('harbor-court-resident-handbook')).toContain(spoken(officePhone ?? ''));
});

test('prints only telephone numbers reserved for fiction', () => {
  for (const { id } of documents) {
    const numbers = textOf(id).match(/\(?\d{3}\)?[ -]\d{3}-\d{4}/g) ?? [];
    expect(numbers.every((number) => /^\(\d{3}\) 555-01\d{2}$/.test(number))).toBe(true);
  }
});

test('refuses a document without front matter', async () => {
  await expect(makePdf('# A page without a title')).rejects.toThrow('no front matter');
});

function spoken(phone: string): string {
  return phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
}
