import type { ChannelName } from '../domain/message.ts';
import type { NewsOf } from '../domain/news.ts';
import type { NewSend } from './outbox.ts';

/** What the assistant would have written to a person who was taken over. */
export interface Draft {
  /** The id of the send that was held back. */
  draftId: string;
  conversationId: string;
  channel: ChannelName;
  /** The request that it is about; null for what came of an alarm. */
  reference: string | null;
  /** Empty when the person's key was destroyed. */
  text: string;
  at: string;
}

/** A draft whose person nobody holds any more. */
export interface DueDraft {
  draftId: string;
  news: NewsOf;
  /** Later news of the same request was written, whatever became of it. */
  isSuperseded: boolean;
  /** Nobody can read it any more. */
  isErased: boolean;
}

/** What became of a wish of staff; `settled` when somebody was faster, or nobody holds the person any more. */
export type DraftOutcome<Done extends object> =
  ({ kind: 'done' } & Done) | { kind: 'not-held' } | { kind: 'settled' };

interface ByHolder {
  draftId: string;
  conversationId: string;
  staffId: string;
}

/**
 * News that the fence of a takeover held back. A draft is made in the transaction that withholds the news; whoever
 * holds the person sends or discards it; what is left at the release is told or dropped by what is true then.
 */
export interface Drafts {
  /** The open drafts of the person of a conversation, at that conversation's property, while somebody holds them. */
  list(by: { conversationId: string }): Promise<Draft[]>;
  /** Whether that send was held back as a draft. */
  isKept(sendId: string): Promise<boolean>;
  /**
   * Queues a reply of staff instead of the draft, once; the same reply again is answered with the same send.
   * @throws RecordNotFound
   */
  reply(
    by: Omit<ByHolder, 'conversationId'> & { send: NewSend },
  ): Promise<DraftOutcome<{ sendId: string }>>;
  /** Puts a draft away unsent; again is the same. @throws RecordNotFound */
  discard(by: ByHolder): Promise<DraftOutcome<object>>;
  /** Conversations with drafts whose person nobody holds, that were not told so for five minutes. */
  listUntold(): Promise<{ conversationId: string; propertyId: string | null }[]>;
  markTold(conversationId: string): Promise<void>;
  /** The drafts of a conversation whose person nobody holds, oldest first. */
  listDue(conversationId: string): Promise<DueDraft[]>;
  /**
   * Queues the news that stands for a draft now, once; answers the send's id, or null when somebody holds the person
   * again or the draft has ended.
   */
  tell(by: { draftId: string; send: NewSend }): Promise<string | null>;
  /** Lets a draft go unsent, unless somebody holds the person again. */
  drop(by: { draftId: string; conversationId: string }): Promise<void>;
}
