import type {
  Counted,
  Figure,
  HandOverReason,
  Intent,
  Unit,
} from '../../../src/api/answers/numbers.ts';
import { plural } from '../shell/plural.ts';

interface FigureWords {
  label: string;
  /** What the cases are called. */
  of: { one: string; many?: string };
  /** What counts and what does not; docs/numbers.md says it in full. */
  meaning: string;
}

/** Each figure as a manager reads it. */
export const FIGURES: Record<Figure, FigureWords> = {
  resolved: {
    label: 'Resolved without a person',
    of: { one: 'matter' },
    meaning:
      'Of what residents asked or reported, the share that was answered and left alone for seven days: no hand-off, nobody took over, and the same person did not come with the same matter again. An emergency always counts as one that needed a person. What is younger than seven days is not counted yet, good or bad.',
  },
  'reply-p50': {
    label: 'Reply time, half within',
    of: { one: 'reply', many: 'replies' },
    meaning:
      'From the first message of a turn to the moment the reply left. Half of the replies were at least as fast. Replies that were not delivered, and words of staff, are not counted.',
  },
  'reply-p95': {
    label: 'Reply time, 95 of 100 within',
    of: { one: 'reply', many: 'replies' },
    meaning:
      'From the first message of a turn to the moment the reply left. 95 of 100 replies were at least as fast: what the slowest residents wait. Replies that were not delivered, and words of staff, are not counted.',
  },
  'handed-off': {
    label: 'Handed to a person',
    of: { one: 'conversation' },
    meaning:
      'Of the conversations in which something happened in the period, the share that was handed to a person at least once in it. A conversation counts once, however often it was handed over.',
  },
  'clock-answer': {
    label: 'A person answered in time',
    of: { one: 'hand-off' },
    meaning:
      'Of the hand-offs whose clock ran out in the period, the share that somebody had taken over, or that was over, by then.',
  },
  'clock-dispatch': {
    label: 'Vendor sent in time',
    of: { one: 'request' },
    meaning:
      'Of the requests whose vendor was due in the period, the share for which one had been sent by then and was not taken back. What was cancelled or dropped before it was due is not counted.',
  },
  'clock-done': {
    label: 'Work done in time',
    of: { one: 'request' },
    meaning:
      'Of the requests whose work was due in the period, the share that was done by then and was not opened again. What was cancelled or dropped before it was due is not counted.',
  },
  'clock-legal': {
    label: 'Legal clocks kept',
    of: { one: 'clock' },
    meaning:
      'Of the clocks of the law that you have switched on and that ran out in the period, the share that was kept.',
  },
  'approval-p50': {
    label: 'Approvals, half decided within',
    of: { one: 'decision' },
    meaning:
      'From the question to a person’s yes or no. Half of the decisions of the period were at least as fast. What expired or was taken back is not counted.',
  },
  'approval-p95': {
    label: 'Approvals, 95 of 100 within',
    of: { one: 'decision' },
    meaning:
      'From the question to a person’s yes or no. 95 of 100 decisions of the period were at least as fast. What expired or was taken back is not counted.',
  },
  survey: {
    label: 'Survey',
    of: { one: 'answer' },
    meaning:
      'The mean of the points, 1 to 5, that residents gave for finished work in the period. Whoever did not answer is not counted.',
  },
};

/** What residents come with. */
export const INTENTS: Record<Intent, string> = {
  question: 'Questions about documents',
  account: 'Balance, charges, lease dates',
  status: 'How a request stands',
  problem: 'Problems at home',
  emergency: 'Emergencies',
  change: 'More about an open request',
  person: 'Wish for a person',
  other: 'Not understood, or out of scope',
};

/** Why a person was needed. */
export const REASONS: Record<HandOverReason, string> = {
  'asked-for-person': 'Resident asked for a person',
  'not-in-documents': 'Not in the documents',
  ungrounded: 'Answer not borne out by a document',
  'low-confidence': 'Not sure what was meant',
  frustrated: 'Resident was upset',
  'verification-failed': 'Could not tell who writes',
  rollout: 'Assistant is off or in shadow there',
  'model-unavailable': 'Language model was down',
  'platform-unavailable': 'Property platform was down',
  'unreadable-message': 'Message could not be read',
  'human-only': 'For people only',
  eviction: 'Eviction under way',
  language: 'Another language',
  'rejected-approval': 'Approval rejected',
  'expired-approval': 'Approval expired',
  'unconfirmed-request': 'Report not confirmed',
  'platform-refused': 'Platform refused the order',
  'completion-unanswered': 'No word whether it is done',
  'passed-on': 'Given back or passed on by staff',
  'failed-turn': 'The assistant failed',
};

/** A figure as people read it: `83%`, `2 min 5 s`, `4.3 of 5`. */
export function shown(value: number, unit: Unit): string {
  switch (unit) {
    case 'share':
      return `${(value * 100).toLocaleString('en', { maximumFractionDigits: 1 })}%`;
    case 'seconds':
      return duration(value);
    case 'points':
      return `${value.toLocaleString('en', { maximumFractionDigits: 1 })} of 5`;
  }
}

/** A figure, or why there is none. */
export function shownOrWhy(counted: Counted, by: { unit: Unit; casesMin: number }): string {
  if (counted.value !== null) return shown(counted.value, by.unit);
  if (counted.count === 0) return 'none';
  return `too few (${counted.count} of ${by.casesMin})`;
}

/** How many cases a figure stands on. */
export const casesOf = (figure: Figure, count: number): string => plural(count, FIGURES[figure].of);

const LARGE_TO_SMALL: [seconds: number, name: string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
];

/** The two largest units: `3 h 20 min`; below a minute with a tenth. */
function duration(seconds: number): string {
  const place = LARGE_TO_SMALL.findIndex(([size]) => seconds >= size);
  const [size, name] = LARGE_TO_SMALL[place] ?? [1, 's'];
  if (size === 1) return `${seconds.toLocaleString('en', { maximumFractionDigits: 1 })} s`;
  const [smaller, smallerName] = LARGE_TO_SMALL[place + 1] ?? [1, 's'];
  const rest = Math.floor((seconds % size) / smaller);
  const whole = `${Math.floor(seconds / size)} ${name}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallerName}`;
}
