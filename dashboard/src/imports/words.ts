import type { ImportKind } from '../../../src/api/answers/import.ts';

interface KindWords {
  title: string;
  /** Why it stands where it stands in the order. */
  order: string;
  one: string;
  many: string;
}

/** The kinds of files as staff call them. */
export const KINDS: Record<ImportKind, KindWords> = {
  properties: {
    title: 'Properties',
    order: 'First: everything else belongs to one.',
    one: 'property',
    many: 'properties',
  },
  units: { title: 'Units', order: 'After properties.', one: 'unit', many: 'units' },
  residents: {
    title: 'Residents',
    order: 'After properties.',
    one: 'resident',
    many: 'residents',
  },
  leases: {
    title: 'Leases',
    order: 'After units and residents: a lease names both.',
    one: 'lease',
    many: 'leases',
  },
  ledger: {
    title: 'Ledger',
    order: 'After leases: each entry belongs to one.',
    one: 'entry',
    many: 'entries',
  },
  vendors: {
    title: 'Vendors',
    order: 'At any time after properties.',
    one: 'vendor',
    many: 'vendors',
  },
};

/** What a cell may hold, and what an empty one means; docs/import.md says more. */
export const COLUMNS: Record<string, string> = {
  property_id: 'Small letters, digits and dashes; it stays for good.',
  name: 'As people know it.',
  time_zone: 'Such as America/Chicago: every clock of the property.',
  organisation_id: 'Who owns it. Empty: own.',
  organisation_name: 'Empty: Own properties.',
  currency: 'Three letters. Empty: USD.',
  office_hours: 'Mon-Fri 09:00-17:30; Sat 10:00-14:00. Empty: the hours of the rules.',
  holidays: 'Days on which the office is closed.',
  emergency_number: 'What safety texts tell residents to dial. Empty: 911.',
  crisis_line: 'For somebody who may harm themselves. Empty: 988.',
  gas_utility: 'Name and number, as the safety text says them.',
  on_call_name: 'How texts name who is on call. Empty: Our team.',
  on_call: 'Whom alerts ring where People names nobody on call. Empty: the managers.',
  managers: 'Ids of those whom late hand-offs ring.',
  unit: 'As on the door: 4B. “4 B” and “4-b” are one unit, “4B” another.',
  resident_id: 'The booking id, such as MY-1A-01.',
  first_name: '',
  last_name: '',
  phone: '(312) 555-0101 is American; others begin with +. Several with ; between.',
  email: 'Several with ; between.',
  language: 'en or es. Empty: en.',
  status: 'applicant, future, current, notice, eviction, past or cancelled. Empty: current.',
  lease_id: 'Begin it with the id of the property.',
  from: 'First day, such as 2026-11-30.',
  to: 'Last day. Empty: open.',
  rent: 'A month, such as 1850.00.',
  resident_ids: 'Who is on it; whoever is not named is taken off it.',
  entry_id: 'The number of the entry where it was booked.',
  posted_on: 'Such as 2026-11-30.',
  description: '',
  amount: 'A charge is positive, a payment negative.',
  vendor_id: '',
  property_ids: 'Where they work; several with ; between.',
  trades: 'Trades of the rules, such as plumbing; the nearest is named.',
  is_emergency: 'yes when they come at any hour. Empty: no.',
  licence_expires_on: 'After that day they are not sent. Empty: none needed.',
};
