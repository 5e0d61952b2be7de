import { condition, isCancellation, log, setHandler } from '@temporalio/workflow';
import { isOutsideFailure } from '../failures.ts';
import { untilMs } from '../history.ts';
import { approvalQuestions } from '../proxies.ts';
import { ask, openQuestions, questionAnswered } from './contract.ts';
import type { Ending } from './ending.ts';

/** What asking the resident depends on. */
interface Asking {
  ending: Ending;
  /** Kept up to date: the questions that wait for an answer. */
  open: Set<string>;
  /** What is open has changed. */
  onChange: () => void;
}

/**
 * Has the resident asked, and hears that they answered. The clocks of the approval run on meanwhile and a decision waits
 * for no answer: what stays open is reminded of once, and over when the approval is.
 */
export function hearQuestions({ ending, open, onChange }: Asking): void {
  const known = new Set<string>();

  const remind = async (questionId: string, remindAt: string): Promise<void> => {
    const isOver = (): boolean => ending.isEnded || !open.has(questionId);
    if (await condition(isOver, untilMs(remindAt), { summary: 'remind the resident' })) return;
    await approvalQuestions.remindResident({ questionId });
  };

  setHandler(openQuestions, () => [...open]);
  setHandler(ask, async ({ questionId }) => {
    await ending.settled();
    if (ending.isEnded || known.has(questionId)) return;
    known.add(questionId);
    open.add(questionId);
    onChange();
    const { remindAt } = await approvalQuestions.askResident({ questionId });
    if (remindAt === null) {
      open.delete(questionId); // nobody was asked
      onChange();
      return;
    }
    void remind(questionId, remindAt).catch(orLeave(questionId));
  });
  setHandler(questionAnswered, async ({ questionId }) => {
    await ending.settled();
    if (ending.isEnded || !open.delete(questionId)) return; // told before, or too late to be told
    onChange();
    await approvalQuestions.announceAnswer({ questionId }).catch(orLeave(questionId));
  });
}

/** Neither a reminder nor an announcement may end what a manager is asked. */
function orLeave(questionId: string) {
  return (error: unknown): void => {
    if (isCancellation(error)) return;
    if (!isOutsideFailure(error)) throw error;
    log.error('a step of a question failed', { questionId });
  };
}
