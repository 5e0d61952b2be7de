/** Where a lease stands, in the words that all platforms share; `unknown` never changes behaviour by a default. */
export type ResidentStatus =
  'applicant' | 'future' | 'current' | 'notice' | 'eviction' | 'past' | 'cancelled' | 'unknown';

/** A person on a lease, as the property-management platform knows them. Ids are the platform's, opaque. */
export interface Resident {
  /** The booking id that the resident can quote. */
  id: string;
  propertyId: string;
  unitId: string | null;
  unitNumber: string | null;
  leaseId: string | null;
  status: ResidentStatus;
  firstName: string;
  lastName: string;
  /** E.164. */
  phones: string[];
  emails: string[];
  language: Language;
}

/** Languages that have reviewed fixed texts. */
export type Language = (typeof LANGUAGES)[number];

/** Every such language. */
export const LANGUAGES = ['en', 'es'] as const;

/** Only people who live in the building, or are on notice, may be served beyond safety. */
export function livesHere(status: ResidentStatus): boolean {
  return status === 'current' || status === 'notice' || status === 'eviction';
}
