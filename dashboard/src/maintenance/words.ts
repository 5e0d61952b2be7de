import type {
  ClockAnswer,
  RequestAnswer,
  RequestListed,
  StaffWish,
} from '../../../src/api/answers/maintenance-request.ts';

type State = RequestListed['state'];

/** The classes, as a manager reads them. */
export const CLASSES: Record<RequestListed['class'], string> = {
  P0: 'P0, danger to life',
  P1: 'P1, emergency',
  P2: 'P2, urgent',
  P3: 'P3, standard',
  P4: 'P4, planned',
};

/** Where a request stands. */
export const STATES: Record<State, string> = {
  'awaiting-confirmation': 'waiting for the resident to confirm',
  'self-help': 'the resident tries a step themselves',
  opening: 'on its way to the platform',
  'awaiting-approval': 'waiting for a manager’s approval',
  open: 'waiting for a vendor',
  'vendor-assigned': 'a vendor was chosen',
  scheduled: 'a visit is scheduled',
  'in-progress': 'being worked on',
  'awaiting-completion-check': 'marked done: the resident is asked',
  'needs-person': 'needs a person',
  closed: 'closed',
  dropped: 'dropped by the resident',
  cancelled: 'cancelled',
};

/** What must have happened when a clock of ours runs out. */
export const CLOCKS: Record<NonNullable<RequestListed['clock']>, string> = {
  dispatch: 'send a vendor',
  approval: 'decide the approval',
  done: 'have it done',
};

/** The promises of a request. */
export const PROMISES: Record<ClockAnswer['name'], string> = {
  dispatch: 'Vendor sent',
  done: 'Work done',
  legal: 'By law',
};

/** How a promise stands. */
export const STANDINGS: Record<ClockAnswer['status'], string> = {
  met: 'kept',
  'met-late': 'kept, but late',
  running: 'running',
  'due-soon': 'due soon',
  breached: 'overdue',
  void: 'no longer owed',
};

/** What staff asked for, after their name. */
export const WISHES: Record<StaffWish, string> = {
  vendor: 'chose the vendor',
  window: 'set the window',
  done: 'marked it done',
  cancel: 'cancelled it',
  approval: 'asked for approval again',
  note: 'changed the work order',
};

/** How an approval stands. */
export const APPROVALS: Record<NonNullable<RequestAnswer['cost']['approval']>['state'], string> = {
  pending: 'a manager is asked',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired without an answer',
  revoked: 'taken back',
};

/** Why a vendor cannot be chosen. */
export const REFUSALS = {
  'other-trade': 'another trade',
  'licence-expired': 'licence expired',
} as const;

/** Whether nothing more happens to a request by itself. */
export const hasEnded = (state: State): boolean =>
  state === 'closed' || state === 'dropped' || state === 'cancelled';

/** An amount as people read it, `$1,000`. */
export function money(cents: number, currency: string): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    maximumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100);
}

/** What a request is called: the resident's words, or the catalogue's where one may not read those. */
export const headlineOf = ({
  summary,
  issueLabel,
}: Pick<RequestListed, 'summary' | 'issueLabel'>): string => {
  const text = summary ?? '';
  return capital(text === '' ? issueLabel : text);
};

/** A trade in plain letters: `pest-control` -> `pest control`. */
export const plainTrade = (trade: string): string => trade.replaceAll(/[-_]/g, ' ');

/** The first letter made a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
