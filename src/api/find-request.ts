import type { Request } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { Records } from '../ports/records.ts';
import type { Allow } from './allow.ts';
import type { Staff } from './rights.ts';
import { readAs } from './read-as.ts';

const Params = z.object({ id: z.string().min(1).max(100) });

/** The request that an address names by its id or its reference. @throws RecordNotFound */
export async function findRequest(
  { maintenanceRequests }: Pick<Records, 'maintenanceRequests'>,
  request: Request,
): Promise<MaintenanceRequestRow> {
  const { id } = readAs(Params, request.params);
  const found =
    (await maintenanceRequests.find(id)) ?? (await maintenanceRequests.findByReference(id));
  if (!found) throw new RecordNotFound(`no maintenance request ${id}`);
  return found;
}

/** A request that somebody is about to change, and who they are. */
export interface ChangingRequest {
  row: MaintenanceRequestRow;
  staff: Staff;
}

/** The request of an address, for whoever may change it. @throws RecordNotFound, NotAllowed */
export async function findToChange(
  { records, allow }: { records: Pick<Records, 'maintenanceRequests'>; allow: Allow },
  request: Request,
): Promise<ChangingRequest> {
  const row = await findRequest(records, request);
  const { propertyId } = row;
  return { row, staff: await allow(request, { action: 'request.change', propertyId }) };
}
