import type { PropertySettings } from './property.ts';

/** Whom alerts about a place ring, nobody twice. */
export interface Callees {
  /** Who is woken first; empty where nobody is on call. */
  onCall: string[];
  /** Who answers for the place; empty only where the house knows nobody at all. */
  managers: string[];
}

/** What is read of somebody of the staff: what they do, where, and whether they still do. */
export interface OnStaff {
  staffId: string;
  role: string;
  propertyIds: string[] | 'all';
  onCallAt: string[];
  deactivatedAt: string | null;
}

type Place = Pick<PropertySettings, 'propertyId' | 'organisationId' | 'contacts'>;

/**
 * Whom to ring about a place; where nobody knows which place it is, everybody's people are asked. On call is whoever has
 * that duty, else the property's own contact. The managers are the property's contacts, else managers by right there, in
 * the organisation, an admin, whoever is on call, and at last every contact of the organisation or the house.
 */
export function calleesOf(by: {
  propertyId: string | null;
  properties: readonly Place[];
  staff: readonly OnStaff[];
}): Callees {
  const { properties } = by;
  const place = properties.filter(({ propertyId }) => propertyId === by.propertyId);
  const asked = place.length > 0 ? place : properties;
  const organisations = new Set(asked.map(({ organisationId }) => organisationId));
  const ofOrganisation = properties.filter(({ organisationId }) =>
    organisations.has(organisationId),
  );
  const here = staffAt(by.staff);
  const isThere = reachable(by.staff);
  const contacts = (places: readonly Place[]): string[] =>
    places.flatMap(({ contacts: { onCall, managers } }) => [...onCall, ...managers]);

  const onCall = isThere(
    asked.flatMap((one) => firstOf([isThere(here.onDuty(one)), one.contacts.onCall])),
  );
  const managers = firstOf(
    [
      asked.flatMap((one) => one.contacts.managers),
      here.working('manager', asked),
      here.working('manager', ofOrganisation),
      here.working('admin', asked),
      here.working('admin', properties),
      onCall,
      contacts(ofOrganisation),
      contacts(properties),
    ].map(isThere),
  );
  return { onCall, managers };
}

/** Everybody at once, nobody twice. */
export const everyone = ({ onCall, managers }: Callees): string[] => [
  ...new Set([...onCall, ...managers]),
];

/** Who hears of a matter of the desk's own: whoever is on call, else the managers. */
export const deskOf = ({ onCall, managers }: Callees): string[] =>
  onCall.length > 0 ? onCall : managers;

function staffAt(staff: readonly OnStaff[]) {
  const idsOf = (people: readonly OnStaff[]): string[] => people.map(({ staffId }) => staffId);
  return {
    onDuty: ({ propertyId }: Place): string[] =>
      idsOf(staff.filter(({ onCallAt }) => onCallAt.includes(propertyId))),
    working: (role: string, places: readonly Place[]): string[] =>
      idsOf(
        staff.filter(
          (one) =>
            one.role === role &&
            (one.propertyIds === 'all' || isAnyOf(one.propertyIds, { places })),
        ),
      ),
  };
}

const isAnyOf = (ids: readonly string[], { places }: { places: readonly Place[] }): boolean =>
  places.some(({ propertyId }) => ids.includes(propertyId));

/** Leaves out who was deactivated; a contact who is no staff is taken at the property's word. */
function reachable(staff: readonly OnStaff[]): (ids: readonly string[]) => string[] {
  const gone = new Set(
    staff.filter(({ deactivatedAt }) => deactivatedAt !== null).map(({ staffId }) => staffId),
  );
  return (ids) => [...new Set(ids)].filter((id) => !gone.has(id));
}

const firstOf = (choices: readonly string[][]): string[] =>
  choices.find((ids) => ids.length > 0) ?? [];
