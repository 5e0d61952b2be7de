import type { Resident } from '../../../domain/resident.ts';
import type { AuditEntry } from '../../../ports/audit-log.ts';
import type { PropertyPlatform } from '../../../ports/property-platform.ts';
import { recordChangesRead } from './changes-read.ts';
import { createRecorded, type AuditedPropertyPlatformOptions } from './recorded.ts';

/**
 * The same platform, each of whose calls stands in the record: for whom and on whose wish, what came of it, whose
 * records came back, the duration; never what was asked or answered. The look for changes, many times a minute, leaves
 * an entry only where it brought something (decision 0039).
 */
export function createAuditedPropertyPlatform(
  options: AuditedPropertyPlatformOptions,
): PropertyPlatform {
  const { connectionId, settleMs } = options.platform;
  return {
    connectionId,
    settleMs,
    ...placesAndPeople(options),
    ...workOrders(options),
    listChangedWorkOrders: (since) => recordChangesRead(options, since),
  };
}

function placesAndPeople(options: AuditedPropertyPlatformOptions) {
  const { platform } = options;
  const recorded = createRecorded(options);
  return {
    findResident: (residentId, askedFor) =>
      recorded({ operation: 'find-resident', askedFor, told: oneFound }, () =>
        platform.findResident(residentId, askedFor),
      ),
    findResidentsByPhone: (phone, askedFor) =>
      recorded({ operation: 'find-residents-by-phone', askedFor, told: allFound }, () =>
        platform.findResidentsByPhone(phone, askedFor),
      ),
    findResidentsByUnit: (by, askedFor) =>
      recorded({ operation: 'find-residents-by-unit', askedFor, told: allFound }, () =>
        platform.findResidentsByUnit(by, askedFor),
      ),
    findLease: (leaseId, askedFor) =>
      recorded({ operation: 'find-lease', askedFor, told: isFound }, () =>
        platform.findLease(leaseId, askedFor),
      ),
    readLedger: (leaseId, askedFor) =>
      recorded({ operation: 'read-ledger', askedFor }, () =>
        platform.readLedger(leaseId, askedFor),
      ),
    listVendors: (propertyId, askedFor) =>
      recorded({ operation: 'list-vendors', askedFor, told: counted }, () =>
        platform.listVendors(propertyId, askedFor),
      ),
  } satisfies Partial<PropertyPlatform>;
}

function workOrders(options: AuditedPropertyPlatformOptions) {
  const { platform } = options;
  const recorded = createRecorded(options);
  return {
    searchWorkOrders: (query, askedFor) =>
      recorded({ operation: 'search-work-orders', askedFor, told: counted }, () =>
        platform.searchWorkOrders(query, askedFor),
      ),
    createWorkOrder: (order, askedFor) =>
      recorded(
        { operation: 'create-work-order', askedFor, told: ({ externalId }) => ({ externalId }) },
        () => platform.createWorkOrder(order, askedFor),
      ),
    readWorkOrder: (externalId, askedFor) =>
      recorded({ operation: 'read-work-order', askedFor, told: isFound }, () =>
        platform.readWorkOrder(externalId, askedFor),
      ),
    changeWorkOrder: (by, askedFor) =>
      recorded(
        { operation: 'change-work-order', askedFor, told: () => ({ externalId: by.externalId }) },
        () => platform.changeWorkOrder(by, askedFor),
      ),
  } satisfies Partial<PropertyPlatform>;
}

const counted = (found: readonly unknown[]): AuditEntry['facts'] => ({ count: found.length });
const isFound = (found: object | null): AuditEntry['facts'] => ({ isKnown: found !== null });

// Whose records were read is known only now: the one asked for may be nobody.
const oneFound = (found: Resident | null): AuditEntry['facts'] => ({
  isKnown: found !== null,
  ...(found && { residentId: found.id }),
});
const allFound = (found: readonly Resident[]): AuditEntry['facts'] => ({
  count: found.length,
  ...(found.length > 0 && { residentIds: found.map(({ id }) => id).join(' ') }),
});
