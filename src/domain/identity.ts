import type { ResidentStatus } from './resident.ts';
import type { Scope } from './document.ts';

/** How surely we know who writes; each level may do what the one before may, and more (design section 7). */
export type Assurance = 'unknown' | 'channel' | 'session' | 'stepUp';

/** Who a conversation is with: ids and standing, never a name or a number. */
export interface Identity {
  personId: string;
  assurance: Assurance;
  residentId: string | null;
  propertyId: string | null;
  unitId: string | null;
  leaseId: string | null;
  status: ResidentStatus;
}

/** Where a resident lives, as the platform said when it was asked last. */
export interface KnownHome extends Pick<Identity, 'unitId' | 'leaseId' | 'status'> {
  residentId: string;
}

const LEVELS: Assurance[] = ['unknown', 'channel', 'session', 'stepUp'];

/** Whether a level is at least the one needed. */
export function isAssured(assurance: Assurance, needed: Assurance): boolean {
  return LEVELS.indexOf(assurance) >= LEVELS.indexOf(needed);
}

/**
 * The document scopes that this person may read, the most specific first.
 * Unknown senders and people who do not live here see what the whole property may see, nothing of a unit or lease.
 */
export function readableScopes(identity: Identity, organisationId: string | null): Scope[] {
  const scopes: Scope[] = [];
  const own = isAssured(identity.assurance, 'channel') && identity.status !== 'past';
  if (own && identity.leaseId) scopes.push({ kind: 'lease', id: identity.leaseId });
  if (own && identity.unitId) scopes.push({ kind: 'unit', id: identity.unitId });
  if (identity.propertyId) scopes.push({ kind: 'property', id: identity.propertyId });
  if (organisationId) scopes.push({ kind: 'organisation', id: organisationId });
  return scopes;
}
