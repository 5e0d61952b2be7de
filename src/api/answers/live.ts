import type { DeskTopic } from '../../ports/desk-events.ts';

/** What changed. */
export type LiveTopic = DeskTopic;

/** The data of a `change` on `GET /events`: read what it names anew. */
export interface LiveEvent {
  topic: LiveTopic;
  subjectId: string;
  propertyId: string | null;
}

/** The data of a `presence` on `GET /events`: somebody came into that conversation, left it, or began or stopped to write. */
export interface LivePresence {
  conversationId: string;
}
