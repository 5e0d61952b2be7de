import { Router, type Request } from 'express';
import { z } from 'zod';
import { startOfDay } from '../../domain/local-time.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Trail } from '../../ports/audit-trail.ts';
import type { Records } from '../../ports/records.ts';
import type { ReportWriter } from '../../ports/report-writer.ts';
import type { Allow } from '../allow.ts';
import type { AuditPageAnswer, AuditSubject } from '../answers/audit.ts';
import { digestOf, entryAnswer, proofAnswer, trailAnswer } from '../audit-answer.ts';
import { auditReport } from '../audit-report.ts';
import { NotAllowed } from '../errors.ts';
import { findRequest } from '../find-request.ts';
import { readAs } from '../read-as.ts';
import type { Staff } from '../rights.ts';

/** The chain of what concerns no property. */
const HOUSE = 'house';
const Params = z.object({ id: z.string().min(1).max(100) });
const day = z.iso.date().nullable().default(null);
/** Which entries of the record are asked for. */
export const Filter = z.object({
  property: z
    .string()
    .min(1)
    .max(100)
    .default(HOUSE)
    .describe('A property’s id, or `house` for what concerns none'),
  from: day.describe('The first day, in the property’s zone'),
  to: day.describe('The last day, in the property’s zone'),
  subject: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .nullable()
    .default(null)
    .describe('What the event’s name begins with, such as `approval`'),
  staff: z.string().min(1).max(100).nullable().default(null).describe('Who did it'),
  before: z.coerce.number().int().min(1).nullable().default(null).describe('Older than this entry'),
});

interface AuditRoutesOptions {
  records: Pick<
    Records,
    'auditLog' | 'auditTrail' | 'deskInbox' | 'maintenanceRequests' | 'properties'
  >;
  reports: ReportWriter;
  allow: Allow;
}

interface Found {
  subject: AuditSubject;
  trail: Trail;
  staff: Staff;
}

/** `/audit`: the record of a request, of a conversation and of a property, verified whenever it is read. */
export function auditRoutes(options: AuditRoutesOptions): Router {
  const { records, allow } = options;
  const router = Router();
  const finders = { requests: findOfRequest, conversations: findOfConversation };

  for (const [kind, find] of Object.entries(finders)) {
    router.get(`/${kind}/:id`, async (request, response) => {
      response.json(trailAnswer(await find(options, request)));
    });
    router.get(`/${kind}/:id/json`, async (request, response) => {
      const found = await find(options, request);
      const file = await noted(options, { found, format: 'JSON' });
      response.attachment(`${nameOf(found)}.json`).json({ ...file, ...withRaw(found) });
    });
    router.get(`/${kind}/:id/pdf`, async (request, response) => {
      const found = await find(options, request);
      const frame = await noted(options, { found, format: 'PDF' });
      const pdf = await options.reports.writePdf(auditReport(trailAnswer(found), frame));
      response.attachment(`${nameOf(found)}.pdf`).send(Buffer.from(pdf));
    });
  }

  router.get('/entries', async (request, response) => {
    const { property, from, to, subject, staff: staffId, before } = readAs(Filter, request.query);
    const propertyId = property === HOUSE ? null : property;
    const staff = await allow(request, { action: 'audit.read', propertyId });
    if (propertyId === null && staff.propertyIds !== 'all') {
      throw new NotAllowed('The record of the house is for those who see all of its properties.');
    }
    const settings = propertyId === null ? null : await records.properties.find(propertyId);
    const period = periodOf({ from, to, zone: settings?.calendar.zone ?? 'UTC' });
    const filter = { chain: property, ...period, subject, staffId, before };
    const { entries, proof, next } = await records.auditTrail.list(filter);
    const answer: AuditPageAnswer = {
      entries: entries.map(entryAnswer),
      proof: proofAnswer(proof),
      next,
    };
    response.json(answer);
  });

  return router;
}

async function findOfRequest(options: AuditRoutesOptions, request: Request): Promise<Found> {
  const { records, allow } = options;
  const { requestId, reference, propertyId } = await findRequest(records, request);
  const staff = await allow(request, { action: 'audit.read', propertyId });
  const trail = await records.auditTrail.ofRequest({ requestId, propertyId });
  return { subject: { kind: 'request', id: requestId, reference, propertyId }, trail, staff };
}

async function findOfConversation(options: AuditRoutesOptions, request: Request): Promise<Found> {
  const { records, allow } = options;
  const { id } = readAs(Params, request.params);
  const known = await records.deskInbox.find(id);
  if (!known) throw new RecordNotFound(`no conversation ${id}`);
  const { propertyId } = known;
  const staff = await allow(request, { action: 'audit.read', propertyId });
  const trail = await records.auditTrail.ofConversation({ conversationId: id, propertyId });
  return { subject: { kind: 'conversation', id, reference: null, propertyId }, trail, staff };
}

/** Puts on the record that somebody takes a copy away, before they get it; answers what stands around the copy. */
async function noted(
  { records }: AuditRoutesOptions,
  { found, format }: { found: Found; format: 'JSON' | 'PDF' },
) {
  const { subject, trail, staff } = found;
  const { kind, id, propertyId } = subject;
  const property = propertyId === null ? null : await records.properties.find(propertyId);
  await records.auditLog.append({
    chain: propertyId ?? HOUSE,
    key: `audit-export/${crypto.randomUUID()}`,
    event: 'audit.exported',
    facts: {
      staffId: staff.staffId,
      [kind === 'request' ? 'requestId' : 'conversationId']: id,
      format,
      entries: trail.entries.length,
      digest: digestOf(trail.entries),
      isWhole: trail.proofs.every(({ faults }) => faults.length === 0),
    },
  });
  return {
    zone: property?.calendar.zone ?? 'UTC',
    propertyName: property?.name ?? 'none',
    madeAt: new Date().toISOString(),
    madeBy: staff.name,
  };
}

/** The trail with what each hash was made from, so that a reader can make it again. */
function withRaw(found: Found) {
  const answer = trailAnswer(found);
  const entries = answer.entries.map((entry, index) => {
    const { key = '', facts: recorded = {}, previousHash = '' } = found.trail.entries[index] ?? {};
    return { ...entry, recorded: { key, facts: recorded, previousHash } };
  });
  return { ...answer, entries };
}

/** The days of a period as instants: from the beginning of the first to the end of the last. */
function periodOf(by: { from: string | null; to: string | null; zone: string }) {
  const { from, to, zone } = by;
  return {
    fromAt: from === null ? null : startOfDay({ day: from, zone }),
    toAt: to === null ? null : startOfDay({ day: to, zone, daysLater: 1 }),
  };
}

const nameOf = ({ subject }: Found): string =>
  `audit-${(subject.reference ?? subject.id).replaceAll(/[^\w-]/g, '-')}`;
