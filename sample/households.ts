import type { Language } from '../src/domain/resident.ts';
import { sampleBuildings } from './buildings.ts';
import { daysBetween, monthStart, shiftDay } from './days.ts';
import { createRandom, type Random } from './random.ts';
import { sampleUnits, type SampleUnit } from './units.ts';

/** Where a lease, and with it everyone who signed it, stands on the anchor day. */
export type SampleResidencyStatus = 'current' | 'notice' | 'eviction' | 'past' | 'future';

/** A registered pet. */
export interface SamplePet {
  kind: 'cat' | 'dog';
  name: string;
  weightPounds: number;
}

/** The people under one lease, before they have names: what the leases, people and ledgers are made from. */
export interface Household {
  leaseId: string;
  unit: SampleUnit;
  bookingIds: string[];
  status: SampleResidencyStatus;
  language: Language;
  sharesPhone: boolean;
  pets: SamplePet[];
  hasParking: boolean;
  fromOn: string;
  toOn: string;
}

interface Plan {
  status: SampleResidencyStatus;
  occupants?: number;
  language?: Language;
  sharesPhone?: boolean;
  pets?: SamplePet[];
  hasParking?: boolean;
  /** Months from the start of a current lease to the anchor's month. */
  monthsAgo?: number;
}

const SEED = 4_021;
const FEATURED_UNIT_ID = 'harbor-court-4b';

// The homes with a story; an empty list is a vacant home, and every home not named here has a current lease.
const PLANS: Readonly<Record<string, readonly Plan[]>> = {
  [FEATURED_UNIT_ID]: [
    {
      status: 'current',
      occupants: 1,
      language: 'en',
      pets: [{ kind: 'cat', name: 'Pebble', weightPounds: 9 }],
      hasParking: false,
      // On the default anchor day this is the day on which the unit addendum takes effect.
      monthsAgo: 8,
    },
  ],
  'harbor-court-1e': [{ status: 'notice', occupants: 1 }],
  'harbor-court-2c': [
    { status: 'past', occupants: 1 },
    { status: 'current', occupants: 2 },
  ],
  'harbor-court-3c': [{ status: 'current', occupants: 2, language: 'es' }],
  'harbor-court-3d': [],
  'harbor-court-3f': [{ status: 'eviction', occupants: 1, language: 'en' }],
  'harbor-court-5a': [{ status: 'current', occupants: 2, language: 'en', sharesPhone: true }],
  'harbor-court-6f': [{ status: 'future', occupants: 1, pets: [] }],
  'copper-sage-flats-103': [{ status: 'current', occupants: 1, language: 'es' }],
  'copper-sage-flats-107': [],
  'copper-sage-flats-202': [{ status: 'notice', occupants: 2 }],
  'copper-sage-flats-208': [{ status: 'future', occupants: 2 }],
  'copper-sage-flats-304': [
    { status: 'past', occupants: 2 },
    { status: 'current', occupants: 1 },
  ],
};
const CURRENT: readonly Plan[] = [{ status: 'current' }];

const PETS: readonly SamplePet[] = [
  { kind: 'dog', name: 'Biscuit', weightPounds: 38 },
  { kind: 'cat', name: 'Inkwell', weightPounds: 11 },
  { kind: 'dog', name: 'Thimble', weightPounds: 14 },
  { kind: 'cat', name: 'Marzipan', weightPounds: 8 },
];

/** Every household on the anchor day, the one of unit 4B first. */
export function sampleHouseholds({ anchorOn }: { anchorOn: string }): Household[] {
  const random = createRandom(SEED);
  const households = sampleUnits().flatMap((unit) => {
    let people = 0;
    return (PLANS[unit.id] ?? CURRENT).map((plan, index) => {
      const drawnOccupants = random.isLucky(38) ? 2 : 1;
      const occupants = plan.occupants ?? drawnOccupants;
      const bookingIds = bookingIdsOf({ unit, after: people, occupants });
      people += occupants;
      return {
        leaseId: `${unit.id}-lease-${index + 1}`,
        unit,
        bookingIds,
        ...circumstances({ plan, unit, random }),
        ...term({ plan, isReLet: index > 0, anchorOn, random }),
      };
    });
  });
  const isFeatured = ({ unit }: Household): boolean => unit.id === FEATURED_UNIT_ID;
  return [...households.filter(isFeatured), ...households.filter((one) => !isFeatured(one))];
}

interface BookingIdsInput {
  unit: SampleUnit;
  after: number;
  occupants: number;
}

function bookingIdsOf({ unit, after, occupants }: BookingIdsInput): string[] {
  const code = sampleBuildings.find(({ id }) => id === unit.propertyId)?.code ?? '';
  const last = (index: number): string => String(after + index + 1).padStart(2, '0');
  return Array.from({ length: occupants }, (_, index) => `${code}-${unit.number}-${last(index)}`);
}

type Circumstances = Pick<Household, 'status' | 'language' | 'sharesPhone' | 'pets' | 'hasParking'>;

function circumstances({
  plan,
  unit,
  random,
}: {
  plan: Plan;
  unit: SampleUnit;
  random: Random;
}): Circumstances {
  // Drawn even where the plan decides, so that a change of one plan leaves the other homes as they were.
  const language: Language = random.isLucky(12) ? 'es' : 'en';
  const pets = random.isLucky(22) ? [random.pick(PETS)] : [];
  const hasParking = random.isLucky(45) && unit.propertyId === 'harbor-court';
  return {
    status: plan.status,
    language: plan.language ?? language,
    sharesPhone: plan.sharesPhone ?? false,
    pets: plan.pets ?? pets,
    hasParking: plan.hasParking ?? hasParking,
  };
}

interface TermInput {
  plan: Plan;
  isReLet: boolean;
  anchorOn: string;
  random: Random;
}

function term({ plan, isReLet, anchorOn, random }: TermInput): { fromOn: string; toOn: string } {
  const thisMonth = monthStart(anchorOn);
  const drawnMonths = random.integer({ from: 2, to: 22 });
  const monthsAgo = plan.monthsAgo ?? drawnMonths;
  switch (plan.status) {
    case 'past':
      return lease({ thisMonth, from: -15, months: 12 });
    case 'future':
      return lease({ thisMonth, from: 1, months: 12 });
    case 'notice':
      return lease({ thisMonth, from: -10, months: 12 });
    case 'eviction':
      return lease({ thisMonth, from: -8, months: 12 });
    case 'current':
      if (isReLet) return lease({ thisMonth, from: -2, months: 12 });
      return lease({ thisMonth, from: -monthsAgo, months: monthsAgo < 12 ? 12 : 24 });
  }
}

function lease({ thisMonth, from, months }: { thisMonth: string; from: number; months: number }): {
  fromOn: string;
  toOn: string;
} {
  const fromOn = shiftDay(thisMonth, { months: from });
  return { fromOn, toOn: shiftDay(fromOn, { months, days: -1 }) };
}

/** How long a household has lived in its home on the anchor day; negative before it moves in. */
export function daysLived({ fromOn }: Household, anchorOn: string): number {
  return daysBetween({ from: fromOn, to: anchorOn });
}
