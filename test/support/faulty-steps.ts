import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { OutgoingMessage } from '../../src/ports/channel.ts';

/** What goes wrong with a step of the house: it stands still until it is let go, or fails before or after its deed. */
export type StepFault = 'stands-still' | 'fails-before' | 'fails-after';

/** What goes wrong with a call of a channel: no answer until it is let go, a refusal, or an answer that is lost. */
export type ChannelFault = 'stands-still' | 'refuses' | 'loses-answer';

type Activities = Record<string, (input: never) => Promise<unknown>>;

/** A call of a channel, as the resident's phone would tell of it. */
interface Left {
  sendId: string;
  /** Its place among everything that happened. */
  order: number;
}

/** Faults that are laid in wait for the next calls, and the record of what left by the channel. */
export function faultySteps() {
  const steps = new Map<string, StepFault[]>();
  const channel: ChannelFault[] = [];
  const left: Left[] = [];
  let standing: (() => void)[] = [];
  let happened = 0;
  let isCalm = false;
  const standStill = (): Promise<void> =>
    isCalm ? Promise.resolve() : new Promise((resolve) => standing.push(resolve));

  const letGo = (): void => {
    const going = standing;
    standing = [];
    for (const go of going) go();
  };

  return {
    left,
    /** The place of what happens now among all that happened. */
    order: (): number => (happened += 1),
    get isStanding(): boolean {
      return standing.length > 0;
    },
    lay: (name: string, fault: StepFault) => {
      steps.set(name, [...(steps.get(name) ?? []), fault]);
    },
    layForChannel: (fault: ChannelFault) => channel.push(fault),
    letGo,
    /** No fault any more, and nothing stands still. */
    calm(): void {
      isCalm = true;
      steps.clear();
      channel.length = 0;
      letGo();
    },
    /** A channel that keeps what it was given, and fails as was laid. */
    async send({ sendId }: OutgoingMessage): Promise<{ providerMessageId: string }> {
      const fault = channel.shift();
      if (fault === 'refuses') throw new ProviderUnavailable('refused');
      happened += 1;
      left.push({ sendId, order: happened });
      if (fault === 'stands-still') await standStill();
      if (fault === 'loses-answer') throw new Error('connection reset');
      return { providerMessageId: `provider/${sendId}/${happened}` };
    },
    /** The same activities, which fail as was laid. */
    faulty: (activities: Activities): Activities =>
      Object.fromEntries(
        Object.entries(activities).map(([name, activity]) => [
          name,
          async (input: never): Promise<unknown> => {
            const fault = steps.get(name)?.shift();
            if (fault === 'stands-still') await standStill();
            if (fault === 'fails-before') throw new Error(`${name} fails before its deed`);
            const result = await activity(input);
            if (fault === 'fails-after') throw new Error(`${name} fails after its deed`);
            return result;
          },
        ]),
      ),
  };
}

/** Those steps and calls. */
export type FaultySteps = ReturnType<typeof faultySteps>;
