import type { DeskPage } from '../shell/pages.ts';
import { NumbersPage } from './numbers-page.tsx';

/** Numbers: how well the house does, over time and by property. */
export const page: DeskPage = {
  place: 'numbers',
  action: 'numbers.read',
  routes: [{ path: '', Component: NumbersPage }],
};
