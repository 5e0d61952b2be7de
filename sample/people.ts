import type { Language } from '../src/domain/resident.ts';
import type { Household, SampleResidencyStatus } from './households.ts';
import { fictionalPhone } from './phone-numbers.ts';

/** A person on a lease. Nobody real: names are invented, numbers and addresses reserved for fiction. */
export interface SampleResident {
  /** The id that the resident can quote, such as `HC-4B-01`; leases and work orders refer to it. */
  bookingId: string;
  firstName: string;
  lastName: string;
  /** E.164. Distinct, except for the one household that shares a number. */
  phone: string;
  email: string;
  preferredLanguage: Language;
  status: SampleResidencyStatus;
}

const FIRST_SYLLABLES = ['Bel', 'Cor', 'Dav', 'Fen', 'Jor', 'Kel', 'Lum', 'Mir', 'Nev', 'Ost'];
const LAST_SYLLABLES = ['ani', 'esk', 'ila', 'omar', 'une', 'iro', 'adel', 'ino', 'essa', 'ov'];
const SURNAMES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    ['Alder', 'Brook', 'Cinder', 'Dapple', 'Elmwood', 'Fennel', 'Gravel', 'Hollow', 'Inkberry'],
    ['Juniper', 'Kettle', 'Lantern', 'Meadow', 'Nettle', 'Orchard', 'Pebble', 'Quarry', 'Russet'],
    ['Saffron', 'Thistle', 'Umber', 'Velvet', 'Willow', 'Yarrow', 'Zephyr'],
  ].flat(),
  es: ['Arena', 'Bosque', 'Colina', 'Duna', 'Espiga', 'Farol', 'Granito', 'Laguna', 'Nube'],
};
const AREAS: Readonly<Record<string, string>> = {
  'harbor-court': '212',
  'copper-sage-flats': '303',
};

/** Everyone in these households, in the same order, so the resident of unit 4B comes first. */
export function samplePeople(households: readonly Household[]): SampleResident[] {
  const numbersTaken = new Map<string, number>();
  const nextPhone = ({ unit: { propertyId } }: Household): string => {
    const index = numbersTaken.get(propertyId) ?? 0;
    numbersTaken.set(propertyId, index + 1);
    return fictionalPhone({ area: AREAS[propertyId] ?? '', index });
  };

  const people: SampleResident[] = [];
  for (const household of households) {
    const { language, status, sharesPhone } = household;
    const shared = sharesPhone ? nextPhone(household) : undefined;
    for (const bookingId of household.bookingIds) {
      const name = nameOf({ index: people.length, household });
      people.push({
        bookingId,
        ...name,
        phone: shared ?? nextPhone(household),
        email: `${name.firstName}.${name.lastName}@resident.example`.toLowerCase(),
        preferredLanguage: language,
        status,
      });
    }
  }
  return people;
}

interface NameInput {
  index: number;
  household: Household;
}

function nameOf({ index, household }: NameInput): { firstName: string; lastName: string } {
  // Seven shares no factor with a hundred, so no first name comes twice among the first hundred people.
  const draw = (index * 7) % (FIRST_SYLLABLES.length * LAST_SYLLABLES.length);
  const start = FIRST_SYLLABLES[draw % FIRST_SYLLABLES.length] ?? '';
  const end = LAST_SYLLABLES[Math.floor(draw / FIRST_SYLLABLES.length)] ?? '';
  const surnames = SURNAMES[household.language];
  return { firstName: start + end, lastName: surnames[index % surnames.length] ?? '' };
}
