import type { AskedFor } from '../ports/audit-log.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';

/** Somebody outside is asked because of a request: by the house itself, for its resident. */
export function askedForRequest({
  requestId,
  propertyId,
  residentId,
  conversationId,
}: MaintenanceRequestRow): AskedFor {
  return { propertyId, ids: { requestId, residentId, conversationId } };
}
