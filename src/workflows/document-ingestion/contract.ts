/** One workflow for each version of a document. */
export const documentWorkflowId = (by: DocumentIngestionInput): string =>
  `document/${by.documentId}/${by.version}`;

export interface DocumentIngestionInput {
  documentId: string;
  version: number;
}

/** Reading and embedding keeps a processor busy for minutes: a queue and a worker of its own. */
export const DOCUMENTS_TASK_QUEUE = 'nightporter-documents';
