import { readdir, readFile } from 'node:fs/promises';

import { readFrontMatter, requiredField } from './front-matter.ts';
import { makePdf } from './make-pdfs.ts';

/** What a document is; each sample document is of one kind. */
export const documentKinds = [
  'lease',
  'pet_addendum',
  'rules',
  'handbook',
  'parking',
  'move_out_guide',
  'unit_addendum',
  'policy',
] as const;

/** One of `documentKinds`. */
export type SampleDocumentKind = (typeof documentKinds)[number];

/** For whom a document holds: the kind of scope and the id of the organisation, property or unit. */
export type SampleDocumentScope = `${'organisation' | 'property' | 'unit'}:${string}`;

/** One document of the sample operator, as an operator would upload it. */
export interface SampleDocument {
  id: string;
  title: string;
  kind: SampleDocumentKind;
  scope: SampleDocumentScope;
  version: number;
  /** Calendar day, `YYYY-MM-DD`. */
  effectiveFrom: string;
  fileName: string;
  pdf: Buffer;
}

const FOLDER = new URL('./documents/', import.meta.url);

/** All sample documents in order of id, their PDFs made on the fly from the Markdown beside this file. */
export async function sampleDocuments(): Promise<SampleDocument[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(names.map(readDocument));
}

async function readDocument(name: string): Promise<SampleDocument> {
  const markdown = await readFile(new URL(name, FOLDER), 'utf8');
  const frontMatter = readFrontMatter(markdown);
  const id = name.replace(/\.md$/, '');
  return {
    id,
    title: requiredField(frontMatter, 'title'),
    kind: readKind(requiredField(frontMatter, 'kind')),
    scope: readScope(requiredField(frontMatter, 'scope')),
    version: Number(requiredField(frontMatter, 'version')),
    effectiveFrom: requiredField(frontMatter, 'effective_from'),
    fileName: `${id}.pdf`,
    pdf: await makePdf(markdown),
  };
}

function readKind(text: string): SampleDocumentKind {
  const kind = documentKinds.find((known) => known === text);
  if (!kind) throw new Error(`unknown kind of document: ${text}`);
  return kind;
}

function readScope(text: string): SampleDocumentScope {
  const [kind, id] = text.split(':');
  if (!id) throw new Error(`unknown scope: ${text}`);
  if (kind === 'organisation' || kind === 'property' || kind === 'unit') return `${kind}:${id}`;
  throw new Error(`unknown scope: ${text}`);
}
