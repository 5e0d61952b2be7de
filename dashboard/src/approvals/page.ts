import type { DeskPage } from '../shell/pages.ts';
import { ApprovalsPage } from './approvals-page.tsx';

/** Approvals: what waits for a manager, what became of the others, and one of them beside the list. */
export const page: DeskPage = {
  place: 'approvals',
  action: 'approval.read',
  badge: ({ approvals }) => approvals,
  routes: [
    { path: '', Component: ApprovalsPage },
    { path: ':id', Component: ApprovalsPage },
  ],
};
