import { besideAnswer } from '../domain/approval-question.ts';
import type { TurnFacts } from '../ports/conversations.ts';
import type { CommittedDanger } from '../ports/inbox.ts';
import type { House } from './house.ts';
import type { Proposed } from './turn-decisions.ts';

/** A turn as it was proposed, and whether a model has read it. */
interface ReadTurn {
  turnId: string;
  facts: TurnFacts;
  dangers: CommittedDanger[];
  proposed: Proposed;
  confidenceMin: number;
}

/**
 * Finds the answer to what staff asked from an approval: the next message that tells of no danger and is no other matter.
 * Under a takeover nobody reads it but people, and the next message is taken for it.
 */
export async function heedStaffQuestions(
  { records: { approvalQuestions } }: Pick<House, 'records'>,
  { turnId, facts, dangers, proposed, confidenceMin }: ReadTurn,
): Promise<Proposed> {
  const { conversationId, isTakenOver } = facts.conversation;
  const isInDanger = dangers.length > 0 || facts.messages.some(({ danger }) => danger !== null);
  const isUnread = proposed.model === UNREAD && !isTakenOver;
  if (isInDanger || isUnread || facts.messages.length === 0) return proposed;
  const awaited = await approvalQuestions.findAwaited({ conversationId, turnId });
  if (!awaited) return proposed;
  if (isTakenOver) return withAnswer(proposed, []);
  const isAsking = facts.messages.some(({ text }) => text.includes('?'));
  const beside = besideAnswer(proposed.decisions, { ...awaited, isAsking, confidenceMin });
  return beside === null ? proposed : withAnswer(proposed, beside);
}

// What the floor and the rules alone have proposed: proofs of identity, pictures, opt-outs, a model that is away.
const UNREAD = 'floor';

function withAnswer(proposed: Proposed, beside: Proposed['decisions']): Proposed {
  const parts = [...proposed.parts, { text: '', detail: null, sources: [] }];
  const answer = { kind: 'answer-to-staff', part: parts.length - 1 } as const;
  return { ...proposed, parts, decisions: [...beside, answer] };
}
