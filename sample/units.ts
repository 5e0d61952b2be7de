/** A home that can be leased. */
export interface SampleUnit {
  id: string;
  propertyId: string;
  /** As it stands on the door: `4B`, `203`. */
  number: string;
  floor: number;
  bedrooms: number;
}

/** All 60 units: Harbor Court 1A to 6F, then Copper Sage Flats 101 to 308. */
export function sampleUnits(): SampleUnit[] {
  const harborCourt = floors(6).flatMap((floor) =>
    ['A', 'B', 'C', 'D', 'E', 'F'].map((letter, index) => ({
      id: `harbor-court-${floor}${letter.toLowerCase()}`,
      propertyId: 'harbor-court',
      number: `${floor}${letter}`,
      floor,
      bedrooms: 1 + (index % 3),
    })),
  );
  const copperSage = floors(3).flatMap((floor) =>
    Array.from({ length: 8 }, (_, index) => ({
      id: `copper-sage-flats-${floor}0${index + 1}`,
      propertyId: 'copper-sage-flats',
      number: `${floor}0${index + 1}`,
      floor,
      bedrooms: 1 + (index % 2),
    })),
  );
  return [...harborCourt, ...copperSage];
}

function floors(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
