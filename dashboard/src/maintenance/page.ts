import type { DeskPage } from '../shell/pages.ts';
import { BoardPage } from './board-page.tsx';
import { RequestPage } from './request-page.tsx';

/** Maintenance: the board with what breaches next, and each request with its story. */
export const page: DeskPage = {
  place: 'maintenance',
  action: 'request.read',
  routes: [
    { path: '', Component: BoardPage },
    { path: ':id', Component: RequestPage },
  ],
};
