import type { SearchAttributeKind } from './temporal.ts';

/** What the Temporal Web UI can be searched by: the server refuses a workflow that sets a name it was not started with. */
export const SEARCH_ATTRIBUTES: Record<string, SearchAttributeKind> = {
  NightPorterProperty: 'Keyword',
  NightPorterState: 'Keyword',
  NightPorterClass: 'Keyword',
  NightPorterNextDeadline: 'Datetime',
};
