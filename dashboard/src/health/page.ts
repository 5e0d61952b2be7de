import type { DeskPage } from '../shell/pages.ts';
import { HealthPage } from './health-page.tsx';

/** How each part of the house is, and the brake of a platform's writes. */
export const page: DeskPage = {
  place: 'health',
  action: 'health.read',
  routes: [{ path: '', Component: HealthPage }],
};
