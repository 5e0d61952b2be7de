import type { SendState } from './outbox.ts';

/** A question of staff to the resident of an approval. Ids; its words stay in the row. */
export interface ApprovalQuestion {
  questionId: string;
  approvalId: string;
  conversationId: string;
  askedBy: string;
}

/** A question as the desk shows it. */
export interface AskedQuestion {
  questionId: string;
  askedByName: string | null;
  /** The words of staff; empty once the resident was forgotten. */
  text: string;
  askedAt: string;
  /** How the message stands, and why it did not go out. */
  delivery: { state: SendState; failureCode: string | null };
  isReminded: boolean;
  /** What the resident wrote; null while they have not. */
  answer: { text: string; at: string } | null;
}

/** What waits for an answer in a conversation. */
export interface AwaitedAnswers {
  requests: { requestId: string; issue: string }[];
  /** Requests whose own question staff have asked after. */
  overtaken: string[];
}

/** Questions from approvals to residents, and the answers that came back. */
export interface ApprovalQuestions {
  /** Keeps a question until its process takes it up; the same id again is the same question. */
  offer(question: ApprovalQuestion & { text: string }): Promise<void>;
  /**
   * Puts a question to the resident, once, in words of staff: `write` makes the message of it. Answers the message's id;
   * null when the approval no longer waits, or somebody else holds the conversation now.
   */
  ask(by: { questionId: string; write: (text: string) => string }): Promise<string | null>;
  /** Reminds the resident, once; null when it was answered, or the approval no longer waits. */
  remind(by: { questionId: string; write: (text: string) => string }): Promise<string | null>;
  find(questionId: string): Promise<ApprovalQuestion | null>;
  /** What was asked before a turn and waits for an answer; null when nothing does. */
  findAwaited(by: { conversationId: string; turnId: string }): Promise<AwaitedAnswers | null>;
  /** Attaches a turn as the answer to all that waits in its conversation, once; answers what it is attached to. */
  attach(by: { conversationId: string; turnId: string }): Promise<ApprovalQuestion[]>;
  /** What was asked from an approval, oldest first. */
  list(approvalId: string): Promise<AskedQuestion[]>;
}
