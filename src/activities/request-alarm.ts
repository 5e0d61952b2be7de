import { dangerLadder } from '../domain/alert.ts';
import { roundOf } from '../domain/maintenance-request.ts';
import type { PropertySettings } from '../domain/property.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import { calleesAt } from '../ports/callees.ts';
import { ringFor } from './alarms.ts';
import type { House } from './house.ts';

type Needs = Pick<House, 'records' | 'policyPacks' | 'processes'>;

/** Rings for an emergency that no danger's alert rings for: one that only a model saw, or that an open request became. */
export async function alarmFor(
  house: Needs,
  { request, property }: { request: MaintenanceRequestRow; property: PropertySettings },
): Promise<void> {
  const { requestId, reference, issue, conversationId } = request;
  const round = roundOf(request.reopenings);
  const { nextContactMinutes } = house.policyPacks.current(property.propertyId).classes[
    request.class
  ];
  await ringFor(house, {
    once: `request/${requestId}${round}`,
    alertId: `al_${requestId}${round}`,
    propertyId: property.propertyId,
    kind: 'maintenance-request',
    class: request.class,
    headline: `${request.class} ${issue} reported as ${reference}.`,
    conversationId,
    subjectId: requestId,
    ladder: dangerLadder({
      ...(await calleesAt(house.records, property.propertyId)),
      waitMinutes: nextContactMinutes ?? 15,
    }),
  });
}
