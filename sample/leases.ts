import type { Household, SamplePet, SampleResidencyStatus } from './households.ts';

/** A lease of one unit. */
export interface SampleLease {
  id: string;
  unitId: string;
  /** Booking ids of everyone who signed. */
  residentIds: string[];
  /** First and last calendar day in the property's zone. */
  fromOn: string;
  toOn: string;
  /** Per month, without pets, parking and water. */
  rentCents: number;
  status: SampleResidencyStatus;
  pets: SamplePet[];
  hasParking: boolean;
}

const RENT_CENTS: Readonly<Record<string, { base: number; bedroom: number; floor: number }>> = {
  'harbor-court': { base: 145_000, bedroom: 60_000, floor: 2_500 },
  'copper-sage-flats': { base: 90_000, bedroom: 35_000, floor: 1_500 },
};

/** The leases of these households, in the same order. */
export function sampleLeases(households: readonly Household[]): SampleLease[] {
  return households.map((household) => ({
    id: household.leaseId,
    unitId: household.unit.id,
    residentIds: [...household.bookingIds],
    fromOn: household.fromOn,
    toOn: household.toOn,
    rentCents: rentOf(household),
    status: household.status,
    pets: household.pets.map((pet) => ({ ...pet })),
    hasParking: household.hasParking,
  }));
}

function rentOf({ unit: { propertyId, bedrooms, floor } }: Household): number {
  const rent = RENT_CENTS[propertyId];
  if (!rent) throw new Error(`no rents for ${propertyId}`);
  return rent.base + bedrooms * rent.bedroom + floor * rent.floor;
}
