/** Processes that the Temporal Web UI shows, by the word under which the desk knows them. */
export type ShownProcess =
  'conversation' | 'request' | 'approval' | 'alert' | 'document' | 'platformOutbox';

/** `GET /web-ui`: where a workflow is seen, up to its id, which goes behind it URL-encoded. */
export interface WebUiAnswer {
  namespace: string;
  /** Null where nobody said where the Web UI is. */
  workflows: Record<ShownProcess, string> | null;
  /** Why there is no link; null where there is one. */
  reason: string | null;
}
