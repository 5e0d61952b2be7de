import { randomUUID } from 'node:crypto';
import type { AuditEntry, AuditLog } from '../ports/audit-log.ts';

/** A read of somebody's records outside of the house that staff asked for: ids and the operation, never what was read. */
export interface StaffRead {
  chain: string;
  operation: string;
  facts: AuditEntry['facts'];
}

/** Records the read before it happens and how it ended, and for whom; both are awaited. */
export async function auditedRead<Result>(
  { auditLog, chain, operation, facts: known }: StaffRead & { auditLog: AuditLog },
  run: () => Promise<Result>,
): Promise<Result> {
  const key = `read/${randomUUID()}`;
  const facts = { ...known, operation };
  const startedAt = performance.now();
  const end = (outcome: string): Promise<void> =>
    auditLog.append({
      chain,
      key: `${key}/ended`,
      event: 'call.ended',
      facts: { ...facts, outcome, durationMs: Math.round(performance.now() - startedAt) },
    });
  await auditLog.append({ chain, key: `${key}/started`, event: 'call.started', facts });
  try {
    const result = await run();
    await end('ok');
    return result;
  } catch (error) {
    await end(error instanceof Error ? error.name : 'unknown');
    throw error;
  }
}
