/** Whom a web chat session belongs to. */
export interface ChatSession {
  residentId: string;
  propertyId: string;
}

/** Why a chat token opens nothing. */
export type ChatTokenProblem = 'malformed' | 'signature' | 'issuer' | 'audience' | 'expired';

/** What a chat token proves. */
export type ChatTokenVerdict =
  { kind: 'valid'; session: ChatSession } | { kind: 'refused'; problem: ChatTokenProblem };

/** Signed, short-lived proof of who sits in front of the web chat; the portal's backend signs the same shape. */
export interface ChatTokens {
  sign(session: ChatSession): Promise<string>;
  /** Never throws for a bad token: says what is wrong with it. */
  verify(token: string): Promise<ChatTokenVerdict>;
}
