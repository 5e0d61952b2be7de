import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { ProviderAmbiguous, ProviderUnavailable } from '../../src/ports/errors.ts';
import { faultyPlatform } from '../fakes/faulty-platform.ts';
import { elmHouse, knownOfElmHouse } from './elm-house.ts';
import { startMigratedPostgres, type MigratedPostgres } from './migrated-postgres.ts';
import {
  freshReference,
  propertyPlatformContract,
  forNobody,
} from './property-platform.contract.ts';

const connectionId = 'embedded-1';

let postgres: MigratedPostgres;
beforeAll(async () => {
  postgres = await startMigratedPostgres();
  await loadPlatformData({ url: postgres.url, data: elmHouse });
});
afterAll(() => postgres.stop());

const setNativeStatus = async (externalId: string, nativeStatus: string): Promise<void> => {
  const change = 'update embedded_platform.work_orders set status = $2 where work_order_id = $1';
  await postgres.query(change, [externalId, nativeStatus]);
};

propertyPlatformContract('embedded, behind the decorator of faults', async () => {
  const embedded = createEmbeddedPropertyPlatform({ url: postgres.url, connectionId });
  const { platform } = faultyPlatform(embedded);
  return { platform, known: knownOfElmHouse, setNativeStatus, close: () => embedded.close() };
});

describe('the decorator of faults, over the embedded platform', () => {
  const order = {
    propertyId: 'elm-house',
    unitId: null,
    residentId: null,
    class: 'P3' as const,
    trade: 'handyman',
    brief: 'Mailbox door hangs',
    description: 'Ground floor',
    permissionToEnter: 'unknown' as const,
    isHeldForApproval: false,
  };

  it('loses the answer of a create that was made, once, and lets the next one through', async () => {
    const embedded = createEmbeddedPropertyPlatform({ url: postgres.url, connectionId });
    const { platform, spoil, count } = faultyPlatform(embedded);
    const wanted = { ...order, reference: freshReference() };
    spoil({ operation: 'createWorkOrder', fault: { kind: 'answer-lost' } });
    await expect(platform.createWorkOrder(wanted, forNobody)).rejects.toBeInstanceOf(
      ProviderAmbiguous,
    );
    expect(await platform.searchWorkOrders(wanted, forNobody)).toHaveLength(1);
    await platform.createWorkOrder(wanted, forNobody);
    expect(count('createWorkOrder')).toEqual({ called: 2, reached: 2 });
    await embedded.close();
  });

  it('refuses, loses and delays without reaching the platform before its time', async () => {
    const embedded = createEmbeddedPropertyPlatform({ url: postgres.url, connectionId });
    const { platform, spoil, heal, count } = faultyPlatform(embedded);
    const wanted = { ...order, reference: freshReference() };
    const gate = Promise.withResolvers<void>();
    const faults = [
      { kind: 'lost-before-commit' },
      { kind: 'rate-limited', retryAfterMs: 700 },
      { kind: 'unavailable' },
      { kind: 'delayed', until: gate.promise },
    ] as const;
    for (const fault of faults) spoil({ operation: 'createWorkOrder', fault });
    spoil({ operation: 'findResident', fault: { kind: 'answer-lost' }, times: 9 });

    await expect(platform.createWorkOrder(wanted, forNobody)).rejects.toBeInstanceOf(
      ProviderAmbiguous,
    );
    await expect(platform.createWorkOrder(wanted, forNobody)).rejects.toMatchObject({
      retryAfterMs: 700,
    });
    await expect(platform.createWorkOrder(wanted, forNobody)).rejects.toBeInstanceOf(
      ProviderUnavailable,
    );
    const delayed = platform.createWorkOrder(wanted, forNobody);
    expect(await platform.searchWorkOrders(wanted, forNobody)).toEqual([]);
    expect(count('createWorkOrder')).toEqual({ called: 4, reached: 0 });
    gate.resolve();
    await delayed;
    expect(await platform.searchWorkOrders(wanted, forNobody)).toHaveLength(1);

    await expect(platform.findResident('kim', forNobody)).rejects.toBeInstanceOf(
      ProviderUnavailable,
    );
    heal();
    expect(await platform.findResident('kim', forNobody)).not.toBeNull();
    await embedded.close();
  });
});
