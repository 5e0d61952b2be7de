import type { Request } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { Records } from '../ports/records.ts';

const Params = z.object({ id: z.string().min(1).max(100) });

/** The request that an address names by its id or its reference. @throws RecordNotFound */
export async function findRequest(
  { maintenanceRequests }: Pick<Records, 'maintenanceRequests'>,
  request: Request,
): Promise<MaintenanceRequestRow> {
  const { id } = Params.parse(request.params);
  const found =
    (await maintenanceRequests.find(id)) ?? (await maintenanceRequests.findByReference(id));
  if (!found) throw new RecordNotFound(`no maintenance request ${id}`);
  return found;
}
