import { livesHere } from '../domain/resident.ts';
import { planReopening } from '../domain/reopening.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { Records } from '../ports/records.ts';
import { askedBy } from './asked-by.ts';
import { Conflict, Gone } from './errors.ts';
import type { Staff } from './rights.ts';
import type { StartReopened } from './start-reopened.ts';

/** A closed request that somebody wishes to be open again, and why. */
export interface WishedReopening {
  row: MaintenanceRequestRow;
  staff: Staff;
  reason: string;
}

interface Needs {
  records: Pick<Records, 'properties' | 'requestReopenings'>;
  platform: Pick<PropertyPlatform, 'findResident'>;
  policyPacks: PolicyPacks;
  startReopened: StartReopened;
}

/**
 * Opens a closed request again, with its class, clocks and approval anew. Staff may do so after the time that a resident
 * has: they say why.
 * @throws Conflict when it is open, or ended without a repair; Gone when its resident does not live there any more
 */
export function createReopenRequest(
  house: Needs,
): (wish: WishedReopening) => Promise<MaintenanceRequestRow> {
  return async ({ row, staff, reason }) => {
    const { requestId, propertyId, packVersion: version } = row;
    demandClosed(row);
    await demandResident(house.platform, { row, staff });
    const property = await house.records.properties.find(propertyId);
    if (!property) throw new RecordNotFound(`no property ${propertyId}`);
    const pack = await house.policyPacks.pinned({ version, propertyId });
    const now = new Date().toISOString();
    const { class: raised, deadlines } = planReopening(row, {
      pack,
      calendar: property.calendar,
      now,
    });
    const again = await house.records.requestReopenings.reopen({
      requestId,
      number: row.reopenings + 1,
      key: `staff/${crypto.randomUUID()}`,
      class: raised,
      deadlines,
      by: { staffId: staff.staffId, reason },
    });
    if (!again) throw new Conflict(OPEN_ALREADY);
    await house.startReopened.one(again.request);
    return again.request;
  };
}

const OPEN_ALREADY = 'This request is open: there is nothing to reopen.';

function demandClosed({ state }: MaintenanceRequestRow): void {
  if (state === 'closed') return;
  if (state !== 'cancelled' && state !== 'dropped') throw new Conflict(OPEN_ALREADY);
  throw new Conflict(
    `This request was ${state} and never repaired: the resident’s next message about it opens a new one.`,
  );
}

/** Whoever reported it lives there still, under the same lease. */
async function demandResident(
  platform: Needs['platform'],
  { row, staff }: Omit<WishedReopening, 'reason'>,
): Promise<void> {
  const { residentId, leaseId, requestId, propertyId } = row;
  if (residentId === null) return; // nobody's in particular
  const asked = askedBy(staff, { propertyId, requestId, residentId });
  const resident = await platform.findResident(residentId, asked);
  const isThere = resident !== null && livesHere(resident.status);
  if (isThere && (leaseId === null || resident.leaseId === leaseId)) return;
  throw new Gone('Its resident does not live there any more: the next household reports it anew.');
}
