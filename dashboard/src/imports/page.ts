import type { DeskPage } from '../shell/pages.ts';
import { ImportPage } from './import-page.tsx';

/** Puts a building of one's own in, file by file. */
export const page: DeskPage = {
  place: 'imports',
  action: 'import.run',
  routes: [
    { path: '', Component: ImportPage },
    { path: ':kind', Component: ImportPage },
  ],
};
