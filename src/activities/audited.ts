import { activityInfo } from '@temporalio/activity';
import type { AuditEntry, AuditLog } from '../ports/audit-log.ts';

/** What an outside call is recorded as: ids and the operation, never the payload. */
export interface AuditedCall {
  chain: string;
  operation: string;
  facts: AuditEntry['facts'];
}

/**
 * Records a call that leaves the house: an intent before, an outcome after, once per attempt. Awaited, never dropped:
 * an intent without an outcome is reported by the verification.
 */
export async function audited<Result>(
  { auditLog, ...call }: AuditedCall & { auditLog: AuditLog },
  run: () => Promise<Result>,
): Promise<Result> {
  const { activityId, attempt, workflowExecution } = activityInfo();
  const facts = { ...call.facts, operation: call.operation };
  const key = [workflowExecution?.runId, activityId, attempt, call.operation].join('/');
  const startedAt = performance.now();
  const end = (outcome: string): Promise<void> => {
    const durationMs = Math.round(performance.now() - startedAt);
    return auditLog.append({
      chain: call.chain,
      key: `${key}/ended`,
      event: 'call.ended',
      facts: { ...facts, outcome, durationMs },
    });
  };

  await auditLog.append({ chain: call.chain, key: `${key}/started`, event: 'call.started', facts });
  try {
    const result = await run();
    await end('ok');
    return result;
  } catch (error) {
    await end(error instanceof Error ? error.name : 'unknown');
    throw error;
  }
}
