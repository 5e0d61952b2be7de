import type { HandOffCase, HandOffClocks, HandOffState } from '../domain/hand-off.ts';

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

/** A conversation that goes from one hand to another. */
export interface Assignment {
  conversationId: string;
  /** Who gives it; null where the house does, because whoever had it no longer works there. */
  staffId: string | null;
  /** Who gets it; null: whoever comes first. */
  toStaffId: string | null;
  /** Who has it, as the giver sees it. */
  fromStaffId: string | null;
  /** Whether the assistant is silent for the person from then on. */
  isSilencing: boolean;
  /** Whether it may be taken from somebody else who holds it. */
  mayTakeAway: boolean;
  /** For what waits anew, because somebody had begun to answer it. */
  clocks: HandOffClocks;
}

/** What became of an assignment; `name` says who has the conversation instead, null for nobody. */
export type Assigned =
  | { kind: 'assigned'; alreadySending: string[] }
  | { kind: 'changed'; name: string | null }
  | { kind: 'held'; name: string | null }
  | { kind: 'nobody-waits' };

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
  /** Hand-offs whose process was not asked for yet. */
  listUnopened(): Promise<HandOffRow[]>;
  markTold(by: { handOffId: string; state: HandOffState }): Promise<void>;
  /**
   * Puts the fence up for the person of a conversation, before anything else; a second takeover by the same staff is
   * the same one. Answers null when somebody else holds it.
   */
  takeOver(by: { conversationId: string; staffId: string }): Promise<Takeover | null>;
  /** Takes the fence down and closes the conversation's hand-off; false when this staff does not hold it. */
  release(by: { conversationId: string; staffId: string }): Promise<boolean>;
  /** Whether that staff holds the person of that conversation; a hand-off that was given to them is begun with it. */
  begin(by: { conversationId: string; staffId: string }): Promise<boolean>;
  /**
   * Gives a conversation that needs a person to somebody, or back to the queue, with everything of the same person that
   * whoever had it had too. Until they begin the hand-off waits and its clock runs.
   */
  assign(assignment: Assignment): Promise<Assigned>;
  /** Conversations that are held by or given to somebody without one of these roles there. */
  listStranded(
    roles: readonly string[],
  ): Promise<{ conversationId: string; propertyId: string | null; staffId: string }[]>;
}
