import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { Records } from '../ports/records.ts';
import type { Allow } from './allow.ts';
import type { createAssigning } from './assigning.ts';
import type { Mount } from './route-rights.ts';
import { assignmentRoutes } from './routes/assignments.ts';
import { forgottenRoutes } from './routes/forgotten.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { noteRoutes } from './routes/notes.ts';
import { presenceRoutes } from './routes/presence.ts';
import { revealedRoutes } from './routes/revealed.ts';

/** What staff do with a conversation among themselves. */
export function conversationDoors(house: {
  records: Records;
  platform: PropertyPlatform;
  policyPacks: PolicyPacks;
  assigning: ReturnType<typeof createAssigning>;
  takeoverIdleMinutes: number;
  allow: Allow;
}): Mount[] {
  return [
    forgottenRoutes(house), // before `/conversations/:id`
    noteRoutes(house),
    revealedRoutes(house),
    assignmentRoutes(house),
    presenceRoutes(house),
    ledgerRoutes(house),
  ].map((router) => ({ at: '/conversations', router }));
}
