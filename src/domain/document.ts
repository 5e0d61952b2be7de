/** Whom a document concerns; retrieval never mixes two scopes. */
export interface Scope {
  kind: 'organisation' | 'property' | 'unit' | 'lease';
  id: string;
}

/** What a reader, a resident or an admin may be told about a document's way into the index. */
export type DocumentState =
  'received' | 'reading' | 'embedding' | 'published' | 'failed' | 'superseded' | 'withdrawn';

/** Why a document cannot be answered from, each with a remedy that staff can act on. */
export type DocumentFailure =
  'not-a-pdf' | 'password-protected' | 'damaged' | 'no-text' | 'empty' | 'too-large';

/** One page of a document as text. */
export interface Page {
  number: number;
  text: string;
}

/** A piece of a document that can be found and quoted. */
export interface Passage {
  id: string;
  documentId: string;
  documentTitle: string;
  version: number;
  page: number;
  scope: Scope;
  heading: string;
  text: string;
}

/** What a resident is shown as the source of a sentence; `quote` stands word for word on that page. */
export interface Source {
  document: string;
  version: number;
  page: number;
  quote: string;
}

/** Writes a scope as `property:harbor-court`. */
export function scopeKey(scope: Scope): string {
  return `${scope.kind}:${scope.id}`;
}

/** Reads `property:harbor-court`; null when it is not a scope. */
export function parseScope(text: string): Scope | null {
  const match = /^(organisation|property|unit|lease):([\w.-]{1,100})$/.exec(text);
  if (!match?.[1] || !match[2]) return null;
  const kind = KINDS.find((known) => known === match[1]);
  return kind ? { kind, id: match[2] } : null;
}

/** The property that a scope belongs to, by its id; null for the organisation, and for what no known property's id begins. */
export function propertyOfScope(
  { kind, id }: Scope,
  known: readonly { propertyId: string }[],
): string | null {
  if (kind === 'organisation') return null;
  const [nearest] = known
    .map(({ propertyId }) => propertyId)
    .filter((propertyId) => id === propertyId || id.startsWith(`${propertyId}-`))
    .toSorted((one, other) => other.length - one.length);
  return nearest ?? null;
}

const KINDS = ['organisation', 'property', 'unit', 'lease'] as const;

/** What staff can do about a document that failed. */
export const DOCUMENT_REMEDIES: Record<DocumentFailure, string> = {
  'not-a-pdf': 'This file is not a PDF. Export it as PDF and upload it again.',
  'password-protected':
    'This PDF is locked with a password. Remove the password and upload it again.',
  damaged: 'This PDF is damaged. Export it again from where it was made.',
  'no-text': 'This PDF holds pictures of text only. Upload a version with real text.',
  empty: 'This PDF has no pages.',
  'too-large': 'This PDF is larger than 20 MB or 500 pages. Split it and upload the parts.',
};
