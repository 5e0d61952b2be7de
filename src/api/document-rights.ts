import type { Request } from 'express';
import { propertyOfScope, type Scope } from '../domain/document.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { DocumentRow, Documents } from '../ports/documents.ts';
import type { Properties } from '../ports/properties.ts';
import type { Allow } from './allow.ts';
import { NotAllowed } from './errors.ts';
import { seesProperty } from './rights.ts';
import { showsSecret } from './secret.ts';

/** By what the rights to a document are decided. */
export interface DocumentDoor {
  documents: Pick<Documents, 'find'>;
  properties: Properties;
  allow: Allow;
  webhookSecret: string | undefined;
}

/** Somebody who was let in: who, when it is a person of the staff; and which scopes they see. */
export interface DocumentReader {
  staffId: string | null;
  sees: (scope: Scope) => boolean;
  /** The property of a scope; null for the organisation. */
  propertyOf: (scope: Scope) => string | null;
}

/** The one place where it is decided who may read and publish documents (decision 0006). */
export function createDocumentRights({
  documents,
  properties,
  allow,
  webhookSecret,
}: DocumentDoor) {
  /** The command line shows the house's secret and sees all; people sign in and see what is of their properties. */
  const authorise = async (
    request: Request,
    { action, scope }: { action: 'document.read' | 'document.publish'; scope: Scope | null },
  ): Promise<DocumentReader> => {
    const known = await properties.list();
    const propertyOf = (of: Scope): string | null => propertyOfScope(of, known);
    if (showsSecret(request, webhookSecret)) return { staffId: null, sees: () => true, propertyOf };
    // What is not of one property is for those who see all of them.
    const propertyId = scope ? (propertyOf(scope) ?? `${scope.kind}:${scope.id}`) : null;
    const staff = await allow(request, { action, propertyId });
    return {
      staffId: staff.staffId,
      sees: (of) =>
        of.kind === 'organisation' || seesProperty(staff, propertyOf(of) ?? `${of.kind}:${of.id}`),
      propertyOf,
    };
  };
  /** The versions of a document, newest first, that this person may read. @throws RecordNotFound, NotAllowed */
  const readVersions = async (
    request: Request,
    documentId: string,
  ): Promise<{ versions: DocumentRow[]; reader: DocumentReader }> => {
    const reader = await authorise(request, { action: 'document.read', scope: null });
    const found = await documents.find(documentId);
    if (found.length === 0) throw new RecordNotFound(`no document ${documentId}`);
    const versions = found.filter(({ scope }) => reader.sees(scope));
    if (versions.length === 0) throw new NotAllowed('This document is not of your properties.');
    return { versions, reader };
  };
  return { authorise, readVersions };
}
