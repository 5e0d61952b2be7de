import type { Step } from './plan.ts';

/** Something to be done the first time that a step of somebody's journey is reached. */
export interface Hook {
  /** All the names by which somebody may be told of. */
  who: readonly string[];
  step: Step;
  act: () => Promise<unknown>;
}

/** Where journeys stand, told by the stand-ins and the journeys themselves. */
export interface Steps {
  /** Waits for a step; it acts once. */
  on(hook: Hook): void;
  /** A step is reached: resolves once all that waits for it has acted. */
  reached(by: { who: string; step: Step }): Promise<void>;
  /** Takes back what has not acted yet, of somebody. */
  forget(who: string): Hook[];
}

/** No hooks yet. */
export function createSteps(): Steps {
  const hooks: Hook[] = [];
  const take = (isIt: (hook: Hook) => boolean): Hook[] => {
    const taken = hooks.filter(isIt);
    for (const hook of taken) hooks.splice(hooks.indexOf(hook), 1);
    return taken;
  };
  return {
    on: (hook) => void hooks.push(hook),
    async reached({ who, step }) {
      const waiting = take((hook) => hook.who.includes(who) && hook.step === step);
      await Promise.all(waiting.map(({ act }) => act()));
    },
    forget: (who) => take((hook) => hook.who.includes(who)),
  };
}
