import type { PlatformOutboxRow } from '../ports/platform-outbox.ts';
import { managersOf, ringFor } from './alarms.ts';
import type { House } from './house.ts';
import { isCreateOf } from './queue-write.ts';
import { findRequest, ringManagers } from './request-news.ts';

type Needs = Pick<House, 'records' | 'processes'>;

const ENDS = ['confirmed', 'rejected', 'needs-human'] as const;
// Credentials are an operator's matter; how long they are given before the alert rings again.
const WAIT_MINUTES = 60;

/**
 * Tells a request how its order was taken. A change that was done comes back by the sync instead; one that was not
 * done is told to the managers, since nobody else would notice.
 */
export async function tellOfWrite(house: Needs, row: PlatformOutboxRow): Promise<void> {
  const { outboxId, requestId, operation, state, externalId } = row;
  const kind = ENDS.find((end) => end === state);
  if (!kind) return;
  if (operation === 'create-work-order') {
    const { maintenanceRequests } = house.records;
    if (!isCreateOf(await findRequest(house, requestId), row)) return; // of a round that is over
    if (externalId)
      await maintenanceRequests.change(requestId, { workOrderExternalId: externalId });
    await house.processes.tellPlatformWrite({ requestId, outcome: { outboxId, kind, externalId } });
  } else if (kind !== 'confirmed') {
    await ringManagers(house, {
      row: await findRequest(house, requestId),
      step: `change-${outboxId}`,
      headline: 'the platform did not take a change of the work order, a person must make it.',
    });
  }
}

/** Tells a request that its order is held up, and the operator, once an outage, that credentials were refused. */
export async function tellOfBlock(house: Needs, row: PlatformOutboxRow): Promise<void> {
  const { outboxId, requestId, connectionId } = row;
  if (isCreateOf(await findRequest(house, requestId), row)) {
    const outcome = { outboxId, kind: 'needs-human', externalId: null } as const;
    await house.processes.tellPlatformWrite({ requestId, outcome });
  }
  const first = await house.records.platformOutbox.firstBlocked(connectionId);
  if (!first?.blockedAt) return; // an operator was faster
  const { propertyId } = await findRequest(house, requestId);
  const once = `${first.outboxId}-${Date.parse(first.blockedAt)}`;
  await ringFor(house, {
    once: `credentials/${once}`,
    alertId: `al_credentials-${once}`,
    propertyId,
    kind: 'operator',
    class: null,
    headline: `The platform ${connectionId} refuses our credentials: mend them, then resume its outbox.`,
    conversationId: null,
    subjectId: connectionId,
    ladder: await managersOf(house, { propertyId, waitMinutes: WAIT_MINUTES }),
  });
}
