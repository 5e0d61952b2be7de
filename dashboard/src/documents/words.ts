import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { plural } from '../shell/plural.ts';

type Scope = DocumentVersion['scope'];

/** How a version stands, in plain words. */
export const STATES: Record<DocumentVersion['state'], string> = {
  received: 'waiting to be read',
  reading: 'being read',
  embedding: 'being prepared for questions',
  published: 'in use',
  failed: 'cannot be used',
  superseded: 'replaced by a newer version',
  withdrawn: 'withdrawn',
};

/** What is wrong with a file, in two or three words. */
export const FAILURES: Record<NonNullable<DocumentVersion['failure']>, string> = {
  'not-a-pdf': 'not a PDF',
  'password-protected': 'locked with a password',
  damaged: 'damaged',
  'no-text': 'no text, pictures only',
  empty: 'empty',
  'too-large': 'too large',
};

/** The colour of a state's badge; the words say it too. */
export const COLOURS: Partial<Record<DocumentVersion['state'], string>> = {
  published: 'blue',
  failed: 'red',
  received: 'orange',
  reading: 'orange',
  embedding: 'orange',
};

/** Whether a version is on its way. */
export const isOnTheWay = ({ state }: Pick<DocumentVersion, 'state'>): boolean =>
  state === 'received' || state === 'reading' || state === 'embedding';

/** What a version holds: `8 pages, 41 passages`. */
export function sizeOf({ pages, progress }: Pick<DocumentVersion, 'pages' | 'progress'>): string {
  const counts = [
    ...(pages === null ? [] : [plural(pages, { one: 'page' })]),
    ...(progress ? [plural(progress.passages, { one: 'passage' })] : []),
  ];
  return counts.join(', ');
}

/** Whom a document is for, below its property: `Unit 4B`; the ids of homes begin with their property's. */
export function homeOf({ kind, id }: Scope, propertyId: string | null): string {
  if (kind === 'organisation') return 'All properties';
  if (kind === 'property') return 'Whole property';
  const own = propertyId !== null && id.startsWith(`${propertyId}-`);
  const name = (own ? id.slice((propertyId ?? '').length + 1) : id).toUpperCase();
  return `${kind === 'unit' ? 'Unit' : 'Lease'} ${name}`;
}

/** A group of the tree. */
export interface Group {
  /** The property; null: the organisation. */
  propertyId: string | null;
  homes: { name: string; documents: DocumentVersion[][] }[];
}

const NEAR: Record<Scope['kind'], number> = { organisation: 0, property: 1, unit: 2, lease: 3 };

/** Versions as a tree: organisation, properties, and in each whole property, units, leases. */
export function treeOf(versions: readonly DocumentVersion[]): Group[] {
  const documents = [...Map.groupBy(versions, ({ documentId }) => documentId).values()];
  const placed = documents.flatMap((all) => {
    const [newest] = all;
    return newest ? [{ newest, all }] : [];
  });
  const sorted = placed.toSorted(
    (one, other) =>
      (one.newest.propertyId ?? '').localeCompare(other.newest.propertyId ?? '') ||
      NEAR[one.newest.scope.kind] - NEAR[other.newest.scope.kind] ||
      one.newest.scope.id.localeCompare(other.newest.scope.id) ||
      one.newest.title.localeCompare(other.newest.title),
  );
  const groups = Map.groupBy(sorted, ({ newest }) => newest.propertyId);
  return [...groups].map(([propertyId, own]) => ({
    propertyId,
    homes: [...Map.groupBy(own, ({ newest }) => homeOf(newest.scope, propertyId))].map(
      ([name, found]) => ({ name, documents: found.map(({ all }) => all) }),
    ),
  }));
}
