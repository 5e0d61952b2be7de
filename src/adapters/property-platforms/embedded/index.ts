import type { PropertyPlatform } from '../../../ports/property-platform.ts';
import { createPlatformClient, SETTLE_MS } from './client.ts';
import { createResidentReads } from './residents.ts';
import { createWorkOrders } from './work-orders.ts';

export { createEmbeddedPropertyBooks } from './books.ts';
export { loadPlatformData, type PlatformData } from './load.ts';

/** A platform that holds connections of its own. */
export interface EmbeddedPropertyPlatform extends PropertyPlatform {
  close(): Promise<void>;
}

/** What the embedded platform needs: the server, the connection's name, and a clock for its own stamps. */
export interface EmbeddedPropertyPlatformOptions {
  url: string;
  connectionId: string;
  now?: () => Date;
}

/**
 * The embedded platform, over its own schema and connections: it commits on its own, never together with our records,
 * and knows nothing of our references. Needs migration 0002.
 */
export function createEmbeddedPropertyPlatform(
  options: EmbeddedPropertyPlatformOptions,
): EmbeddedPropertyPlatform {
  const { url, connectionId, now = () => new Date() } = options;
  const client = createPlatformClient({ url });
  return {
    connectionId,
    settleMs: SETTLE_MS,
    ...createResidentReads({ client, now }),
    ...createWorkOrders({ client, now }),
    close: () => client.close(),
  };
}
