import type { DeskPage } from '../shell/pages.ts';
import { SimulatorPage } from './simulator-page.tsx';

/** The phone simulator: to write as a resident of the sample, by WhatsApp or web chat. */
export const page: DeskPage = {
  place: 'phone',
  action: 'simulator.use',
  isSampleOnly: true,
  routes: [
    { path: '', Component: SimulatorPage },
    { path: ':residentId', Component: SimulatorPage },
  ],
};
