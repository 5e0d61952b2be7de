import {
  ProviderAmbiguous,
  ProviderRateLimited,
  ProviderUnavailable,
} from '../../src/ports/errors.ts';
import type { PropertyPlatform } from '../../src/ports/property-platform.ts';

/** The operations that can be made to fail. */
export type PlatformOperation = Exclude<keyof PropertyPlatform, 'connectionId' | 'settleMs'>;

/**
 * What goes wrong. `answer-lost`: the platform did it, we never hear of it. `lost-before-commit`: the call broke off
 * before the platform did anything, which looks the same to us. `delayed`: nothing is sent until the promise resolves.
 */
export type PlatformFault =
  | { kind: 'answer-lost' }
  | { kind: 'lost-before-commit' }
  | { kind: 'delayed'; until: Promise<unknown> }
  | { kind: 'rate-limited'; retryAfterMs: number }
  | { kind: 'unavailable' };

/** A platform whose faults are ordered one by one. */
export interface FaultyPlatform {
  platform: PropertyPlatform;
  /** Spoils the next `times` calls of an operation (1 unless said otherwise); faults of one operation queue up. */
  spoil: (order: { operation: PlatformOperation; fault: PlatformFault; times?: number }) => void;
  /** Takes back every fault not yet used. */
  heal: () => void;
  /** How often an operation was called, and how often the inner platform was reached by it. */
  count: (operation: PlatformOperation) => { called: number; reached: number };
}

const WRITES: readonly PlatformOperation[] = ['createWorkOrder', 'changeWorkOrder'];

/** Wraps any platform so that its calls fail as ordered; without orders it is the inner platform. */
export function faultyPlatform(inner: PropertyPlatform): FaultyPlatform {
  const faults: { operation: PlatformOperation; fault: PlatformFault }[] = [];
  const called: PlatformOperation[] = [];
  const reached: PlatformOperation[] = [];

  const through = async <Result>(
    operation: PlatformOperation,
    call: () => Promise<Result>,
  ): Promise<Result> => {
    called.push(operation);
    const reach = (): Promise<Result> => {
      reached.push(operation);
      return call();
    };
    const index = faults.findIndex((fault) => fault.operation === operation);
    const [ordered] = index < 0 ? [] : faults.splice(index, 1);
    return ordered ? spoiled({ ...ordered, reach }) : reach();
  };

  return {
    platform: {
      connectionId: inner.connectionId,
      settleMs: inner.settleMs,
      findResident: (id, askedFor) =>
        through('findResident', () => inner.findResident(id, askedFor)),
      findResidentsByPhone: (phone, askedFor) =>
        through('findResidentsByPhone', () => inner.findResidentsByPhone(phone, askedFor)),
      findResidentsByUnit: (by, askedFor) =>
        through('findResidentsByUnit', () => inner.findResidentsByUnit(by, askedFor)),
      findLease: (id, askedFor) => through('findLease', () => inner.findLease(id, askedFor)),
      readLedger: (id, askedFor) => through('readLedger', () => inner.readLedger(id, askedFor)),
      listVendors: (id, askedFor) => through('listVendors', () => inner.listVendors(id, askedFor)),
      searchWorkOrders: (query, askedFor) =>
        through('searchWorkOrders', () => inner.searchWorkOrders(query, askedFor)),
      createWorkOrder: (order, askedFor) =>
        through('createWorkOrder', () => inner.createWorkOrder(order, askedFor)),
      readWorkOrder: (id, askedFor) =>
        through('readWorkOrder', () => inner.readWorkOrder(id, askedFor)),
      changeWorkOrder: (by, askedFor) =>
        through('changeWorkOrder', () => inner.changeWorkOrder(by, askedFor)),
      listChangedWorkOrders: (since) =>
        through('listChangedWorkOrders', () => inner.listChangedWorkOrders(since)),
    },
    spoil({ operation, fault, times = 1 }) {
      faults.push(...Array.from({ length: times }, () => ({ operation, fault })));
    },
    heal() {
      faults.length = 0;
    },
    count: (operation) => ({
      called: called.filter((one) => one === operation).length,
      reached: reached.filter((one) => one === operation).length,
    }),
  };
}

async function spoiled<Result>(by: {
  operation: PlatformOperation;
  fault: PlatformFault;
  reach: () => Promise<Result>;
}): Promise<Result> {
  const { operation, fault, reach } = by;
  switch (fault.kind) {
    case 'answer-lost':
      await reach();
      throw lostAnswer(operation);
    case 'lost-before-commit':
      throw lostAnswer(operation);
    case 'delayed':
      await fault.until;
      return reach();
    case 'rate-limited':
      throw new ProviderRateLimited(`429 for ${operation}, as ordered`, fault.retryAfterMs);
    case 'unavailable':
      throw new ProviderUnavailable(`503 for ${operation}, as ordered`);
  }
}

// A read whose answer is lost changed nothing, so it is merely unavailable.
function lostAnswer(operation: PlatformOperation): Error {
  const message = `answer of ${operation} lost, as ordered`;
  return WRITES.includes(operation)
    ? new ProviderAmbiguous(message)
    : new ProviderUnavailable(message);
}
