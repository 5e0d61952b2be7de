import type { DeskPage } from '../shell/pages.ts';
import { InboxPage } from './inbox-page.tsx';

/** The inbox: conversations in their queues, and one of them beside the list. */
export const page: DeskPage = {
  place: 'inbox',
  action: 'conversation.read',
  badge: ({ inbox, given }) => inbox + given,
  routes: [
    { path: '', Component: InboxPage },
    { path: ':id', Component: InboxPage },
  ],
};
