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
    pages: 2,
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
  const broken = documents.publish({ documentId, version: 2, pages: 1, embedder, passages: twice });
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
  await documents.publish({ documentId, version: 1, pages: 2, ...anew });
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
  const nothing = { ...none, pages: 1, embedder, passages: [] };
  await expect(documents.publish(nothing)).rejects.toBeInstanceOf(RecordNotFound);
  expect(await documents.find('none')).toEqual([]);
});
