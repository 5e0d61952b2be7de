import { judge } from '../../domain/judge.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { assistant, messaging } from '../proxies.ts';
import { act } from './act.ts';
import type { Burst } from './inbox.ts';

/** One exchange: what the resident wrote in a burst, and what we do about it. */
export interface Turn extends Burst {
  conversationId: string;
}

/** The same messages are always the same turn, whoever retries. */
export function turnIdOf({ conversationId, messages, dangers }: Turn): string {
  const last = messages.at(-1)?.sequence ?? dangers.at(-1)?.dangerId ?? 'none';
  return `${conversationId}-${last}`;
}

/** A turn in a line, for an operator: how much was written, and which dangers were met; never what. */
export function summaryOf({ messages, dangers }: Turn): string {
  const written = messages.length === 1 ? 'one message' : `${messages.length} messages`;
  const met = dangers.map(({ hazard, class: grade }) => `, danger met: ${hazard} (${grade})`);
  return `Last turn ended ${new Date().toISOString()}: ${written}${met.join('')}.`;
}

/** Propose, judge, act, reply: two activities for a plain question. */
export async function takeTurn(turn: Turn): Promise<void> {
  const { conversationId, messages, dangers } = turn;
  const turnId = turnIdOf(turn);
  const messageIds = messages.map(({ messageId }) => messageId);
  const proposal = await assistant.proposeDecisions({
    turnId,
    conversationId,
    messageIds,
    dangers,
  });

  const outcomes: Outcome[] = [];
  const verdicts = proposal.decisions.map((decision) => judge(decision, proposal));
  for (const verdict of verdicts) {
    outcomes.push(await act(verdict, { turnId, conversationId, dangers }));
  }

  await messaging.reply({
    turnId,
    conversationId,
    outcomes,
    verdicts: verdicts.map(({ kind }) => kind),
  });
}
