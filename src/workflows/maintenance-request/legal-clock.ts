import { isCancellation, log, sleep } from '@temporalio/workflow';
import type { LegalDeadline } from '../../domain/legal-clock.ts';
import { isOutsideFailure } from '../failures.ts';
import { untilMs } from '../history.ts';
import { maintenance } from '../proxies.ts';
import type { Story } from './story.ts';

/**
 * Watches the law's clocks beside the story, whatever chapter it is in, until it ends. Managers are warned before one
 * runs out; the activities look whether its goal is reached by then, and ring once, also after a fresh history.
 */
export function watchLegalClocks(story: Story): void {
  const { requestId } = story.input;
  for (const deadline of story.input.deadlines.legal) {
    void watch(requestId, deadline).catch((error: unknown) => {
      if (isCancellation(error)) return; // the story is told of it as well
      if (!isOutsideFailure(error)) throw error;
      log.error('a legal clock is no longer watched', { requestId, clock: deadline.clock });
    });
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
