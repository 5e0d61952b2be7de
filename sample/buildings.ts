import type { WeeklyHours } from '../src/domain/business-hours.ts';
import { sampleHolidays, type SampleHoliday } from './holidays.ts';
import { fictionalPhone } from './phone-numbers.ts';

/** The operator of all sample properties. */
export interface SampleOrganisation {
  id: string;
  name: string;
  email: string;
}

/** A postal address; street, city and postal code exist nowhere. */
export interface SampleAddress {
  street: string;
  city: string;
  state: string;
  postalCode: string;
}

/** A property as its documents describe it: clock, office, and the numbers that residents are told. */
export interface SampleBuilding {
  id: string;
  /** Opens every booking id of the property. */
  code: string;
  organisationId: string;
  name: string;
  address: SampleAddress;
  /** IANA name. */
  timeZone: string;
  currency: 'USD';
  officePhone: string;
  officeEmail: string;
  /** Answered by a person day and night. */
  onCallPhone: string;
  /** Police, fire and ambulance. */
  emergencyNumber: string;
  gasUtilityName: string;
  gasUtilityPhone: string;
  officeHours: WeeklyHours;
  holidays: SampleHoliday[];
}

/** The operator. */
export const sampleOrganisation: SampleOrganisation = {
  id: 'lanternlight',
  name: 'Lanternlight Residences',
  email: 'care@lanternlight.example',
};

const weekdayHours = (span: { from: string; to: string }): WeeklyHours => ({
  monday: [span],
  tuesday: [span],
  wednesday: [span],
  thursday: [span],
  friday: [span],
});

/** Both properties, Harbor Court (New York time) first, Copper Sage Flats (Mountain time) second. */
export const sampleBuildings: readonly SampleBuilding[] = [
  {
    id: 'harbor-court',
    code: 'HC',
    organisationId: sampleOrganisation.id,
    name: 'Harbor Court',
    address: {
      street: '12 Lanternlight Wharf',
      city: 'Port Alder',
      state: 'NY',
      postalCode: '00012',
    },
    timeZone: 'America/New_York',
    currency: 'USD',
    officePhone: fictionalPhone({ area: '646', index: 0 }),
    officeEmail: 'office@harbor-court.example',
    onCallPhone: fictionalPhone({ area: '646', index: 11 }),
    emergencyNumber: '911',
    gasUtilityName: 'Port Alder Gas',
    gasUtilityPhone: fictionalPhone({ area: '646', index: 99 }),
    officeHours: {
      ...weekdayHours({ from: '09:00', to: '18:00' }),
      saturday: [{ from: '10:00', to: '16:00' }],
    },
    holidays: sampleHolidays('harbor-court'),
  },
  {
    id: 'copper-sage-flats',
    code: 'CS',
    organisationId: sampleOrganisation.id,
    name: 'Copper Sage Flats',
    address: {
      street: '40 Quartz Hollow Road',
      city: 'Copper Sage',
      state: 'CO',
      postalCode: '00040',
    },
    timeZone: 'America/Denver',
    currency: 'USD',
    officePhone: fictionalPhone({ area: '720', index: 0 }),
    officeEmail: 'office@copper-sage.example',
    onCallPhone: fictionalPhone({ area: '720', index: 11 }),
    emergencyNumber: '911',
    gasUtilityName: 'High Mesa Gas',
    gasUtilityPhone: fictionalPhone({ area: '720', index: 99 }),
    officeHours: {
      ...weekdayHours({ from: '08:30', to: '17:30' }),
      saturday: [{ from: '10:00', to: '14:00' }],
    },
    holidays: sampleHolidays('copper-sage-flats'),
  },
];
