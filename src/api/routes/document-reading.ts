import { randomUUID } from 'node:crypto';
import { json, Router } from 'express';
import { z } from 'zod';
import type { DocumentQuestions } from '../../ports/document-questions.ts';
import type { Documents } from '../../ports/documents.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Processes } from '../../ports/processes.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { DocumentPlace, QuestionAnswered, QuestionAsked } from '../answers/document.ts';
import { createDocumentRights, type DocumentDoor } from '../document-rights.ts';
import { readAs } from '../read-as.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const Version = Id.extend({ version: z.coerce.number().int().min(1).max(1_000_000) });
const Question = Id.extend({ questionId: z.string().min(1).max(100) });
/** A question to one document. */
export const Asked = z.object({ text: z.string().trim().min(1).max(500) });
/** A unit of a property, by its label. */
export const Place = z.object({
  property: z.string().min(1).max(100),
  unit: z.string().trim().min(1).max(20),
});

interface DocumentReadingOptions extends DocumentDoor {
  documents: Documents;
  documentQuestions: DocumentQuestions;
  platform: Pick<PropertyPlatform, 'findResidentsByUnit'>;
  processes: Pick<Processes, 'answerDocumentQuestion'>;
}

/** `/documents`: for which home one can be, what was read of it, its file, and questions by which staff try it. */
export function documentReadingRoutes(options: DocumentReadingOptions): Router {
  const { documents, documentQuestions, processes } = options;
  const router = Router();
  const { authorise, readVersions } = createDocumentRights(options);

  router.get('/places', async (request, response) => {
    const { property: propertyId, unit } = readAs(Place, request.query);
    const scope = { kind: 'property', id: propertyId } as const;
    const { staffId } = await authorise(request, { action: 'document.publish', scope });
    response.json(await findPlaces(options, { propertyId, unit, staffId }));
  });

  router.get('/:id/versions/:version', async (request, response) => {
    const { id, version } = readAs(Version, request.params);
    demandVersion(await readVersions(request, id), version);
    response.json(await documents.readText({ documentId: id, version }));
  });

  router.get('/:id/versions/:version/file', async (request, response) => {
    const { id, version } = readAs(Version, request.params);
    demandVersion(await readVersions(request, id), version);
    const { file } = await documents.readFile({ documentId: id, version });
    // Never shown in the page: whatever somebody uploaded must not run with our cookie.
    response
      .attachment(`${id}-${version}.pdf`)
      .type('application/octet-stream')
      .send(Buffer.from(file));
  });

  router.post(
    '/:id/questions',
    async (request, response, next) => {
      const { id } = readAs(Id, request.params);
      await readVersions(request, id);
      next();
    },
    json({ limit: '4kb' }),
    async (request, response) => {
      const { id: documentId } = readAs(Id, request.params);
      const { reader } = await readVersions(request, documentId);
      const { text } = readAs(Asked, request.body);
      const questionId = randomUUID();
      const askedBy = reader.staffId ?? 'command-line';
      await documentQuestions.ask({ questionId, documentId, askedBy, text });
      await processes.answerDocumentQuestion({ questionId });
      const asked: QuestionAsked = { questionId };
      response.status(202).json(asked);
    },
  );

  router.get('/:id/questions/:questionId', async (request, response) => {
    const { id, questionId } = readAs(Question, request.params);
    await readVersions(request, id);
    const found = await documentQuestions.find(questionId);
    if (found?.documentId !== id) throw new RecordNotFound(`no question ${questionId}`);
    const { text, answer, askedAt } = found;
    const answered: QuestionAnswered = { questionId, text, answer, askedAt };
    response.json(answered);
  });

  return router;
}

function demandVersion(
  { versions }: { versions: { documentId: string; version: number }[] },
  version: number,
): void {
  if (!versions.some((one) => one.version === version)) {
    throw new RecordNotFound(`no version ${version} of this document`);
  }
}

/** The unit of that label and the leases of those who live there; empty where nobody does. Names are not passed on. */
async function findPlaces(
  { platform }: Pick<DocumentReadingOptions, 'platform'>,
  { propertyId, unit, staffId }: { propertyId: string; unit: string; staffId: string | null },
): Promise<DocumentPlace[]> {
  const label = unit.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const asked = { propertyId, ids: { staffId: staffId ?? 'command' } };
  const of = { unit: label, propertyIds: [propertyId] };
  const residents = await platform.findResidentsByUnit(of, asked);
  const living = residents.filter(({ status }) => status !== 'past');
  const places = living.flatMap(({ unitId, leaseId, unitNumber }): DocumentPlace[] => {
    const named = { unitNumber: unitNumber ?? label };
    return [
      ...(unitId ? [{ ...named, scope: `unit:${unitId}`, kind: 'unit' as const }] : []),
      ...(leaseId ? [{ ...named, scope: `lease:${leaseId}`, kind: 'lease' as const }] : []),
    ];
  });
  return [...new Map(places.map((place) => [place.scope, place])).values()];
}
