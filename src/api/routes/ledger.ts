import { Router } from 'express';
import type { Resident } from '../../domain/resident.ts';
import { ProviderRateLimited, ProviderUnavailable } from '../../ports/errors.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import type { LedgerAnswer } from '../answers/ledger.ts';
import { askedBy } from '../asked-by.ts';
import { NotAllowed } from '../errors.ts';
import { conversationFor } from '../find-conversation.ts';
import { mayDo, type Staff } from '../rights.ts';

// Recent ones; the whole ledger is read on the platform itself.
const ENTRIES_MAX = 20;

interface LedgerRoutesOptions {
  records: Pick<Records, 'conversations'>;
  platform: Pick<PropertyPlatform, 'findResident' | 'readLedger'>;
  allow: Allow;
}

/** `GET /conversations/:id/ledger`: what the lease of who writes owes. Asked of the platform each time, and put on the record. */
export function ledgerRoutes(options: LedgerRoutesOptions): Router {
  const router = Router();
  router.get('/:id/ledger', async (request, response) => {
    const action = 'ledger.read' as const;
    const { conversation, staff } = await conversationFor({ ...options, action }, request);
    const { residentId, conversationId, propertyId } = conversation;
    const read = { propertyId, conversationId, residentId, staff };
    response.set('cache-control', 'no-store');
    response.json(await orUnseen(() => readLedger(options, read)));
  });
  return router;
}

interface Reading {
  propertyId: string | null;
  conversationId: string;
  residentId: string | null;
  staff: Staff;
}

async function readLedger(
  { platform }: LedgerRoutesOptions,
  { propertyId, conversationId, residentId, staff }: Reading,
): Promise<LedgerAnswer> {
  if (residentId === null) return { kind: 'no-lease' };
  const asked = askedBy(staff, { propertyId, conversationId, residentId });
  const resident = await platform.findResident(residentId, asked);
  const leaseId = resident?.leaseId ?? null;
  if (!resident || leaseId === null) return { kind: 'no-lease' };
  demandRightAt(resident, staff);
  const ledger = await platform.readLedger(leaseId, asked);
  return { kind: 'ledger', ledger: { ...ledger, entries: recent(ledger.entries) } };
}

/** A conversation may stand at another property than the lease: the right is asked for at both. */
function demandRightAt({ propertyId }: Resident, staff: Staff): void {
  if (mayDo(staff, { action: 'ledger.read', propertyId })) return;
  throw new NotAllowed('The lease of who writes is at a property that is not yours.');
}

const recent = <Entry extends { postedOn: string }>(entries: Entry[]): Entry[] =>
  entries
    .toSorted((one, other) => other.postedOn.localeCompare(one.postedOn))
    .slice(0, ENTRIES_MAX);

async function orUnseen(run: () => Promise<LedgerAnswer>): Promise<LedgerAnswer> {
  try {
    return await run();
  } catch (error) {
    const isAway = error instanceof ProviderUnavailable || error instanceof ProviderRateLimited;
    if (isAway) return { kind: 'unseen' };
    throw error;
  }
}
