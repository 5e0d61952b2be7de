import type { PlatformData } from '../../src/adapters/property-platforms/embedded/index.ts';
import type { PlatformUnderTest } from './property-platform.contract.ts';

/** A small operator's books: one home, two people who share a phone, a repair from before we came. */
export const elmHouse: PlatformData = {
  organisation: { id: 'elm-group', name: 'Elm Group' },
  properties: [
    { id: 'elm-house', organisationId: 'elm-group', name: 'Elm House', currency: 'USD' },
  ],
  units: [{ id: 'elm-house-1a', propertyId: 'elm-house', number: '1A' }],
  residents: [
    {
      bookingId: 'kim',
      firstName: 'Kim',
      lastName: 'Ek',
      phone: '(415) 555-0101',
      email: 'Kim@Example.com',
      preferredLanguage: 'en',
      status: 'current',
    },
    {
      bookingId: 'lou',
      firstName: 'Lou',
      lastName: 'Ek',
      phone: '+1 415-555-0101',
      email: 'lou@example.com',
      preferredLanguage: 'es',
      status: 'current',
    },
  ],
  leases: [
    {
      id: 'lease-1a',
      unitId: 'elm-house-1a',
      residentIds: ['kim', 'lou'],
      fromOn: '2026-02-01',
      toOn: '2027-01-31',
      rentCents: 185_000,
    },
  ],
  ledgers: [
    {
      leaseId: 'lease-1a',
      entries: [
        { id: 'entry-2', postedOn: '2026-11-03', description: 'Payment', amountCents: -150_000 },
        { id: 'entry-1', postedOn: '2026-11-01', description: 'Rent', amountCents: 185_000 },
      ],
    },
  ],
  vendors: [
    {
      id: 'pipes-inc',
      name: 'Pipes Inc',
      propertyIds: ['elm-house'],
      trades: ['plumber'],
      isEmergency: true,
      licenceExpiresOn: null,
    },
    {
      id: 'old-sparks',
      name: 'Old Sparks',
      propertyIds: ['elm-house'],
      trades: ['electrician'],
      isEmergency: false,
      licenceExpiresOn: '2026-01-31',
    },
  ],
  workOrders: [
    {
      id: 'wo-before-us',
      unitId: 'elm-house-1a',
      residentId: 'kim',
      category: 'drain.sink_bath',
      description: 'Bathroom drain cleared',
      priority: 'P3',
      status: 'done',
      openedAt: '2026-10-01T09:00:00.000Z',
      completedAt: '2026-10-02T15:00:00.000Z',
      vendorId: 'pipes-inc',
    },
  ],
};

/** What the contract suite may know of these books. */
export const knownOfElmHouse: PlatformUnderTest['known'] = {
  propertyId: 'elm-house',
  unitId: 'elm-house-1a',
  unit: '1A',
  residentId: 'kim',
  leaseId: 'lease-1a',
  sharedPhone: '+14155550101',
  sharedBy: ['kim', 'lou'],
  ledger: {
    balanceCents: 35_000,
    currency: 'USD',
    entries: [
      { postedOn: '2026-11-01', description: 'Rent', amountCents: 185_000 },
      { postedOn: '2026-11-03', description: 'Payment', amountCents: -150_000 },
    ],
  },
  vendorId: 'pipes-inc',
  expiredVendor: { id: 'old-sparks', licenceExpiresOn: '2026-01-31' },
};
