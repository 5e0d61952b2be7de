import { z } from 'zod';
import type { AuditPageAnswer, AuditTrailAnswer } from '../answers/audit.ts';
import { Filter } from '../routes/audit.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Audit';
const at = z.iso.datetime({ offset: true });
const Fact = z.object({ name: z.string(), value: z.string() });
const entry = {
  chain: z.string(),
  position: z.int(),
  at,
  event: z.string(),
  who: z.string(),
  what: z.string(),
  versions: z.array(Fact),
  call: z
    .object({
      operation: z.string(),
      outcome: z.string().nullable(),
      durationMs: z.number().nullable(),
    })
    .nullable(),
  facts: z.array(Fact),
  hash: z.string(),
};
const Entry = z.object(entry);
const Proof = z.object({
  chain: z.string(),
  length: z.int(),
  head: z.string(),
  verifiedAt: at,
  isWhole: z.boolean(),
  isUntouched: z.boolean(),
  faults: z.array(
    z.object({
      position: z.int().nullable(),
      fault: z.enum([
        'changed',
        'deleted',
        'inserted',
        'reordered',
        'tail-cut',
        'intent-without-outcome',
        'body-replaced',
        'body-deleted',
      ]),
      what: z.string(),
    }),
  ),
});
const trail = {
  subject: z.object({
    kind: z.enum(['request', 'conversation']),
    id: z.string(),
    reference: z.string().nullable(),
    propertyId: z.string().nullable(),
  }),
  entries: z.array(Entry),
  proofs: z.array(Proof),
  digest: z.string().describe('SHA-256 over the entries’ hashes, one a line'),
  left: z.int(),
};
const TrailSchema = exactly<AuditTrailAnswer>()(z.object(trail));
const PageSchema = exactly<AuditPageAnswer>()(
  z.object({ entries: z.array(Entry), proof: Proof, next: z.int().nullable() }),
);
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const ExportSchema = z.object({
  ...trail,
  zone: z.string(),
  propertyName: z.string(),
  madeAt: at,
  madeBy: z.string(),
  entries: z.array(
    z.object({
      ...entry,
      recorded: z.object({
        key: z.string(),
        facts: z.record(z.string(), value),
        previousHash: z.string(),
      }),
    }),
  ),
});

const read = (what: string) => ({
  summary: `The record of a ${what}, its chain verified`,
  tag,
  answers: { 200: { description: 'Entries, oldest first', schema: TrailSchema } },
});
const json = (what: string) => ({
  summary: `The record of a ${what} as a file; taking it is on the record too`,
  tag,
  answers: { 200: { description: 'The file', schema: ExportSchema } },
});
const pdf = (what: string) => ({
  summary: `The record of a ${what} as a PDF; taking it is on the record too`,
  tag,
  answers: { 200: { description: 'The file', mediaType: 'application/pdf' } },
});

/** The record, for those who may read it. */
export const auditDescriptions: RouteDescriptions = {
  'GET /audit/requests/:id': read('maintenance request'),
  'GET /audit/requests/:id/json': json('maintenance request'),
  'GET /audit/requests/:id/pdf': pdf('maintenance request'),
  'GET /audit/conversations/:id': read('conversation'),
  'GET /audit/conversations/:id/json': json('conversation'),
  'GET /audit/conversations/:id/pdf': pdf('conversation'),
  'GET /audit/entries': {
    summary: 'The record of a property, or of the house, newest first, 50 at a time',
    tag,
    query: Filter,
    answers: { 200: { description: 'A page', schema: PageSchema } },
  },
};
