import { heartbeat } from '@temporalio/activity';
import { chunkPages, searchableText } from '../domain/chunking.ts';
import { DocumentUnreadable } from '../ports/errors.ts';
import type { IndexedPassage } from '../ports/documents.ts';
import type { House } from './house.ts';

// Small enough that a heartbeat comes every second or so.
const BATCH = 16;

/** Reads and publishes documents. */
export function createDocumentActivities({
  records: { documents },
  documentReader,
  embedder,
}: Pick<House, 'records' | 'documentReader' | 'embedder'>) {
  return {
    /**
     * Reads, cuts, embeds, then publishes all passages at once. A file that cannot be read leaves the row `failed`
     * with its reason. @throws DocumentUnreadable
     */
    async publishDocument(of: { documentId: string; version: number }) {
      const { document, file } = await documents.readFile(of);
      await documents.setState({ ...of, state: 'reading', failure: null });
      const pages = await documentReader.read(file).catch(async (error: unknown) => {
        if (error instanceof DocumentUnreadable) {
          await documents.setState({ ...of, state: 'failed', failure: error.failure });
        }
        throw error;
      });
      const chunks = chunkPages(pages);
      await documents.setState({ ...of, state: 'embedding', failure: null });
      const tellProgress = (done: number): Promise<void> =>
        documents.setProgress({ ...of, pages: pages.length, passages: chunks.length, done });
      await tellProgress(0);

      const passages: IndexedPassage[] = [];
      for (let from = 0; from < chunks.length; from += BATCH) {
        const batch = chunks.slice(from, from + BATCH);
        const vectors = await embedder.embedPassages(batch.map(searchableText));
        batch.forEach((chunk, index) => {
          const embedding = vectors[index];
          if (!embedding) throw new Error('the embedder answered fewer vectors than texts');
          const passage = {
            id: `${of.documentId}-${of.version}-${from + index}`,
            documentId: of.documentId,
            documentTitle: document.title,
            version: of.version,
            page: chunk.page,
            scope: document.scope,
            heading: chunk.heading,
            text: chunk.text,
          };
          passages.push({ passage, embedding });
        });
        heartbeat({ passages: passages.length, of: chunks.length });
        await tellProgress(passages.length);
      }
      await documents.publish({ ...of, pages, embedder: embedder.id, passages });
      return { pages: pages.length, passages: passages.length };
    },
  };
}

export type DocumentActivities = ReturnType<typeof createDocumentActivities>;
