import type { DeskPage } from '../shell/pages.ts';
import { AuditPage } from './audit-page.tsx';
import { ConnectionsPage } from './connections-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { PolicyPage } from './policy-page.tsx';
import { RightsPage } from './rights-page.tsx';
import { ConversationTrailPage, RequestTrailPage } from './trail-page.tsx';

/** Settings: the rules in force, who works here and may do what, connections, and the record. */
export const page: DeskPage = {
  place: 'settings',
  action: 'policy.read',
  routes: [
    { path: '', Component: PolicyPage },
    { path: 'people', Component: PeoplePage },
    { path: 'rights', Component: RightsPage },
    { path: 'connections', Component: ConnectionsPage },
    { path: 'audit', Component: AuditPage },
    { path: 'audit/requests/:id', Component: RequestTrailPage },
    { path: 'audit/conversations/:id', Component: ConversationTrailPage },
  ],
};
