import { z } from 'zod';
import type { DocumentRow } from '../../ports/documents.ts';
import { Upload } from '../routes/documents.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Documents';

const Row = exactly<DocumentRow>()(
  z.object({
    documentId: z.string(),
    version: z.int(),
    title: z.string(),
    kind: z.string(),
    scope: z.object({
      kind: z.enum(['organisation', 'property', 'unit', 'lease']),
      id: z.string(),
    }),
    state: z.enum([
      'received',
      'reading',
      'embedding',
      'published',
      'failed',
      'superseded',
      'withdrawn',
    ]),
    failure: z
      .enum(['not-a-pdf', 'password-protected', 'damaged', 'no-text', 'empty', 'too-large'])
      .nullable(),
    pages: z.int().nullable(),
    createdAt: z.iso.datetime({ offset: true }),
  }),
);
const Document = Row.extend({
  remedy: z.string().nullable().describe('What to do about a failure'),
});

/** PDFs in, their states out. */
export const documentDescriptions: RouteDescriptions = {
  'GET /documents': {
    summary: 'Documents that the one who asks may see; none is an empty list and no refusal',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: { 200: { description: 'Each version of each', schema: z.array(Document) } },
  },
  'GET /documents/:id': {
    summary: 'One document, each version',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: { 200: { description: 'The newest first', schema: z.array(Document) } },
  },
  'POST /documents': {
    summary: 'A PDF of at most 20 MB; the same title in the same scope is the next version',
    tag,
    query: Upload,
    bodyMediaType: 'application/pdf',
    alsoOpensTo: 'portalSecret',
    answers: {
      202: {
        description: 'Kept, and about to be read',
        schema: z.object({ document_id: z.string(), version: z.int() }),
      },
    },
  },
  'DELETE /documents/:id': {
    summary: 'Withdraws a document: nothing is answered from it any more',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: { 204: { description: 'Withdrawn' } },
  },
};
