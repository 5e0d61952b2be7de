import type { Colleague } from '../../ports/team.ts';

/** One of `GET /conversations/:id/colleagues`. */
export type ColleagueAnswer = Colleague;

/** `POST /conversations/:id/assign`: the messages of the assistant that had left before it was silenced. */
export interface AssignedAnswer {
  alreadySending: string[];
}

/** One of `GET /conversations/forgotten`: taken over, and no act of who did for long. */
export interface ForgottenAnswer {
  conversationId: string;
  propertyId: string | null;
  heldBy: { staffId: string; name: string; since: string; actedAt: string };
}
