import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { standingAttributes } from './search-attributes.ts';

/** Shows an operator how a process stands: in searches of the Web UI, and in words on its page. */
export function label(by: {
  state: string;
  nextDeadlineAt: string | null;
  /** What the page says; the state alone where there is no more to say. */
  details?: string;
}): void {
  upsertSearchAttributes(standingAttributes(by));
  setCurrentDetails(by.details ?? by.state);
}
