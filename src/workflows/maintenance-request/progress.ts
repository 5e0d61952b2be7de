import { deadlineOf, type MaintenanceRequestState } from '../../domain/maintenance-request.ts';
import { label } from '../label.ts';
import type { MaintenanceRequestInput, Progress } from './contract.ts';
import type { Story } from './story.ts';

// Enough for what an operator asks; the row's record has all of it.
const STEPS_MAX = 30;

/** How far a request has come when it opens. */
export function startOf({ approval, needsConfirmation }: MaintenanceRequestInput): Progress {
  return {
    state: needsConfirmation ? 'awaiting-confirmation' : 'opening',
    isDispatched: false,
    isRefusalTold: false,
    isReleased: approval === null,
    steps: [],
  };
}

/** Notes that a request goes on to a state, and shows it. */
export function noteStep(story: Story, to: MaintenanceRequestState): void {
  const { progress } = story;
  progress.state = to;
  progress.steps.push(`${new Date().toISOString()} ${to}`);
  progress.steps.splice(0, progress.steps.length - STEPS_MAX);
  showStory(story);
}

/** Shows an operator where a request stands, its next clock and how it came there. */
export function showStory({ input, progress }: Story): void {
  const { state, steps } = progress;
  const now = new Date().toISOString();
  const nextDeadlineAt = deadlineOf(state, { ...input, now });
  const clock = nextDeadlineAt ? `, next clock ${nextDeadlineAt}` : '';
  const headline = `${input.reference}, ${input.class}, ${input.trade}: ${state}${clock}`;
  label({ state, nextDeadlineAt, details: [headline, ...steps].join('\n\n') });
}
