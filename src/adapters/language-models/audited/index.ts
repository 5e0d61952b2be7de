import { randomUUID } from 'node:crypto';
import { recordCall, type AuditLog } from '../../../ports/audit-log.ts';
import type { LanguageModel } from '../../../ports/language-model.ts';

/** A model outside of the house, and how it is recorded. */
export interface AuditedLanguageModelOptions {
  languageModel: LanguageModel;
  auditLog: AuditLog;
  /** As they are configured; the outcome adds the name that the server gave itself. */
  model: string;
  prompt: string;
}

/**
 * The same model, each of whose calls stands in the record: who it was asked for, with which model and prompt, what came
 * of it, the tokens where they were counted, the duration; never what was asked or answered. The first call of a process
 * may hold the trials by which a server's format is found out.
 */
export function createAuditedLanguageModel(options: AuditedLanguageModelOptions): LanguageModel {
  const { languageModel, auditLog, model, prompt } = options;
  return {
    propose(context, askedFor = { propertyId: null, ids: {} }) {
      const { propertyId, ids } = askedFor;
      const call = {
        auditLog,
        chain: propertyId ?? 'house',
        key: `model-call/${randomUUID()}`, // each try is a call of its own
        facts: { ...ids, propertyId, operation: 'propose-decisions', model, prompt },
        told: (proposal: Awaited<ReturnType<LanguageModel['propose']>>) => ({
          answeredBy: proposal.model,
          tokensRead: proposal.tokens?.read ?? null,
          tokensWritten: proposal.tokens?.written ?? null,
        }),
      };
      return recordCall(call, () => languageModel.propose(context, askedFor));
    },
  };
}
