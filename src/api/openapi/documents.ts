import { z } from 'zod';
import type {
  DocumentPlace,
  DocumentReceived,
  DocumentText,
  DocumentVersion,
  QuestionAnswered,
  QuestionAsked,
} from '../answers/document.ts';
import { Asked, Place } from '../routes/document-reading.ts';
import { Upload } from '../routes/documents.ts';
import { SourceSchema } from './conversations.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Documents';
const at = z.iso.datetime({ offset: true });
const state = z.enum([
  'received',
  'reading',
  'embedding',
  'published',
  'failed',
  'superseded',
  'withdrawn',
]);

const Version = exactly<DocumentVersion>()(
  z.object({
    documentId: z.string(),
    version: z.int(),
    title: z.string(),
    kind: z.string(),
    scope: z.object({
      kind: z.enum(['organisation', 'property', 'unit', 'lease']),
      id: z.string(),
    }),
    state,
    failure: z
      .enum(['not-a-pdf', 'password-protected', 'damaged', 'no-text', 'empty', 'too-large'])
      .nullable(),
    pages: z.int().nullable().describe('Null until they were read'),
    progress: z
      .object({ passages: z.int(), done: z.int() })
      .nullable()
      .describe('Null until the pages were read'),
    createdAt: at,
    propertyId: z.string().nullable().describe('Null for a document of the organisation'),
    remedy: z.string().nullable().describe('What to do about a failure'),
  }),
);

const Received = exactly<DocumentReceived>()(
  z.object({
    document_id: z.string(),
    version: z.int(),
    is_new: z.boolean().describe('False when these very bytes were here'),
    state,
  }),
);

const Text = exactly<DocumentText>()(
  z.object({
    pages: z.array(z.object({ number: z.int(), text: z.string() })),
    passages: z
      .array(z.object({ id: z.string(), page: z.int(), heading: z.string(), text: z.string() }))
      .describe('None unless it is published'),
  }),
);

const PlaceFound = exactly<DocumentPlace>()(
  z.object({
    scope: z.string().describe('As POST /documents takes it'),
    kind: z.enum(['unit', 'lease']),
    unitNumber: z.string(),
  }),
);

const Answered = exactly<QuestionAnswered>()(
  z.object({
    questionId: z.string(),
    text: z.string(),
    answer: z
      .discriminatedUnion('kind', [
        z.object({
          kind: z.literal('answered'),
          text: z.string(),
          sources: z.array(SourceSchema),
        }),
        z.object({ kind: z.literal('not-in-document') }),
        z.object({ kind: z.literal('not-published') }),
        z.object({ kind: z.literal('model-unavailable') }),
      ])
      .nullable()
      .describe('Null while nobody has answered'),
    askedAt: at,
  }),
);

/** PDFs in, their states out. */
export const documentDescriptions: RouteDescriptions = {
  'GET /documents': {
    summary: 'Documents that the one who asks may see; none is an empty list and no refusal',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: { 200: { description: 'Each version of each', schema: z.array(Version) } },
  },
  'GET /documents/:id': {
    summary: 'One document, each version',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: { 200: { description: 'The newest first', schema: z.array(Version) } },
  },
  'GET /documents/places': {
    summary: 'The unit of a label and the leases there, for which a document can be',
    tag,
    query: Place,
    alsoOpensTo: 'portalSecret',
    answers: {
      200: { description: 'None where nobody lives', schema: z.array(PlaceFound) },
    },
  },
  'GET /documents/:id/versions/:version': {
    summary: 'What was read of a version, page by page',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: { 200: { description: 'Its pages and passages', schema: Text } },
    refusals: [400],
  },
  'GET /documents/:id/versions/:version/file': {
    summary: 'The file of a version, to be kept and not shown',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: {
      200: { description: 'Byte for byte', mediaType: 'application/octet-stream' },
    },
    refusals: [400],
  },
  'POST /documents/:id/questions': {
    summary: 'Puts a question to one document, to try it',
    tag,
    body: Asked,
    alsoOpensTo: 'portalSecret',
    answers: {
      202: {
        description: 'Kept, and about to be answered',
        schema: exactly<QuestionAsked>()(z.object({ questionId: z.string() })),
      },
    },
  },
  'GET /documents/:id/questions/:questionId': {
    summary: 'A question and its answer; forgotten after a day',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: { 200: { description: 'The question', schema: Answered } },
  },
  'POST /documents': {
    summary: 'A PDF of at most 20 MB; the same title in the same scope is the next version',
    tag,
    query: Upload,
    bodyMediaType: 'application/pdf',
    alsoOpensTo: 'portalSecret',
    answers: {
      200: {
        description:
          'These very bytes were here, and nothing was done: the state says how far they are',
        schema: Received,
      },
      202: { description: 'Kept, and about to be read', schema: Received },
    },
  },
  'DELETE /documents/:id': {
    summary: 'Withdraws a document: nothing is answered from it any more',
    tag,
    alsoOpensTo: 'portalSecret',
    answers: { 204: { description: 'Withdrawn' } },
  },
};
