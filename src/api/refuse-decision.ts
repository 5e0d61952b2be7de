import { areSameEdits } from '../domain/approval-edits.ts';
import { DECIDED, refusal, type ApprovalDecision, type Revocation } from '../domain/approval.ts';
import type { ApprovalSummary } from '../ports/desk-approvals.ts';
import { Conflict, Gone } from './errors.ts';

type Standing = Pick<ApprovalSummary, 'state' | 'reason' | 'decidedBy' | 'decidedByName' | 'edits'>;
type Made = Omit<ApprovalDecision, 'reasonId'>;

/** Whether this person has made this very decision before: a button pressed twice. */
export function isDoneAlready({ state, decidedBy, edits }: Standing, made: Made): boolean {
  const isTheirs = state === DECIDED[made.decision] && decidedBy === made.staffId;
  return isTheirs && areSameEdits(edits, made.edits);
}

/**
 * Says why a decision does not count; silent where it does, or did already.
 * @throws Conflict when it was decided otherwise, changed or taken back; Gone when it has expired
 */
export function refuse(standing: Standing, made: Made & { shownDigest: string }): void {
  const { state, reason } = standing;
  const isDecided = state === 'approved' || state === 'rejected';
  if (isDecided && !isDoneAlready(standing, made))
    throw new Conflict(decidedBefore(standing, made));
  switch (refusal(state, made)) {
    case 'changed':
      throw new Conflict(CHANGED);
    case 'expired':
      throw new Gone('This approval has expired; a person takes care of the request.');
    case 'revoked':
      throw new Conflict(
        `This approval was taken back: ${TAKEN_BACK.get(reason) ?? 'it is over.'}`,
      );
    case null:
  }
}

/**
 * The same of what a decision came to: nothing, where what it is about changed while it was on its way.
 * @throws as `refuse`
 */
export function refuseWritten(standing: Standing, made: Made): void {
  if (standing.state === 'pending') throw new Conflict(CHANGED);
  refuse(standing, { ...made, shownDigest: made.digest });
}

const CHANGED = 'What you decided about has changed: read it again.';

const TAKEN_BACK: ReadonlyMap<string | null, string> = new Map<Revocation, string>([
  ['request-cancelled', 'its request was cancelled.'],
  ['moved-on', 'staff have moved the work order on at the platform.'],
  ['no-longer-needed', 'the request became an emergency, which waits for nobody.'],
]);

function decidedBefore({ state, reason, decidedBy, decidedByName }: Standing, made: Made): string {
  const who = decidedBy === made.staffId ? 'You have' : `${decidedByName ?? 'Somebody else'} has`;
  const why = reason === null ? '' : ` The reason given: “${reason}”.`;
  return `${who} ${state} this already; that stands.${why}`;
}
