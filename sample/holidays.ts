/** A day on which an office stays closed. */
export interface SampleHoliday {
  /** Calendar day, `YYYY-MM-DD`. */
  on: string;
  name: string;
}

// Section 9 of the resident policy; section 1 of each property's own document adds its further days.
const COMMON: readonly SampleHoliday[] = [
  { on: '2026-01-01', name: "New Year's Day" },
  { on: '2026-01-19', name: 'Martin Luther King Jr. Day' },
  { on: '2026-05-25', name: 'Memorial Day' },
  { on: '2026-06-19', name: 'Juneteenth' },
  { on: '2026-07-04', name: 'Independence Day' },
  { on: '2026-09-07', name: 'Labor Day' },
  { on: '2026-11-26', name: 'Thanksgiving' },
  { on: '2026-12-25', name: 'Christmas Day' },
  { on: '2027-01-01', name: "New Year's Day" },
  { on: '2027-01-18', name: 'Martin Luther King Jr. Day' },
  { on: '2027-05-31', name: 'Memorial Day' },
  { on: '2027-06-19', name: 'Juneteenth' },
  { on: '2027-07-04', name: 'Independence Day' },
  { on: '2027-09-06', name: 'Labor Day' },
  { on: '2027-11-25', name: 'Thanksgiving' },
  { on: '2027-12-25', name: 'Christmas Day' },
];

const OWN: Readonly<Record<'harbor-court' | 'copper-sage-flats', readonly SampleHoliday[]>> = {
  'harbor-court': [
    { on: '2026-11-27', name: 'Day after Thanksgiving' },
    { on: '2027-11-26', name: 'Day after Thanksgiving' },
  ],
  'copper-sage-flats': [
    { on: '2026-12-24', name: 'Christmas Eve' },
    { on: '2027-12-24', name: 'Christmas Eve' },
  ],
};

/** The closed days of a property in 2026 and 2027, in order. */
export function sampleHolidays(propertyId: keyof typeof OWN): SampleHoliday[] {
  return [...COMMON, ...OWN[propertyId]].sort((one, other) => one.on.localeCompare(other.on));
}
