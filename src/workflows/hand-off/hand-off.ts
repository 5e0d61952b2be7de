import { condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { untilMs } from '../history.ts';
import { handOffs } from '../proxies.ts';
import { handOffReleased, handOffTaken, type HandOffInput } from './contract.ts';

/** Sees to it that a person answers: warns the desk, then tells the managers, until somebody has taken it. */
export async function handOff(input: HandOffInput): Promise<void> {
  let isTaken = false;
  let isReleased = false;
  setHandler(handOffTaken, () => void (isTaken = true));
  setHandler(handOffReleased, () => void (isReleased = true));
  const isSeenTo = (): boolean => isTaken || isReleased;
  const { handOffId } = input;

  setCurrentDetails(`waiting for a person: ${input.reason}`);
  const wasQuick = await condition(isSeenTo, untilMs(input.warnAt), { summary: 'warn the desk' });
  if (!wasQuick) await handOffs.warn({ handOffId });
  const wasInTime = await condition(isSeenTo, untilMs(input.breachAt), {
    summary: 'clock breached',
  });
  if (!wasInTime) await handOffs.breach({ handOffId });

  await condition(isSeenTo);
  setCurrentDetails('a person is answering');
  await condition(() => isReleased);
  setCurrentDetails('released');
}
