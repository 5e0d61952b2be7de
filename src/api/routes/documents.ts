import { createHash } from 'node:crypto';
import { raw, Router, type Request } from 'express';
import { z } from 'zod';
import { DOCUMENT_REMEDIES, parseScope, scopeKey, type Scope } from '../../domain/document.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { DocumentRow, Documents } from '../../ports/documents.ts';
import type { Processes } from '../../ports/processes.ts';
import type { DocumentReceived, DocumentVersion } from '../answers/document.ts';
import {
  createDocumentRights,
  type DocumentDoor,
  type DocumentReader,
} from '../document-rights.ts';
import { TooLarge } from '../errors.ts';
import { readAs } from '../read-as.ts';

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
const FILE_BYTES_MAX = 20 * 1024 * 1024;

interface DocumentRoutesOptions extends DocumentDoor {
  documents: Documents;
  processes: Processes;
}

/** `/documents`: PDFs in, their states out. */
export function documentRoutes({ processes, ...door }: DocumentRoutesOptions): Router {
  const router = Router();
  const { documents } = door;
  const { authorise, readVersions } = createDocumentRights(door);

  router.get('/', async (request, response) => {
    const reader = await authorise(request, { action: 'document.read', scope: null });
    const seen = (await documents.list()).filter(({ scope }) => reader.sees(scope));
    response.json(seen.map((row) => shown(row, reader)));
  });

  router.get('/:id', async (request, response) => {
    const { id } = readAs(Params, request.params);
    const { versions, reader } = await readVersions(request, id);
    response.json(versions.map((row) => shown(row, reader)));
  });

  router.post(
    '/',
    async (request, _response, next) => {
      const { scope } = readAs(Upload, request.query);
      await authorise(request, { action: 'document.publish', scope });
      demandSize(request);
      next();
    },
    raw({ type: () => true, limit: FILE_BYTES_MAX }),
    async (request, response) => {
      const { title, scope, kind } = readAs(Upload, request.query);
      const { staffId } = await authorise(request, { action: 'document.publish', scope });
      const documentId = documentIdOf({ scope, title });
      const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { version, isNew } = await documents.receive({
        documentId,
        title,
        kind,
        scope,
        file,
        effectiveFromOn: null,
        ...(staffId === null ? {} : { staffId }),
      });
      const state = isNew ? 'received' : await stateOf({ documents, documentId, version });
      // A file that never got its process, since the engine was away, gets it now; one that has arrived needs none.
      if (state === 'received') await processes.ingestDocument({ documentId, version });
      const received: DocumentReceived = { document_id: documentId, version, is_new: isNew, state };
      response.status(state === 'received' ? 202 : 200).json(received);
    },
  );

  router.delete('/:id', async (request, response) => {
    const { id } = readAs(Params, request.params);
    const [version] = await documents.find(id);
    if (!version) throw new RecordNotFound(`no document ${id}`);
    const { scope } = version;
    const { staffId } = await authorise(request, { action: 'document.publish', scope });
    await documents.withdraw(id, staffId === null ? {} : { staffId });
    response.sendStatus(204);
  });

  return router;
}

/** The body's reader would take everything in before it refuses. @throws TooLarge */
function demandSize(request: Request): void {
  const isTooLarge = Number(request.get('content-length')) > FILE_BYTES_MAX;
  if (isTooLarge) throw new TooLarge(FILE_BYTES_MAX);
}

async function stateOf({
  documents,
  documentId,
  version,
}: {
  documents: Documents;
  documentId: string;
  version: number;
}): Promise<DocumentRow['state']> {
  const found = (await documents.find(documentId)).find((one) => one.version === version);
  if (!found) throw new RecordNotFound(`no version ${version} of document ${documentId}`);
  return found.state;
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

function shown(row: DocumentRow, { propertyOf }: DocumentReader): DocumentVersion {
  const remedy = row.failure ? DOCUMENT_REMEDIES[row.failure] : null;
  return { ...row, propertyId: propertyOf(row.scope), remedy };
}
