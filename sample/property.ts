import { sampleBuildings, sampleOrganisation } from './buildings.ts';
import type { SampleBuilding, SampleOrganisation } from './buildings.ts';
import { sampleHouseholds } from './households.ts';
import { sampleLeases, type SampleLease } from './leases.ts';
import { sampleLedgers, type SampleLedger } from './ledgers.ts';
import { samplePeople, type SampleResident } from './people.ts';
import { sampleUnits, type SampleUnit } from './units.ts';
import { sampleVendors, type SampleVendor } from './vendors.ts';
import { sampleWorkOrders, type SampleWorkOrder } from './work-orders.ts';

/** A whole operator as plain data: what a property-management platform would hold. */
export interface SampleProperty {
  /** The day on which all of this is true, `YYYY-MM-DD`. */
  anchorOn: string;
  organisation: SampleOrganisation;
  properties: SampleBuilding[];
  units: SampleUnit[];
  /** The first one lives in Harbor Court 4B. */
  residents: SampleResident[];
  leases: SampleLease[];
  ledgers: SampleLedger[];
  vendors: SampleVendor[];
  workOrders: SampleWorkOrder[];
}

const DEFAULT_ANCHOR_ON = '2026-11-01';

/** The sample operator on a day: the same day always gives the same data, in fresh objects. */
export function sampleProperty({ anchorOn = DEFAULT_ANCHOR_ON } = {}): SampleProperty {
  const households = sampleHouseholds({ anchorOn });
  const leases = sampleLeases(households);
  const vendors = sampleVendors({ anchorOn });
  return {
    anchorOn,
    organisation: { ...sampleOrganisation },
    properties: structuredClone([...sampleBuildings]),
    units: sampleUnits(),
    residents: samplePeople(households),
    leases,
    ledgers: sampleLedgers({ households, leases, anchorOn }),
    vendors,
    workOrders: sampleWorkOrders({ households, vendors, anchorOn }),
  };
}
