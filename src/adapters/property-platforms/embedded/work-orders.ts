import { marker, type WorkOrder } from '../../../domain/work-order.ts';
import { ProviderAmbiguous, ProviderRejected } from '../../../ports/errors.ts';
import type { PropertyPlatform } from '../../../ports/property-platform.ts';
import type { PlatformClient } from './client.ts';
import { workOrderRow, writtenRow } from './schema.ts';
import { descriptionOf, nativeStatusOf, withoutMarker, workOrderOf } from './translate.ts';

const WORK_ORDER = `
  select work_order_id as "externalId", property_id as "propertyId", unit_id as "unitId", status as "nativeStatus",
    description, vendor_id as "vendorId", window_from_at as "windowFromAt", window_to_at as "windowToAt",
    created_at as "createdAt", updated_at as "updatedAt"
  from embedded_platform.work_orders`;

const CREATE = `
  insert into embedded_platform.work_orders
    (property_id, unit_id, resident_id, status, class, category, permission_to_enter, description, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
  returning work_order_id as "externalId"`;

// Only a value that differs is a change: the same again neither writes nor moves updated_at. A note stands once.
const CHANGED = `
  coalesce($2, status), coalesce($3, vendor_id), coalesce($4, window_from_at), coalesce($5, window_to_at),
  coalesce($7, class), coalesce($8, permission_to_enter),
  case when $9::text is null or position($9 in description) > 0 then description else description || E'\\n\\n' || $9 end,
  coalesce($10, category), coalesce($11, cost_limit_cents)`;
const COLUMNS =
  'status, vendor_id, window_from_at, window_to_at, class, permission_to_enter, description, category, cost_limit_cents';
const CHANGE = `
  update embedded_platform.work_orders
  set (${COLUMNS}, updated_at) = (${CHANGED}, greatest($6, updated_at))
  where work_order_id = $1 and (${COLUMNS}) is distinct from (${CHANGED})
  returning work_order_id as "externalId"`;

/**
 * Work orders of the platform. Each write is one statement that commits by itself; a second create with the same
 * reference makes a second work order.
 */
export function createWorkOrders({ client, now }: { client: PlatformClient; now: () => Date }) {
  const read = async (where: string, values: unknown[]): Promise<WorkOrder[]> => {
    const rows = await client.read({ text: `${WORK_ORDER} ${where}`, values }, workOrderRow);
    return rows.map(workOrderOf);
  };
  const readWorkOrder = async (externalId: string): Promise<WorkOrder | null> => {
    const [workOrder] = await read('where work_order_id = $1', [externalId]);
    return workOrder ?? null;
  };

  return {
    searchWorkOrders({ reference, propertyId }) {
      const where = 'where property_id = $1 and position($2 in description) > 0';
      return read(`${where} order by created_at, work_order_id`, [propertyId, marker(reference)]);
    },

    async createWorkOrder(order) {
      const { propertyId, unitId, residentId, trade, permissionToEnter } = order;
      const status = nativeStatusOf(order.isHeldForApproval ? 'awaiting-approval' : 'new');
      const place = [propertyId, unitId, residentId];
      const what = [status, order.class, trade, permissionToEnter, descriptionOf(order), now()];
      const [created] = await client.write(
        { text: CREATE, values: [...place, ...what] },
        writtenRow,
      );
      if (!created) throw new ProviderAmbiguous('embedded platform named no work order');
      return created;
    },

    readWorkOrder,

    async changeWorkOrder({ externalId, change }) {
      const { status, vendorId, windowFromAt, windowToAt } = change;
      const nativeStatus = status ? nativeStatusOf(status) : null;
      const note = change.note === undefined ? null : withoutMarker(change.note);
      const when = [windowFromAt, windowToAt, now()];
      const what = [change.class, change.permissionToEnter, note];
      const terms = [change.trade, change.costLimitCents];
      const values = [externalId, nativeStatus, vendorId, ...when, ...what, ...terms];
      const changed = await client.write({ text: CHANGE, values }, writtenRow);
      if (changed.length === 0 && !(await readWorkOrder(externalId))) {
        throw new ProviderRejected(`no work order ${externalId} on the embedded platform`);
      }
    },

    listChangedWorkOrders(since) {
      return read('where updated_at >= $1 order by updated_at, work_order_id', [since]);
    },
  } satisfies Partial<PropertyPlatform>;
}
