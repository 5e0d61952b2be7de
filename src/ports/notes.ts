/** What somebody of the staff wrote for their colleagues about a conversation. */
export interface Note {
  noteId: string;
  /** Its place among the lines and events of the conversation. */
  position: number;
  /** Null for somebody who is no longer known. */
  writtenBy: string | null;
  /** Empty where it may no longer be read. */
  text: string;
  at: string;
}

/** Notes among staff. They stand in no transcript: no resident, portal or model ever reads here. */
export interface Notes {
  /** Adds a note, once per key of its writer; answers its id either way. @throws RecordNotFound */
  add(note: {
    conversationId: string;
    staffId: string;
    key: string;
    text: string;
  }): Promise<{ noteId: string }>;
  /** All of a conversation, in order. */
  list(conversationId: string): Promise<Note[]>;
}
