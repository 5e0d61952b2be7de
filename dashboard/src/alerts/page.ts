import type { DeskPage } from '../shell/pages.ts';
import { AlertsPage } from './alerts-page.tsx';
import { OnCallPage } from './on-call-page.tsx';

/** Alerts: what rings now and what rang before; and a page for one hand, for whoever is on call. */
export const page: DeskPage = {
  place: 'alerts',
  action: 'alert.read',
  badge: ({ alerts }) => alerts,
  routes: [
    { path: '', Component: AlertsPage },
    { path: 'on-call', Component: OnCallPage },
  ],
};
