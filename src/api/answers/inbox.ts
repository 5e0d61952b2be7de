import type { ConversationEvent, TranscriptLine } from '../../ports/conversations.ts';
import type { ConversationSummary, TurnSummary } from '../../ports/desk-inbox.ts';
import type { Language, ResidentStatus } from '../../domain/resident.ts';

/** `GET /conversations/counts`. */
export interface InboxCounts {
  needsPerson: number;
  mine: number;
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

/** An open matter of a conversation. */
export interface MatterAnswer {
  requestId: string;
  reference: string;
  class: string;
  state: string;
  summary: string;
  openedAt: string;
}

/** `GET /conversations/:id`. */
export interface ConversationAnswer extends ConversationListed {
  isMine: boolean;
  matters: MatterAnswer[];
  lines: TranscriptLine[];
  events: ConversationEvent[];
  turns: TurnSummary[];
  isSettled: boolean;
}
