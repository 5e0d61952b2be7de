import type { ConversationEvent, TranscriptLine } from '../../ports/conversations.ts';
import type { ConversationSummary, TurnSummary } from '../../ports/desk-inbox.ts';
import type { Note } from '../../ports/notes.ts';
import type { Present } from '../../ports/presence.ts';
import type { MaintenanceRequestState } from '../../domain/maintenance-request.ts';
import type { Language, ResidentStatus } from '../../domain/resident.ts';

/** `GET /conversations/counts`. */
export interface InboxCounts {
  needsPerson: number;
  mine: number;
  /** Of mine: given to me, and not begun. */
  given: number;
}

/** Who writes, as the platform knows them. */
export interface WriterAnswer {
  residentId: string;
  name: string;
  unitNumber: string | null;
  status: ResidentStatus;
  language: Language;
}

/** One of `GET /conversations?queue=`; `writer` is null while nobody knows who writes, or the platform is away. */
export interface ConversationListed extends ConversationSummary {
  writer: WriterAnswer | null;
}

/** A note of staff: no resident ever reads it. */
export type NoteAnswer = Note;

/** One of `PUT /conversations/:id/presence`: a colleague who has the conversation open too. */
export type PresentAnswer = Present;

/** `POST /conversations/:id/reveal`. */
export interface RevealedAnswer {
  text: string;
}

/** An open matter of a conversation. */
export interface MatterAnswer {
  requestId: string;
  reference: string;
  class: string;
  state: MaintenanceRequestState;
  summary: string;
  openedAt: string;
}

/** `GET /conversations/:id`. */
export interface ConversationAnswer extends ConversationListed {
  isMine: boolean;
  matters: MatterAnswer[];
  lines: TranscriptLine[];
  events: ConversationEvent[];
  /** What staff wrote for each other; their positions are those of lines and events. */
  notes: NoteAnswer[];
  turns: TurnSummary[];
  isSettled: boolean;
}
