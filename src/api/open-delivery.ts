import { createDangerFloors } from '../domain/danger-floors.ts';
import type { Channels } from '../ports/channel.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Records } from '../ports/records.ts';
import {
  createDeliver,
  createTellsOfDanger,
  type Deliver,
  type DeliverOptions,
} from './deliver.ts';
import { createLimitedDeliver, type DoorLimits } from './limited-deliver.ts';

/** How messages come in: as they are from providers, within limits from the doors of a portal. */
export function openDelivery(
  house: {
    records: Pick<Records, 'inbox' | 'properties'>;
    channels: Channels;
    policyPacks: PolicyPacks;
    doorLimits: DoorLimits;
  },
  { send, wake }: Pick<DeliverOptions, 'send' | 'wake'>,
): { deliver: Deliver; deliverLimited: Deliver } {
  const { records, channels, policyPacks, doorLimits: limits } = house;
  const floorOf = createDangerFloors();
  floorOf(policyPacks.current(null).dangerRules); // compiled before the first resident waits for it
  const { inbox, properties } = records;
  const delivery = { inbox, properties, policyPacks, floorOf };
  const deliver = createDeliver({ ...delivery, channels, send, wake });
  const tellsOfDanger = createTellsOfDanger(delivery);
  return { deliver, deliverLimited: createLimitedDeliver({ deliver, tellsOfDanger, limits }) };
}
