import { randomUUID } from 'node:crypto';
import {
  recordCall,
  type AskedFor,
  type AuditEntry,
  type AuditLog,
} from '../../../ports/audit-log.ts';
import type { PropertyPlatform } from '../../../ports/property-platform.ts';

/** A platform, how it is recorded, and a clock for the days of its watch. */
export interface AuditedPropertyPlatformOptions {
  platform: PropertyPlatform;
  auditLog: AuditLog;
  now?: () => Date;
}

/** An intent before the call, an outcome after it. */
export function createRecorded({
  platform: { connectionId },
  auditLog,
}: AuditedPropertyPlatformOptions) {
  return <Result>(
    { operation, askedFor, told }: RecordedCall<Result>,
    run: () => Promise<Result>,
  ): Promise<Result> => {
    const facts = { ...askedFor.ids, connectionId, operation };
    const chain = askedFor.propertyId ?? 'house';
    const key = `platform-call/${randomUUID()}`; // each try is a call of its own
    return recordCall({ auditLog, chain, key, facts, ...(told && { told }) }, run);
  };
}

interface RecordedCall<Result> {
  operation: string;
  askedFor: AskedFor;
  /** What its result adds to the outcome. */
  told?: (result: Result) => AuditEntry['facts'];
}
