import { scriptedActivities } from '../fakes/scripted-activities.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';
import { writeHistory } from './histories.ts';
import { backgroundStories } from './stories/background.ts';
import { residentStories } from './stories/residents.ts';
import { staffStories } from './stories/staff.ts';
import type { Story } from './stories/story.ts';

/** `npm run replay:record`: plays every story on the time-skipping server and keeps its history. */
async function record(house: WorkflowEnvironment, story: Story): Promise<number> {
  const script = scriptedActivities(story.script);
  return house.withWorker(script.activities, async () => {
    const now = await house.env.currentTimeMs();
    const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
    const handle = await house.env.client.workflow.start(story.workflow, {
      workflowId: story.workflowId,
      taskQueue: MAIN_TASK_QUEUE,
      args: [story.input(at)],
    });
    await story.play({
      handle,
      called: (...by) => script.called(...by),
      sleep: (time) => house.env.sleep(time),
    });
    const { status, raw } = await handle.describe();
    const stuck = raw.pendingActivities?.[0]?.activityType?.name;
    if (stuck) throw new Error(`${story.name} is recorded too early, or nobody knows ${stuck}`);
    const history = await handle.fetchHistory();
    await writeHistory(story.name, history);
    if (status.name === 'RUNNING') await handle.terminate();
    return history.events?.length ?? 0;
  });
}

const house = await startWorkflowEnvironment();
try {
  for (const story of [...residentStories, ...staffStories, ...backgroundStories]) {
    process.stdout.write(`${story.name}: ${await record(house, story)} events\n`);
  }
} finally {
  await house.stop();
}
