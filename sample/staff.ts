import { fictionalPhone } from './phone-numbers.ts';

/** What a member of staff may do; on-call is a duty and not a role. */
export type SampleStaffRole = 'agent' | 'manager' | 'admin' | 'auditor';

/** A sign-in for the dashboard, without a password: whoever loads the sample sets one. */
export interface SampleStaffMember {
  id: string;
  role: SampleStaffRole;
  displayName: string;
  email: string;
  /** E.164. */
  phone: string;
  /** The only properties this person sees. */
  propertyIds: string[];
}

/** Who is woken at a property, in the order in which they are called. */
export interface SampleOnCall {
  propertyId: string;
  staffIds: string[];
}

const HARBOR_COURT = 'harbor-court';
const COPPER_SAGE = 'copper-sage-flats';

const PEOPLE: readonly Pick<SampleStaffMember, 'role' | 'displayName' | 'propertyIds'>[] = [
  { role: 'agent', displayName: 'Theo (agent)', propertyIds: [HARBOR_COURT] },
  { role: 'manager', displayName: 'Mara (manager)', propertyIds: [HARBOR_COURT] },
  { role: 'agent', displayName: 'Ines (agent)', propertyIds: [COPPER_SAGE] },
  { role: 'manager', displayName: 'Rufus (manager)', propertyIds: [COPPER_SAGE] },
  { role: 'admin', displayName: 'Odile (admin)', propertyIds: [HARBOR_COURT, COPPER_SAGE] },
  { role: 'auditor', displayName: 'Casper (auditor)', propertyIds: [HARBOR_COURT, COPPER_SAGE] },
];

/** Everyone who signs in: an agent and a manager per property, one admin and one auditor for both. */
export function sampleStaff(): SampleStaffMember[] {
  return PEOPLE.map(({ role, displayName, propertyIds }, index) => {
    const firstName = (displayName.split(' ')[0] ?? '').toLowerCase();
    return {
      id: `staff-${firstName}`,
      role,
      displayName,
      email: `${firstName}@staff.example`,
      phone: fictionalPhone({ area: '917', index }),
      propertyIds: [...propertyIds],
    };
  });
}

/** The ladder of each property: its agent first, then its manager. */
export function sampleOnCall(): SampleOnCall[] {
  return [
    { propertyId: HARBOR_COURT, staffIds: ['staff-theo', 'staff-mara'] },
    { propertyId: COPPER_SAGE, staffIds: ['staff-ines', 'staff-rufus'] },
  ];
}
