import { shiftDay } from './days.ts';
import { fictionalPhone } from './phone-numbers.ts';

/** A firm that repairs things. */
export interface SampleVendor {
  id: string;
  name: string;
  propertyIds: string[];
  trades: string[];
  /** Comes at any hour. */
  isEmergency: boolean;
  /** E.164. */
  phone: string;
  hourlyRateCents: number;
  /** Per hour outside office hours; null when they do not come then. */
  afterHoursRateCents: number | null;
  /** Calendar day; null for a trade that needs no licence. */
  licenceExpiresOn: string | null;
}

interface VendorPlan {
  name: string;
  trades: string[];
  terms: Terms;
}

/** Rates per hour; null: does not come then. Licence in days from the anchor day; null: none needed. */
type Terms = [hourlyCents: number, afterHoursCents: number | null, licenceDays: number | null];

const HARBOR_COURT: readonly VendorPlan[] = [
  { name: 'Tidewell Handyworks', trades: ['maintenance', 'general'], terms: [6_500, 9_500, null] },
  { name: 'Copperline Plumbing', trades: ['plumbing'], terms: [13_500, 21_000, 240] },
  { name: 'Brightwire Electric', trades: ['electrician'], terms: [14_000, 22_500, 310] },
  { name: 'Northdraft Heating and Air', trades: ['hvac'], terms: [14_500, 23_000, 150] },
  { name: 'Wharfside Lock and Key', trades: ['locksmith'], terms: [9_500, 15_000, 90] },
  { name: 'Drystone Restoration', trades: ['restoration'], terms: [16_000, 24_000, 200] },
  { name: 'Hearthside Appliance Care', trades: ['appliance'], terms: [11_000, null, null] },
  { name: 'Quiet Corner Pest Control', trades: ['pest-control'], terms: [9_000, null, 60] },
  { name: 'Plumbline Lifts', trades: ['lift-contractor'], terms: [19_000, 29_000, 400] },
  { name: 'Clearpane Glass', trades: ['glazier'], terms: [10_500, 16_500, null] },
  { name: 'Harbor Gate and Door', trades: ['gate', 'carpentry'], terms: [10_000, null, null] },
  // Expired on purpose: nobody may send them.
  { name: 'Lowtide Drain Service', trades: ['plumbing'], terms: [9_000, 12_000, -20] },
];

const COPPER_SAGE: readonly VendorPlan[] = [
  {
    name: 'Quartz Hollow Fix-It',
    trades: ['maintenance', 'general', 'carpentry'],
    terms: [6_000, 9_000, null],
  },
  { name: 'Snowmelt Plumbing', trades: ['plumbing'], terms: [12_000, 19_000, 280] },
  { name: 'Highwire Electric', trades: ['electrician'], terms: [12_500, 19_500, 180] },
  { name: 'Ridgewarm Heating', trades: ['hvac'], terms: [13_000, 21_000, 120] },
  { name: 'Tumbler Locks', trades: ['locksmith'], terms: [8_500, 13_500, 75] },
  { name: 'Second Spring Restoration', trades: ['restoration'], terms: [15_000, 22_000, 220] },
  { name: 'Burrow and Den Pest Control', trades: ['pest-control'], terms: [8_500, null, 45] },
  { name: 'Plainspoken Appliances', trades: ['appliance'], terms: [9_500, null, null] },
];

/** All vendors; each works for one property. */
export function sampleVendors({ anchorOn }: { anchorOn: string }): SampleVendor[] {
  const listed = [
    { propertyId: 'harbor-court', area: '646', plans: HARBOR_COURT },
    { propertyId: 'copper-sage-flats', area: '720', plans: COPPER_SAGE },
  ];
  return listed.flatMap(({ propertyId, area, plans }) =>
    plans.map(({ name, trades, terms: [hourlyRateCents, afterHoursRateCents, days] }, index) => ({
      id: `vendor-${name.toLowerCase().replaceAll(' ', '-')}`,
      name,
      propertyIds: [propertyId],
      trades: [...trades],
      isEmergency: afterHoursRateCents !== null,
      hourlyRateCents,
      afterHoursRateCents,
      phone: fictionalPhone({ area, index: 20 + index }),
      licenceExpiresOn: days === null ? null : shiftDay(anchorOn, { days }),
    })),
  );
}
