import type { Draft } from '../../ports/drafts.ts';

/** One of `GET /conversations/:id/drafts`. */
export type DraftAnswer = Draft;
