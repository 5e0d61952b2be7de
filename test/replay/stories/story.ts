import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, type Duration } from '@temporalio/common';
import type { Script } from '../../fakes/scripted-activities.ts';

/** What a story is played with. */
export interface Stage {
  handle: WorkflowHandle;
  called: (activity: string, times?: number) => Promise<void>;
  sleep: (time: Duration) => Promise<void>;
}

/**
 * A run of a workflow that is worth remembering. Let it end where it can: a replay sees what is missing, but only an
 * end shows what is too much.
 */
export interface Story {
  name: string;
  workflow: string;
  workflowId: string;
  /** `at` gives the instant so many minutes from the beginning. */
  input: (at: (minutes: number) => string) => object;
  script?: Script;
  play: (stage: Stage) => Promise<unknown>;
}

/** Minutes. */
export const HOUR = 60;
export const DAY = 24 * HOUR;

/** An activity that fails with this type, each time. */
export const failing = (type: string) => () => {
  throw ApplicationFailure.create({ type });
};
