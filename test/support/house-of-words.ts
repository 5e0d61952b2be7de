import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createEmbeddedDangerClassifier } from '../../src/adapters/danger-classifiers/embedded/index.ts';
import { createPdfDocumentReader } from '../../src/adapters/document-readers/pdf/index.ts';
import { createEmbeddedEmbedder } from '../../src/adapters/embedders/embedded/index.ts';
import { createEmbeddedKnowledgeIndex } from '../../src/adapters/knowledge-indexes/embedded/index.ts';
import {
  createEmbeddedLanguageModel,
  everydayMessages,
  houseExemplars,
} from '../../src/adapters/language-models/embedded/index.ts';
import { chunkPages, searchableText } from '../../src/domain/chunking.ts';
import { parseScope } from '../../src/domain/document.ts';
import type { IndexedPassage } from '../../src/ports/documents.ts';
import type { Embedder } from '../../src/ports/embedder.ts';
import { defaultPack as pack } from '../unit/domain/default-pack.ts';
import { sampleDocuments } from '../../sample/documents.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Records of a fixture, one JSON a line. */
export function readRecords(file: string): unknown[] {
  const text = readFileSync(path(`../fixtures/${file}`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

/** Everything that understands words, over the sample documents, without a database. */
export async function openHouseOfWords() {
  const embedder = createEmbeddedEmbedder();
  const issues = Object.entries(pack.catalogue).map(([id, issue]) => ({ id, class: issue.class }));
  const everyday = everydayMessages({ exemplars: houseExemplars, issues });
  const passages = await readSamplePassages(embedder);
  return {
    pack,
    languageModel: createEmbeddedLanguageModel({ embedder }),
    classifier: createEmbeddedDangerClassifier({
      embedder,
      exemplars: pack.dangerExemplars,
      everyday,
    }),
    knowledgeIndex: createEmbeddedKnowledgeIndex({
      embedder,
      documents: {
        revision: () => Promise.resolve(1n),
        loadPublished: () => Promise.resolve(passages),
      },
    }),
    close: () => embedder.close(),
  };
}

async function readSamplePassages(embedder: Embedder): Promise<IndexedPassage[]> {
  const reader = createPdfDocumentReader();
  const passages: IndexedPassage[] = [];
  for (const { id, title, version, scope: written, pdf } of await sampleDocuments()) {
    const scope = parseScope(written);
    if (!scope) throw new Error(`a sample document names no scope: ${written}`);
    const chunks = chunkPages(await reader.read(pdf));
    const vectors = await embedder.embedPassages(chunks.map(searchableText));
    chunks.forEach((chunk, index) => {
      const embedding = vectors[index];
      if (!embedding) return;
      const named = { id: `${id}-${index}`, documentId: id, documentTitle: title, version, scope };
      passages.push({ passage: { ...named, ...chunk }, embedding });
    });
  }
  return passages;
}
