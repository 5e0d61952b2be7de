import type { HandOffCase, HandOffState } from '../domain/hand-off.ts';

/** A hand-off as the desk sees it. */
export interface HandOffRow extends HandOffCase {
  state: HandOffState;
  ownerId: string | null;
}

/** What a takeover found: sends that had left before the fence went up. */
export interface Takeover {
  takeoverId: string;
  alreadySending: string[];
}

/** Who must answer whom, and the fence that silences the assistant. */
export interface HandOffs {
  /**
   * Opens a hand-off, or answers the one that is open for that conversation. The resident's own view does not show one
   * that is silent, until it is opened aloud.
   */
  open(
    handOff: HandOffCase & { isSilent?: boolean },
  ): Promise<{ handOff: HandOffRow; isNew: boolean }>;
  find(handOffId: string): Promise<HandOffRow | null>;
  findOpen(conversationId: string): Promise<HandOffRow | null>;
  listOpen(): Promise<HandOffRow[]>;
  mark(handOffId: string, mark: 'warned' | 'breached'): Promise<void>;
  /** Hand-offs that were taken or released, and whose process has not been told so yet. */
  listUntold(): Promise<{ handOffId: string; state: 'owned' | 'released' }[]>;
  markTold(by: { handOffId: string; state: HandOffState }): Promise<void>;
  /**
   * Puts the fence up for the person of a conversation, before anything else; a second takeover by the same staff is
   * the same one. Answers null when somebody else holds it.
   */
  takeOver(by: { conversationId: string; staffId: string }): Promise<Takeover | null>;
  /** Takes the fence down and closes the conversation's hand-off; false when this staff does not hold it. */
  release(by: { conversationId: string; staffId: string }): Promise<boolean>;
  /** Whether that staff holds the person of that conversation. */
  isHeldBy(by: { conversationId: string; staffId: string }): Promise<boolean>;
}
