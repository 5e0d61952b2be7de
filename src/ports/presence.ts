/** Somebody who has a conversation open. */
export interface Present {
  staffId: string;
  name: string;
  isWriting: boolean;
}

/** Who is in a conversation just now. Known for seconds only, recorded nowhere. */
export interface Presence {
  /**
   * Says that a page is open, which holds for 25 seconds; answers the colleagues who are there too. `viewerId` is the
   * page's own.
   */
  see(by: {
    viewerId: string;
    conversationId: string;
    staffId: string;
    isWriting: boolean;
  }): Promise<Present[]>;
  /** Says that a page was closed. */
  leave(by: { viewerId: string; conversationId: string; staffId: string }): Promise<void>;
}
