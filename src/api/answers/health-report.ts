import type { PartFinding } from '../../domain/part-finding.ts';

export type { PartState } from '../../domain/part-finding.ts';

/** One part of the house. */
export interface HealthPart extends PartFinding {
  id: string;
  name: string;
  /** Since when it is so, as far as this API has watched. */
  sinceAt: string;
  /** Where the Temporal Web UI shows it; null where it does not, and for whoever may not read payloads there. */
  webUiUrl: string | null;
  /** The platform connection whose writes can be held here; null for any other part. */
  held: { connectionId: string; isPaused: boolean } | null;
}

/** `GET /health-report`. */
export interface HealthReport {
  at: string;
  parts: HealthPart[];
  product: {
    version: string;
    commit: string | null;
    /** The database's newest migration; null while it does not answer. */
    migration: string | null;
    namespace: string;
    startedAt: string;
  };
  /** Why there are no links into the Web UI; null where there are, and for whoever may not have them. */
  webUiReason: string | null;
}
