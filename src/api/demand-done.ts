import type { DraftOutcome } from '../ports/drafts.ts';
import { Conflict } from './errors.ts';

/** What was done with a draft. @throws Conflict when it could not be done; the message says what the person may do */
export function demandDone<Done extends object>(outcome: DraftOutcome<Done>): Done {
  switch (outcome.kind) {
    case 'done':
      return outcome;
    case 'not-held':
      throw new Conflict('Take the conversation over before you reply.');
    case 'settled':
      throw new Conflict('That draft was already sent or put away.');
  }
}
