import { platformWrites } from '../proxies.ts';
import type { PlatformSyncInput } from './contract.ts';

/** Reads what staff and vendors changed at the platform and tells each request. */
export async function platformSync({ connectionId }: PlatformSyncInput): Promise<void> {
  await platformWrites.syncWorkOrders({ connectionId });
}
