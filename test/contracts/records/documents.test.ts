import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDocuments } from '../../../src/adapters/records/postgres/documents.ts';
import type { Documents, IndexedPassage, NewDocument } from '../../../src/ports/documents.ts';
import { RecordNotFound } from '../../../src/ports/errors.ts';
import { startRequestRecords, type RequestRecords } from './request-records.ts';

let records: RequestRecords;
let documents: Documents;
beforeAll(async () => {
  records = await startRequestRecords();
  documents = createDocuments(records);
});
afterAll(() => records.stop());

const embedder = 'test/1';
const pages = [
  { number: 1, text: 'Quiet hours\nPassage 0' },
  { number: 2, text: 'Passage 1' },
];
let made = 0;

function aDocument(changes: Partial<NewDocument> = {}): NewDocument {
  made += 1;
  return {
    documentId: `document-${made}`,
    title: `Rules ${made}`,
    kind: 'rules',
    scope: { kind: 'property', id: 'elm-house' },
    file: Buffer.from(`file of ${made}`),
    effectiveFromOn: '2026-01-01',
    ...changes,
  };
}

function passagesOf({ documentId, title, scope }: NewDocument, version: number): IndexedPassage[] {
  return [0.25, -1.5].map((number, ordinal) => ({
    passage: {
      id: `${documentId}/${version}/${ordinal}`,
      documentId,
      documentTitle: title,
      version,
      page: 1 + ordinal,
      scope,
      heading: 'Quiet hours',
      text: `Passage ${ordinal} of version ${version}`,
    },
    embedding: Float32Array.from([number, 1 / 3, 0]),
  }));
}

const publish = async (document: NewDocument, version: number): Promise<void> => {
  const passages = passagesOf(document, version);
  await documents.publish({
    documentId: document.documentId,
    version,
    pages,
    embedder,
    passages,
  });
};

const published = async (documentId: string) =>
  (await documents.loadPublished(embedder)).filter(
    ({ passage }) => passage.documentId === documentId,
  );

const states = async (documentId: string) =>
  (await documents.find(documentId)).map(({ version, state }) => [version, state]);

it('keeps a file as the next version, and gives the same bytes back', async () => {
  const document = aDocument();
  const { documentId } = document;
  expect(await documents.receive(document)).toEqual({ documentId, version: 1, isNew: true });
  const file = Buffer.from('a newer file');
  expect(await documents.receive({ ...document, file })).toMatchObject({ version: 2, isNew: true });
  const read = await documents.readFile({ documentId, version: 2 });
  expect(Buffer.from(read.file)).toEqual(file);
  expect(read.document).toEqual({
    documentId,
    version: 2,
    title: document.title,
    kind: 'rules',
    scope: document.scope,
    state: 'received',
    failure: null,
    pages: null,
    progress: null,
    createdAt: records.clock.at,
  });
});

it('answers the version that is there for the same bytes again, also at once', async () => {
  // The first round only opens the connections on which the next ones truly run at once.
  for (const document of [aDocument(), aDocument(), aDocument()]) {
    const same = Array.from({ length: 8 }, () => documents.receive(document));
    const answers = await Promise.all(same);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await states(document.documentId)).toEqual([[1, 'received']]);
  }
});

it('takes the same bytes for another scope, or after a withdrawal, as a new version', async () => {
  const document = aDocument();
  await documents.receive(document);
  const scope = { kind: 'unit', id: 'elm-house-1a' } as const;
  expect(await documents.receive({ ...document, scope })).toMatchObject({
    version: 2,
    isNew: true,
  });
  await documents.withdraw(document.documentId);
  expect(await documents.receive(document)).toMatchObject({ version: 3, isNew: true });
});

it('publishes a version with its passages and supersedes the one before', async () => {
  const document = aDocument();
  const { documentId } = document;
  await documents.receive(document);
  await publish(document, 1);
  expect(await published(documentId)).toEqual(passagesOf(document, 1));

  await documents.receive({ ...document, file: Buffer.from(`newer ${documentId}`) });
  expect(await published(documentId)).toEqual(passagesOf(document, 1));
  await publish(document, 2);
  expect(await published(documentId)).toEqual(passagesOf(document, 2));
  expect(await states(documentId)).toEqual([
    [2, 'published'],
    [1, 'superseded'],
  ]);
});

// Grounded: an index with half a document would answer "not in the documents".
it('keeps what was found when a publish fails half way', async () => {
  const document = aDocument();
  const { documentId } = document;
  await documents.receive(document);
  await publish(document, 1);
  await documents.receive({ ...document, file: Buffer.from(`newer ${documentId}`) });
  const revision = await documents.revision();
  const [first] = passagesOf(document, 2);
  if (!first) throw new Error('a document has passages');
  const twice = [first, first];
  const broken = documents.publish({ documentId, version: 2, pages, embedder, passages: twice });
  await expect(broken).rejects.toThrow();
  expect(await published(documentId)).toEqual(passagesOf(document, 1));
  expect(await documents.revision()).toBe(revision);
});

it('gives the passages of one embedder only, also after a version was embedded anew', async () => {
  const document = aDocument();
  const { documentId } = document;
  await documents.receive(document);
  await publish(document, 1);
  const [first] = passagesOf(document, 1);
  if (!first) throw new Error('a document has passages');
  const anew = { embedder: 'another/1', passages: [first] };
  await documents.publish({ documentId, version: 1, pages, ...anew });
  expect(await documents.loadPublished('another/1')).toEqual([first]);
  expect(await published(documentId)).toEqual([]);
});

it('changes the revision with every publish and withdrawal, and with nothing else', async () => {
  const document = aDocument();
  const before = await documents.revision();
  await documents.receive(document);
  await documents.setState({
    documentId: document.documentId,
    version: 1,
    state: 'reading',
    failure: null,
  });
  expect(await documents.revision()).toBe(before);
  await publish(document, 1);
  expect(await documents.revision()).toBe(before + 1n);
  await documents.withdraw(document.documentId);
  await documents.withdraw(document.documentId);
  expect(await documents.revision()).toBe(before + 2n);
});

it('finds nothing of a withdrawn document, and no late step brings it back', async () => {
  const document = aDocument();
  const { documentId } = document;
  await documents.receive(document);
  await publish(document, 1);
  await documents.withdraw(documentId);
  expect(await published(documentId)).toEqual([]);
  const left = 'select passage_id from passages where document_id = $1';
  expect(await records.postgres.query(left, [documentId])).toEqual([]);

  await documents.setState({ documentId, version: 1, state: 'embedding', failure: null });
  await publish(document, 1);
  expect(await published(documentId)).toEqual([]);
  expect(await states(documentId)).toEqual([[1, 'withdrawn']]);
});

it('does not let an old version that was slow replace a newer one', async () => {
  const document = aDocument();
  const { documentId } = document;
  await documents.receive(document);
  await documents.receive({ ...document, file: Buffer.from(`newer ${documentId}`) });
  await publish(document, 2);
  await publish(document, 1);
  expect(await published(documentId)).toEqual(passagesOf(document, 2));
  expect(await states(documentId)).toEqual([
    [2, 'published'],
    [1, 'superseded'],
  ]);
});

it('says why a document failed, in its row and in the record', async () => {
  const document = aDocument();
  const { documentId } = document;
  await documents.receive(document);
  const failed = { documentId, version: 1, state: 'failed', failure: 'no-text' } as const;
  await documents.setState(failed);
  await documents.setState(failed);
  expect(await documents.list()).toContainEqual(expect.objectContaining(failed));
  const changes = await records.entries('document.changed');
  expect(changes.filter(({ facts }) => facts['documentId'] === documentId)).toMatchObject([
    { facts: { version: 1, state: 'failed', failure: 'no-text' } },
  ]);
});

it('records what was received, published and withdrawn, and holds together', async () => {
  const document = aDocument({ scope: { kind: 'organisation', id: 'elm-group' } });
  const { documentId } = document;
  await documents.receive(document);
  await publish(document, 1);
  await documents.withdraw(documentId);
  for (const event of ['document.received', 'document.published', 'document.withdrawn']) {
    const entries = await records.entries(event);
    expect(entries.filter(({ facts }) => facts['documentId'] === documentId)).toHaveLength(1);
  }
  expect(await records.auditLog.verify()).toEqual([]);
});

it('refuses versions and documents that it does not have', async () => {
  const none = { documentId: 'none', version: 1 };
  await expect(documents.readFile(none)).rejects.toBeInstanceOf(RecordNotFound);
  await expect(documents.withdraw('none')).rejects.toBeInstanceOf(RecordNotFound);
  const state = { ...none, state: 'reading', failure: null } as const;
  await expect(documents.setState(state)).rejects.toBeInstanceOf(RecordNotFound);
  const nothing = { ...none, pages, embedder, passages: [] };
  await expect(documents.publish(nothing)).rejects.toBeInstanceOf(RecordNotFound);
  expect(await documents.find('none')).toEqual([]);
});

it('says how far reading has come, and nothing after it has arrived', async () => {
  const document = aDocument();
  const { documentId } = document;
  await documents.receive(document);
  const of = { documentId, version: 1 };
  const progress = async () => {
    const [row] = await documents.find(documentId);
    return { pages: row?.pages, progress: row?.progress };
  };
  await documents.setProgress({ ...of, pages: 9, passages: 80, done: 16 });
  expect(await progress()).toEqual({ pages: null, progress: null });
  await documents.setState({ ...of, state: 'embedding', failure: null });
  await documents.setProgress({ ...of, pages: 9, passages: 80, done: 16 });
  expect(await progress()).toEqual({ pages: 9, progress: { passages: 80, done: 16 } });
  await publish(document, 1);
  await documents.setProgress({ ...of, pages: 9, passages: 80, done: 32 });
  expect(await progress()).toEqual({ pages: 2, progress: { passages: 2, done: 2 } });
});

it('keeps what the pages of a superseded version said, though its passages are gone', async () => {
  const document = aDocument();
  const { documentId } = document;
  await documents.receive(document);
  await publish(document, 1);
  const text = await documents.readText({ documentId, version: 1 });
  expect(text.pages).toEqual(pages);
  expect(text.passages).toEqual(
    passagesOf(document, 1).map(({ passage: { id, page, heading, text: words } }) => ({
      id,
      page,
      heading,
      text: words,
    })),
  );
  await documents.receive({ ...document, file: Buffer.from(`newer ${documentId}`) });
  await publish(document, 2);
  expect(await documents.readText({ documentId, version: 1 })).toEqual({ pages, passages: [] });
  // A page that is read anew is not there twice.
  await publish(document, 2);
  expect((await documents.readText({ documentId, version: 2 })).pages).toEqual(pages);
});

it('puts on the record who uploaded and who withdrew', async () => {
  const document = aDocument({ staffId: 'staff-1' });
  await documents.receive(document);
  await documents.withdraw(document.documentId, { staffId: 'staff-2' });
  const by = async (event: string) =>
    (await records.entries(event))
      .filter(({ facts }) => facts['documentId'] === document.documentId)
      .map(({ facts }) => facts['staffId']);
  expect(await by('document.received')).toEqual(['staff-1']);
  expect(await by('document.withdrawn')).toEqual(['staff-2']);
});
