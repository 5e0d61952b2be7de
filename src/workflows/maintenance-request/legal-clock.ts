import { condition, isCancellation, log, sleep } from '@temporalio/workflow';
import type { LegalDeadline } from '../../domain/legal-clock.ts';
import { isOutsideFailure } from '../failures.ts';
import { untilMs } from '../history.ts';
import { maintenance } from '../proxies.ts';
import type { Story } from './story.ts';

/**
 * Watches the law's clocks beside the story, whatever chapter it is in, until it ends; those too that begin when it
 * turns out more urgent. Managers are warned before one runs out; the activities look whether its goal is reached by
 * then, and ring once, also after a fresh history.
 */
export function watchLegalClocks(story: Story): void {
  void watchAll(story).catch((error: unknown) => {
    if (!isCancellation(error)) throw error; // the story is told of it as well
  });
}

async function watchAll(story: Story): Promise<void> {
  const { requestId } = story.input;
  const watched = new Set<string>();
  const nameOf = ({ clock, item }: LegalDeadline): string => `${clock}/${item}`;
  for (;;) {
    const begun = story.input.deadlines.legal.filter((deadline) => !watched.has(nameOf(deadline)));
    for (const deadline of begun) {
      watched.add(nameOf(deadline));
      void watch(requestId, deadline).catch((error: unknown) => {
        if (isCancellation(error)) return;
        if (!isOutsideFailure(error)) throw error;
        log.error('a legal clock is no longer watched', { requestId, clock: deadline.clock });
      });
    }
    await condition(() =>
      story.input.deadlines.legal.some((deadline) => !watched.has(nameOf(deadline))),
    );
  }
}

async function watch(requestId: string, { clock, warnAt, dueAt }: LegalDeadline): Promise<void> {
  if (untilMs(dueAt) > 0) {
    await sleep(untilMs(warnAt), { summary: `${clock} is in its last quarter` });
    await maintenance.warnLegalClock({ requestId, clock });
    await sleep(untilMs(dueAt), { summary: `${clock} runs out` });
  }
  await maintenance.missClock({ requestId, clock });
}
