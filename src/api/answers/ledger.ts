import type { Ledger } from '../../ports/property-platform.ts';

/** `GET /conversations/:id/ledger`: read outside at that moment and kept nowhere. */
export type LedgerAnswer =
  | { kind: 'ledger'; ledger: Ledger }
  /** Nobody is known to write here, or they have no lease. */
  | { kind: 'no-lease' }
  /** The platform does not answer now. */
  | { kind: 'unseen' };
