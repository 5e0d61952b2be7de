import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  requestState,
  workOrderChanged,
} from '../../src/workflows/maintenance-request/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import { answer, news, startRequest, storyOf } from '../support/request-story.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

const DONE = 'awaiting-completion-check: done';
const REMINDED = 'awaiting-completion-check: completion-reminder';
const SURVEY = 'awaiting-completion-check: survey';

// Safety: whoever does not answer after an emergency may not be able to.
test.each(['P0', 'P1'] as const)(
  'two hours of silence after a %s that is said to be done bring a person, once, and no reminder',
  async (of) => {
    const script = scriptedActivities();
    await house.withWorker(script.activities, async () => {
      const handle = await startRequest(house, { class: of });
      await handle.signal(workOrderChanged, news('done'));
      await script.called('advance', 2);
      await house.env.sleep('119m');
      expect(script.of('openHandOff')).toEqual([]);
      await house.env.sleep('2m');
      await script.called('openHandOff');
      await house.env.sleep('23h');
      expect(await handle.query(requestState)).toBe('awaiting-completion-check');
      await house.env.sleep('2h');
      await script.called('advance', 3); // before the result is awaited, which would skip any time
      await handle.result();
      expect(script.of('openHandOff')).toEqual([
        { conversationId: 'c-1', reason: 'completion-unanswered' },
      ]);
      expect(storyOf(script)).toEqual(['opening', DONE, 'closed: closed']);
    });
  },
);

test('an emergency that nobody wrote about is asked again after two hours: there is no talk to hand over', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { class: 'P1', conversationId: null });
    await handle.signal(workOrderChanged, news('done'));
    await script.called('advance', 2);
    await house.env.sleep('119m');
    expect(storyOf(script)).toEqual(['opening', DONE]);
    await house.env.sleep('2m');
    await script.called('advance', 3);
    await house.env.sleep('25h');
    await handle.result();
    expect(script.of('openHandOff')).toEqual([]);
    expect(storyOf(script)).toEqual(['opening', DONE, REMINDED, 'closed: closed']);
  });
});

test('a "no" that comes after the person was called opens the emergency again', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { class: 'P1' });
    await handle.signal(workOrderChanged, news('done', 'first'));
    await script.called('advance', 2);
    await house.env.sleep('3h');
    await script.called('openHandOff');
    await answer(handle, 'completed', 'no');
    await script.called('reopenWorkOrder');
    await handle.signal(workOrderChanged, news('done', 'second'));
    await script.called('advance', 4);
    await answer(handle, 'completed', 'yes');
    await answer(handle, 'survey', 'yes');
    await handle.result();
    expect(storyOf(script)).toEqual(['opening', DONE, 'open: reopened', DONE, SURVEY, 'closed']);
    expect(script.of('openHandOff')).toHaveLength(1);
  });
});

test('the survey waits for three days, and then the request closes without another word', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('done'));
    await script.called('advance', 2);
    await answer(handle, 'completed', 'yes');
    await script.called('advance', 3);
    await house.env.sleep('71h');
    expect(await handle.query(requestState)).toBe('awaiting-completion-check');
    expect(storyOf(script)).toEqual(['opening', DONE, SURVEY]);
    await house.env.sleep('2h');
    await script.called('advance', 4); // before the result is awaited, which would skip any time
    await handle.result();
    expect(storyOf(script)).toEqual(['opening', DONE, SURVEY, 'closed']);
    expect(script.of('openHandOff')).toEqual([]);
    expect(script.of('reopenWorkOrder')).toEqual([]);
  });
});
