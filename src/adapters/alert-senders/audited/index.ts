import { randomUUID } from 'node:crypto';
import type { AlertSender } from '../../../ports/alert-sender.ts';
import { recordCall, type AuditLog } from '../../../ports/audit-log.ts';

/** A door outside of the house at which alerts ring, and how it is recorded. */
export interface AuditedAlertSenderOptions {
  alertSender: AlertSender;
  auditLog: AuditLog;
}

/**
 * The same door, each of whose rings stands in the record: which alert, for whom, what came of it, the duration; never
 * its headline.
 */
export function createAuditedAlertSender({
  alertSender,
  auditLog,
}: AuditedAlertSenderOptions): AlertSender {
  return {
    send(alert) {
      const { alertId, kind, propertyId, attempt, contacts } = alert;
      const facts = { alertId, kind, attempt, contacts: contacts.join(' ') };
      const call = {
        auditLog,
        chain: propertyId ?? 'house',
        key: `alert-call/${randomUUID()}`, // each try is a call of its own
        facts: { ...facts, operation: 'ring-alert-webhook' },
      };
      return recordCall(call, () => alertSender.send(alert));
    },
  };
}
