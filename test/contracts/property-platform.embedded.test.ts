import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleProperty } from '../../sample/property.ts';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import {
  ProviderAmbiguous,
  ProviderRejected,
  ProviderUnavailable,
} from '../../src/ports/errors.ts';
import { startCuttableProxy } from '../fakes/cuttable-proxy.ts';
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

propertyPlatformContract('embedded', async () => {
  // As the application's role, so that the grants are proven too.
  const url = `${postgres.url}?options=${encodeURIComponent('-c role=nightporter_app')}`;
  const platform = createEmbeddedPropertyPlatform({ url, connectionId });
  return { platform, known: knownOfElmHouse, setNativeStatus, close: () => platform.close() };
});

describe('the embedded platform', () => {
  const anOrder = () => ({
    reference: freshReference(),
    propertyId: 'elm-house',
    unitId: null,
    residentId: null,
    class: 'P2' as const,
    trade: 'plumber',
    brief: 'Hallway light out',
    description: 'Second floor',
    permissionToEnter: 'unknown' as const,
    isHeldForApproval: false,
  });

  it('loads the same data once, and never undoes what happened since', async () => {
    await postgres.query(
      "update embedded_platform.residents set first_name = 'Kimberly' where resident_id = 'kim'",
    );
    await loadPlatformData({ url: postgres.url, data: elmHouse });

    const platform = createEmbeddedPropertyPlatform({ url: postgres.url, connectionId });
    expect(await platform.findResident('kim', forNobody)).toMatchObject({
      firstName: 'Kimberly',
      emails: ['kim@example.com'],
    });
    expect((await platform.readLedger('lease-1a', forNobody)).entries).toHaveLength(2);
    expect(await platform.readWorkOrder('wo-before-us', forNobody)).toMatchObject({
      status: 'done',
      updatedAt: '2026-10-02T15:00:00.000Z',
    });
    await platform.close();
  });

  it('loads nothing when one record does not fit', async () => {
    const unit = { id: 'elm-house-2b', propertyId: 'elm-house', number: '2B' };
    const [workOrder] = elmHouse.workOrders;
    if (!workOrder) throw new Error('the books have a work order');
    const lost = { ...workOrder, id: 'wo-lost', vendorId: 'no-such-vendor' };
    const broken = { ...elmHouse, units: [...elmHouse.units, unit], workOrders: [lost] };
    await expect(loadPlatformData({ url: postgres.url, data: broken })).rejects.toThrow(
      /foreign key/,
    );
    const units = await postgres.query('select unit_id from embedded_platform.units');
    expect(units).toEqual([{ unit_id: 'elm-house-1a' }]);
  });

  it('names the resident, not the number, when a phone cannot be read', async () => {
    const [kim] = elmHouse.residents;
    if (!kim) throw new Error('the books have a resident');
    const unreadable = { ...elmHouse, residents: [{ ...kim, phone: 'call me' }] };
    await expect(loadPlatformData({ url: postgres.url, data: unreadable })).rejects.toThrow(
      'resident kim has a phone that is no number',
    );
  });

  // Money: the platform itself keeps a held order from being given away.
  it('refuses a vendor for a work order that is still held', async () => {
    const platform = createEmbeddedPropertyPlatform({ url: postgres.url, connectionId });
    const held = await platform.createWorkOrder(
      { ...anOrder(), isHeldForApproval: true },
      forNobody,
    );
    const giveAway = platform.changeWorkOrder(
      { externalId: held.externalId, change: { vendorId: 'pipes-inc' } },
      forNobody,
    );
    await expect(giveAway).rejects.toBeInstanceOf(ProviderRejected);
    await platform.changeWorkOrder(
      { externalId: held.externalId, change: { status: 'assigned', vendorId: 'pipes-inc' } },
      forNobody,
    );
    expect(await platform.readWorkOrder(held.externalId, forNobody)).toMatchObject({
      vendorId: 'pipes-inc',
    });
    await platform.close();
  });

  it('takes the whole sample operator as it is', async () => {
    const sample = sampleProperty();
    await loadPlatformData({ url: postgres.url, data: sample });
    const [resident] = sample.residents;
    const platform = createEmbeddedPropertyPlatform({ url: postgres.url, connectionId });
    const found = await platform.findResidentsByPhone(resident?.phone ?? '', forNobody);
    expect(found.map(({ id }) => id)).toEqual([resident?.bookingId]);
    const [ledger] = sample.ledgers;
    expect(await platform.readLedger(ledger?.leaseId ?? '', forNobody)).toMatchObject({
      balanceCents: ledger?.balanceCents,
    });
    await platform.close();
  });

  it('is unavailable, not ambiguous, when the server cannot be reached', async () => {
    const proxy = await startCuttableProxy({ port: Number(new URL(postgres.url).port) });
    const url = postgres.url.replace(new URL(postgres.url).port, String(proxy.port));
    await proxy.close();
    const platform = createEmbeddedPropertyPlatform({ url, connectionId });
    await expect(platform.findResident('kim', forNobody)).rejects.toBeInstanceOf(
      ProviderUnavailable,
    );
    await expect(platform.createWorkOrder(anOrder(), forNobody)).rejects.toBeInstanceOf(
      ProviderUnavailable,
    );
    await platform.close();
  });

  // A ticket twice or never: the one case in which nobody may guess.
  it('calls a create ambiguous whose answer was cut off, and the search then finds what it made', async () => {
    const proxy = await startCuttableProxy({ port: Number(new URL(postgres.url).port) });
    const url = postgres.url.replace(new URL(postgres.url).port, String(proxy.port));
    const cut = createEmbeddedPropertyPlatform({ url, connectionId });
    await cut.findResident('kim', forNobody);
    proxy.loseAnswerTo('insert into embedded_platform.work_orders');
    const order = anOrder();
    await expect(cut.createWorkOrder(order, forNobody)).rejects.toBeInstanceOf(ProviderAmbiguous);

    const platform = createEmbeddedPropertyPlatform({ url: postgres.url, connectionId });
    expect(platform.settleMs).toBeGreaterThan(0);
    expect(await platform.searchWorkOrders(order, forNobody)).toHaveLength(1);
    await Promise.all([platform.close(), cut.close(), proxy.close()]);
  });
});
