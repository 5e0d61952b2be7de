import type { DeskPage } from '../shell/pages.ts';
import { DocumentsPage } from './documents-page.tsx';

/** The documents that residents are answered from, by whom they are for, and one of them beside the tree. */
export const page: DeskPage = {
  place: 'documents',
  action: 'document.read',
  routes: [
    { path: '', Component: DocumentsPage },
    { path: ':id', Component: DocumentsPage },
  ],
};
