/** One fact of the record: ids, versions, outcomes, durations; never a person's words. */
export interface AuditEntry {
  /** Which chain: a property's id, or `house` for what concerns none. */
  chain: string;
  /**
   * Unique within the chain: the same event recorded again is the same entry. The outcome (`*.ended`) of an intent
   * (`*.started`) has the intent's key with the word `ended` for `started`.
   */
  key: string;
  /** `noun.past-verb`. */
  event: string;
  facts: Record<string, string | number | boolean | null>;
}

/** What a verification found; an empty list means that the record is whole. */
export interface AuditFault {
  chain: string;
  position: number | null;
  fault:
    | 'changed'
    | 'deleted'
    | 'inserted'
    | 'reordered'
    | 'tail-cut'
    | 'intent-without-outcome'
    | 'body-replaced'
    | 'body-deleted';
}

/** An append-only, hash-chained record. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  verify(): Promise<AuditFault[]>;
}

/** For whom somebody outside is asked, as the record has it; never sent along. */
export interface AskedFor {
  /** Whose chain tells of it; null where no property is known. */
  propertyId: string | null;
  /** Ids by what they name: `conversationId`, `residentId`, `staffId`. Without a `staffId` the house asks by itself. */
  ids: Record<string, string | null>;
}

/** A call that leaves the house: ids and the operation, never the payload. */
export interface OutsideCall<Result> {
  chain: string;
  /** Unlike that of any other call, tries of the same one included. */
  key: string;
  facts: AuditEntry['facts'];
  /** What its result adds to the outcome. */
  told?: (result: Result) => AuditEntry['facts'];
}

/**
 * Records an outside call: an intent before, an outcome after with what came of it and how long it took. Awaited, never
 * dropped: an intent without an outcome is reported by the verification.
 */
export async function recordCall<Result>(
  { auditLog, chain, key, facts, told }: OutsideCall<Result> & { auditLog: AuditLog },
  run: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  const end = (outcome: string, more: AuditEntry['facts'] = {}): Promise<void> => {
    const durationMs = Math.round(performance.now() - startedAt);
    const event = 'call.ended';
    return auditLog.append({
      chain,
      key: `${key}/ended`,
      event,
      facts: { ...facts, ...more, outcome, durationMs },
    });
  };

  await auditLog.append({ chain, key: `${key}/started`, event: 'call.started', facts });
  let result: Result;
  try {
    result = await run();
  } catch (error) {
    await end(error instanceof Error ? error.name : 'unknown');
    throw error;
  }
  await end('ok', told?.(result));
  return result;
}
