import { createHash } from 'node:crypto';
import { raw, Router, type Request } from 'express';
import { z } from 'zod';
import { DOCUMENT_REMEDIES, parseScope, scopeKey, type Scope } from '../../domain/document.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { DocumentRow, Documents } from '../../ports/documents.ts';
import type { Processes } from '../../ports/processes.ts';
import type { Properties } from '../../ports/properties.ts';
import type { Allow } from '../allow.ts';
import { readAs } from '../read-as.ts';
import { NotAllowed } from '../errors.ts';
import { seesProperty } from '../rights.ts';
import { showsSecret } from '../secret.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
/** What a file is, and whom it concerns. */
export const Upload = z.object({
  title: z.string().trim().min(1).max(200),
  scope: z
    .string()
    .describe('Whom it concerns, such as property:harbor-court')
    .transform((text, context) => {
      const scope = parseScope(text);
      if (scope) return scope;
      context.addIssue('must look like property:harbor-court');
      return z.NEVER;
    }),
  kind: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .default('other'),
});
const FILE_MAX = '20mb';

interface DocumentRoutesOptions {
  documents: Documents;
  properties: Properties;
  processes: Processes;
  allow: Allow;
  webhookSecret: string | undefined;
}

/** `/documents`: PDFs in, their states out. */
export function documentRoutes({ documents, processes, ...door }: DocumentRoutesOptions): Router {
  const router = Router();
  const authorise = createAuthorise(door);
  const find = async (request: Request): Promise<DocumentRow[]> => {
    const { id } = readAs(Params, request.params);
    const versions = await documents.find(id);
    if (versions.length === 0) throw new RecordNotFound(`no document ${id}`);
    return versions;
  };

  router.get('/', async (request, response) => {
    const sees = await authorise(request, { action: 'document.read', scope: null });
    response.json((await documents.list()).filter(({ scope }) => sees(scope)).map(shown));
  });

  router.get('/:id', async (request, response) => {
    const sees = await authorise(request, { action: 'document.read', scope: null });
    const versions = (await find(request)).filter(({ scope }) => sees(scope));
    if (versions.length === 0) throw new NotAllowed('This document is not of your properties.');
    response.json(versions.map(shown));
  });

  router.post(
    '/',
    async (request, _response, next) => {
      const { scope } = readAs(Upload, request.query);
      await authorise(request, { action: 'document.publish', scope });
      next();
    },
    raw({ type: () => true, limit: FILE_MAX }),
    async (request, response) => {
      const { title, scope, kind } = readAs(Upload, request.query);
      const documentId = documentIdOf({ scope, title });
      const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const received = await documents.receive({
        documentId,
        title,
        kind,
        scope,
        file,
        effectiveFromOn: null,
      });
      const { version } = received;
      await processes.ingestDocument({ documentId, version });
      response.status(202).json({ document_id: documentId, version });
    },
  );

  router.delete('/:id', async (request, response) => {
    const [version] = await find(request);
    await authorise(request, { action: 'document.publish', scope: version?.scope ?? null });
    await documents.withdraw(String(request.params['id']));
    response.sendStatus(204);
  });

  return router;
}

/** The command line shows the house's secret and sees all; people sign in and see what is of their properties. */
function createAuthorise({
  properties,
  allow,
  webhookSecret,
}: Pick<DocumentRoutesOptions, 'properties' | 'allow' | 'webhookSecret'>) {
  return async (
    request: Request,
    { action, scope }: { action: 'document.read' | 'document.publish'; scope: Scope | null },
  ): Promise<(scope: Scope) => boolean> => {
    if (showsSecret(request, webhookSecret)) return () => true;
    const known = await properties.list();
    const propertyId = scope ? propertyOf(scope, known) : null;
    const staff = await allow(request, { action, propertyId });
    return (other) =>
      other.kind === 'organisation' || seesProperty(staff, propertyOf(other, known));
  };
}

/** Where a document's rights are decided; what is not of one property is for those who see all of them. */
export function propertyOf(scope: Scope, known: { propertyId: string }[]): string {
  if (scope.kind === 'organisation') return `organisation:${scope.id}`;
  const [nearest] = known
    .map(({ propertyId }) => propertyId)
    .filter((propertyId) => scope.id === propertyId || scope.id.startsWith(`${propertyId}-`))
    .toSorted((one, other) => other.length - one.length);
  return nearest ?? scope.id;
}

/** One document for each scope and title, whatever letters it is written in. */
function documentIdOf({ scope, title }: { scope: Scope; title: string }): string {
  const slug =
    title
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-')
      .slice(0, 30) ?? 'document';
  const digest = createHash('sha256')
    .update(`${scopeKey(scope)}|${title}`)
    .digest('hex');
  return `${slug}-${digest.slice(0, 12)}`;
}

function shown(row: DocumentRow): object {
  return { ...row, remedy: row.failure ? DOCUMENT_REMEDIES[row.failure] : null };
}
