import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marker, type NewWorkOrder } from '../../src/domain/work-order.ts';
import type { AskedFor } from '../../src/ports/audit-log.ts';
import { ProviderRejected } from '../../src/ports/errors.ts';
import type { Ledger, PropertyPlatform } from '../../src/ports/property-platform.ts';

/** A platform with something on its books, and what the suite may know of it. */
export interface PlatformUnderTest {
  platform: PropertyPlatform;
  known: {
    propertyId: string;
    unitId: string;
    /** The label of that unit; everybody of it shares the phone below. */
    unit: string;
    residentId: string;
    leaseId: string;
    /** E.164, of two people on leases. */
    sharedPhone: string;
    sharedBy: string[];
    ledger: Pick<Ledger, 'balanceCents' | 'currency' | 'entries'>;
    vendorId: string;
    expiredVendor: { id: string; licenceExpiresOn: string };
  };
  /** Gives a work order a status that our table of words does not hold. */
  setNativeStatus(externalId: string, nativeStatus: string): Promise<void>;
  close(): Promise<void>;
}

/** The suite asks for nobody. */
export const forNobody: AskedFor = { propertyId: null, ids: {} };

let references = 0;

/** A reference that no other test has used. */
export function freshReference(): string {
  references += 1;
  return `MR-${String(references).padStart(10, '0')}`;
}

/** What every property-management platform owes, whoever makes it. */
export function propertyPlatformContract(
  name: string,
  make: () => Promise<PlatformUnderTest>,
): void {
  describe(`property platform: ${name}`, () => {
    let subject: PlatformUnderTest;
    let platform: PropertyPlatform;
    let known: PlatformUnderTest['known'];

    beforeAll(async () => {
      subject = await make();
      ({ platform, known } = subject);
    });
    afterAll(() => subject.close());

    const order = (changes: Partial<NewWorkOrder> = {}): NewWorkOrder => ({
      reference: freshReference(),
      propertyId: known.propertyId,
      unitId: known.unitId,
      residentId: known.residentId,
      class: 'P3',
      trade: 'plumber',
      brief: 'Kitchen tap drips',
      description: 'It drips all night, also when closed firmly.',
      permissionToEnter: 'yes',
      isHeldForApproval: false,
      ...changes,
    });
    const create = async (changes: Partial<NewWorkOrder> = {}): Promise<string> =>
      (await platform.createWorkOrder(order(changes), forNobody)).externalId;

    it('finds a resident with place, lease and standing', async () => {
      const resident = await platform.findResident(known.residentId, forNobody);
      expect(resident).toMatchObject({
        id: known.residentId,
        propertyId: known.propertyId,
        unitId: known.unitId,
        leaseId: known.leaseId,
        status: 'current',
      });
      expect(resident?.unitNumber).toBeTruthy();
    });

    it('answers null for people, leases and work orders that it does not know', async () => {
      expect(await platform.findResident('nobody', forNobody)).toBeNull();
      expect(await platform.findLease('none', forNobody)).toBeNull();
      expect(await platform.readWorkOrder('none', forNobody)).toBeNull();
      expect(await platform.findResidentsByPhone('+14155550199', forNobody)).toEqual([]);
    });

    // Privacy: whoever takes the first of two would tell one person about the other.
    it('finds everybody who shares a phone', async () => {
      const found = await platform.findResidentsByPhone(known.sharedPhone, forNobody);
      expect(found.map(({ id }) => id).toSorted()).toEqual(known.sharedBy.toSorted());
    });

    it('finds everybody of a unit by its label, in the properties asked for', async () => {
      const { unit, propertyId, unitId, sharedBy } = known;
      const idsIn = async (propertyIds: string[] | null, label = unit) => {
        const found = await platform.findResidentsByUnit({ unit: label, propertyIds }, forNobody);
        return found.filter((one) => one.unitId === unitId).map(({ id }) => id);
      };
      expect((await idsIn([propertyId])).toSorted()).toEqual(sharedBy.toSorted());
      expect((await idsIn(null)).toSorted()).toEqual(sharedBy.toSorted());
      expect(await idsIn(['another-property'])).toEqual([]);
      expect(await idsIn([])).toEqual([]);
      expect(await idsIn(null, 'NO SUCH UNIT')).toEqual([]);
    });

    it('reads a lease with calendar days and rent in cents', async () => {
      const lease = await platform.findLease(known.leaseId, forNobody);
      expect(lease).toMatchObject({ id: known.leaseId, unitId: known.unitId });
      expect(lease?.fromOn).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(Number.isInteger(lease?.rentCents)).toBe(true);
    });

    // Money: a balance is only quoted with the time of its reading.
    it('reads a ledger as of now, debts positive, its balance beside its entries', async () => {
      const before = new Date().toISOString();
      const { asOf, leaseId, ...ledger } = await platform.readLedger(known.leaseId, forNobody);
      expect(leaseId).toBe(known.leaseId);
      expect(ledger).toEqual(known.ledger);
      expect(asOf >= before && asOf <= new Date().toISOString()).toBe(true);
    });

    it('shows which vendor has an expired licence', async () => {
      const vendors = await platform.listVendors(known.propertyId, forNobody);
      expect(vendors).toContainEqual(expect.objectContaining(known.expiredVendor));
      expect(vendors.map(({ id }) => id)).toContain(known.vendorId);
    });

    it('finds a new work order by its marker and reads it back', async () => {
      const wanted = order();
      const { externalId } = await platform.createWorkOrder(wanted, forNobody);

      const found = await platform.searchWorkOrders(wanted, forNobody);
      expect(found.map((one) => one.externalId)).toEqual([externalId]);
      expect(await platform.readWorkOrder(externalId, forNobody)).toEqual(found[0]);
      expect(found[0]).toMatchObject({
        propertyId: known.propertyId,
        unitId: known.unitId,
        status: 'new',
        vendorId: null,
      });
      expect(found[0]?.description).toContain(wanted.description);
      expect(found[0]?.description.endsWith(marker(wanted.reference))).toBe(true);
    });

    it('finds nothing for a reference that was never written', async () => {
      const { propertyId } = known;
      expect(
        await platform.searchWorkOrders({ reference: freshReference(), propertyId }, forNobody),
      ).toEqual([]);
    });

    it('is not led astray by a marker in the words of a resident', async () => {
      const foreign = freshReference();
      await create({ description: `Please see ${marker(foreign)} for the tap` });
      const { propertyId } = known;
      expect(
        await platform.searchWorkOrders({ reference: foreign, propertyId }, forNobody),
      ).toEqual([]);
    });

    // Why the outbox searches before it creates: platforms do not know that our reference is meant to be unique.
    it('makes a second work order of a second create with the same reference', async () => {
      const wanted = order();
      const first = await platform.createWorkOrder(wanted, forNobody);
      const second = await platform.createWorkOrder(wanted, forNobody);
      expect(second.externalId).not.toBe(first.externalId);
      expect(await platform.searchWorkOrders(wanted, forNobody)).toHaveLength(2);
    });

    // Money: nobody is sent before a manager has agreed.
    it('holds a work order for approval without a vendor', async () => {
      const externalId = await create({ isHeldForApproval: true });
      expect(await platform.readWorkOrder(externalId, forNobody)).toMatchObject({
        status: 'awaiting-approval',
        vendorId: null,
      });
    });

    it('refuses a work order for a place that it does not know', async () => {
      await expect(create({ unitId: 'no-such-unit' })).rejects.toBeInstanceOf(ProviderRejected);
    });

    it('sets the values of a change and leaves the others', async () => {
      const externalId = await create();
      const window = {
        windowFromAt: '2026-11-24T15:00:00.000Z',
        windowToAt: '2026-11-24T18:00:00.000Z',
      };
      await platform.changeWorkOrder(
        { externalId, change: { status: 'assigned', vendorId: known.vendorId } },
        forNobody,
      );
      await platform.changeWorkOrder(
        { externalId, change: { status: 'scheduled', ...window } },
        forNobody,
      );
      expect(await platform.readWorkOrder(externalId, forNobody)).toMatchObject({
        status: 'scheduled',
        vendorId: known.vendorId,
        ...window,
      });
    });

    it('changes nothing when the same values are written again', async () => {
      const externalId = await create();
      const change = { status: 'assigned', vendorId: known.vendorId } as const;
      await platform.changeWorkOrder({ externalId, change }, forNobody);
      const once = await platform.readWorkOrder(externalId, forNobody);
      await platform.changeWorkOrder({ externalId, change }, forNobody);
      expect(await platform.readWorkOrder(externalId, forNobody)).toEqual(once);
    });

    it('adds a note once, however often it is written, and keeps its class and permission', async () => {
      const externalId = await create();
      const change = { note: 'Pets: a cat', class: 'P1', permissionToEnter: 'call-first' } as const;
      await platform.changeWorkOrder({ externalId, change }, forNobody);
      const once = await platform.readWorkOrder(externalId, forNobody);
      await platform.changeWorkOrder({ externalId, change }, forNobody);
      expect(await platform.readWorkOrder(externalId, forNobody)).toEqual(once);
      expect(once?.description.split('Pets: a cat')).toHaveLength(2);
    });

    it('takes no marker of another request from a note', async () => {
      const externalId = await create();
      await platform.changeWorkOrder(
        { externalId, change: { note: 'see [ref MR-0000000000]' } },
        forNobody,
      );
      const order = await platform.readWorkOrder(externalId, forNobody);
      expect(order?.description).not.toContain('[ref MR-0000000000]');
    });

    it('refuses to change a work order that it does not know', async () => {
      const change = platform.changeWorkOrder(
        { externalId: 'none', change: { status: 'cancelled' } },
        forNobody,
      );
      await expect(change).rejects.toBeInstanceOf(ProviderRejected);
    });

    it('calls a native status unknown that our words do not cover, and keeps the word', async () => {
      const externalId = await create();
      await subject.setNativeStatus(externalId, 'Waiting for Godot');
      expect(await platform.readWorkOrder(externalId, forNobody)).toMatchObject({
        status: 'unknown',
        nativeStatus: 'Waiting for Godot',
      });
    });

    it('lists what changed since an instant, that instant included, oldest change first', async () => {
      const first = await create();
      const second = await create();
      const since = (await platform.readWorkOrder(first, forNobody))?.updatedAt ?? '';
      await platform.changeWorkOrder(
        { externalId: first, change: { status: 'in-progress' } },
        forNobody,
      );

      const changed = await platform.listChangedWorkOrders(since);
      const ours = changed
        .map(({ externalId }) => externalId)
        .filter((id) => [first, second].includes(id));
      expect(ours.toSorted()).toEqual([first, second].toSorted());
      const stamps = changed.map(({ updatedAt }) => updatedAt);
      expect(stamps).toEqual(stamps.toSorted());
      expect(stamps.every((stamp) => stamp >= since)).toBe(true);
    });
  });
}
