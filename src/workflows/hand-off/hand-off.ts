import { condition, setHandler } from '@temporalio/workflow';
import type { HandOffState } from '../../domain/hand-off.ts';
import { untilMs } from '../history.ts';
import { label } from '../label.ts';
import { handOffs } from '../proxies.ts';
import { handOffReleased, handOffTaken, type HandOffInput } from './contract.ts';

/** Sees to it that a person answers: warns the desk, then tells the managers, until somebody has taken it. */
export async function handOff(input: HandOffInput): Promise<void> {
  const { handOffId, reason, warnAt, breachAt } = input;
  let isTaken = false;
  let isReleased = false;
  const hear = (state: HandOffState): void => {
    isTaken ||= state === 'owned';
    isReleased ||= state === 'released';
  };
  setHandler(handOffTaken, () => hear('owned'));
  setHandler(handOffReleased, () => hear('released'));
  const isSeenTo = (): boolean => isTaken || isReleased;
  const wait = (nextDeadlineAt: string | null): void =>
    label({ state: 'waiting', nextDeadlineAt, details: `waiting for a person: ${reason}` });

  wait(warnAt);
  const wasQuick = await condition(isSeenTo, untilMs(warnAt), { summary: 'warn the desk' });
  if (!wasQuick) {
    wait(breachAt);
    hear(await handOffs.warn({ handOffId })); // its row may know what this process was never told
  }
  const wasInTime = await condition(isSeenTo, untilMs(breachAt), { summary: 'clock breached' });
  if (!wasInTime) hear(await handOffs.breach({ handOffId }));

  await condition(isSeenTo);
  label({ state: 'owned', nextDeadlineAt: null, details: 'a person is answering' });
  await condition(() => isReleased);
  label({ state: 'released', nextDeadlineAt: null });
}
