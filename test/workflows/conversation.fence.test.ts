import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFenceHouse } from '../support/fence-house.ts';
import { liveThrough } from '../support/fence-run.ts';
import { ALARMED, FENCED, longStory, story } from '../support/fence-story.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

// Safety: between a takeover and its release the assistant says nothing but the warning of a danger. A run that fails
// prints its seed and its story; `seed` and `path` beside `numRuns` live through it again.

let environment: WorkflowEnvironment;
let fence: Awaited<ReturnType<typeof startFenceHouse>>;
beforeAll(async () => {
  environment = await startWorkflowEnvironment();
  fence = await startFenceHouse(environment);
});
afterAll(async () => {
  await fence.stop();
  await environment.stop();
});

const live = (happenings: Parameters<typeof liveThrough>[0], remembers = false) =>
  liveThrough(happenings, { house: fence.open(), environment, remembers });
// Half a minute where nothing else runs, and minutes where much does.
const PATIENCE_MS = 300_000;
// A story takes seconds: one that fails is told as it is, not made shorter.
const asTold = { endOnFailure: true };

test('a story in which answers, news and a danger meet the fence comes upon all of it', async () => {
  expect(await live(FENCED)).toMatchObject({ wrong: [], withheld: 3, drafts: 1 });
});

test('a story in which the alarm of an older danger is answered keeps the word of it as a draft', async () => {
  expect(await live(ALARMED)).toMatchObject({ wrong: [], drafts: 1 });
});

test(
  'the assistant says nothing under a takeover, whatever happens in whatever order',
  async () => {
    await fc.assert(
      fc.asyncProperty(story, async (happenings) => {
        expect((await live(happenings)).wrong).toEqual([]);
      }),
      { numRuns: 8, ...asTold },
    );
  },
  PATIENCE_MS,
);

test(
  'nor when its conversation continues as new in between',
  async () => {
    await fc.assert(
      fc.asyncProperty(longStory, async (happenings) => {
        expect((await live(happenings, true)).wrong).toEqual([]);
      }),
      { numRuns: 2, ...asTold },
    );
  },
  PATIENCE_MS,
);
