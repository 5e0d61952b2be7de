import { activityInfo } from '@temporalio/activity';
import { recordCall, type AuditEntry, type AuditLog } from '../ports/audit-log.ts';

/** What an outside call is recorded as: ids and the operation, never the payload. */
export interface AuditedCall {
  chain: string;
  operation: string;
  facts: AuditEntry['facts'];
}

/** Records a call that leaves the house, once per attempt of its activity. */
export async function audited<Result>(
  { auditLog, chain, operation, facts }: AuditedCall & { auditLog: AuditLog },
  run: () => Promise<Result>,
): Promise<Result> {
  const { activityId, attempt, workflowExecution } = activityInfo();
  const key = [workflowExecution?.runId, activityId, attempt, operation].join('/');
  return recordCall({ auditLog, chain, key, facts: { ...facts, operation } }, run);
}
