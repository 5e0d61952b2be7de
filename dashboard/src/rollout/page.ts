import type { DeskPage } from '../shell/pages.ts';
import { RolloutPage } from './rollout-page.tsx';
import { ShadowPage } from './shadow-page.tsx';

/** Rollout: how far the assistant may go, its stop switches, and what it would have done in shadow. */
export const page: DeskPage = {
  place: 'rollout',
  action: 'rollout.read',
  routes: [
    { path: '', Component: RolloutPage },
    { path: 'shadow', Component: ShadowPage },
  ],
};
