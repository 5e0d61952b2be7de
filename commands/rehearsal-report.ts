import type { AskEvent } from './ask-events.ts';
import type { DayMessage } from './rehearsal-day.ts';

/** What became of a message: what happened in its turn, and how long the house took. */
export interface Rehearsed extends DayMessage {
  conversationId: string | null;
  /** Until the house had it as a committed row. */
  acceptedMs: number;
  /** Until its turn was settled; null for a message that one of the same burst was answered with. */
  settledMs: number | null;
  events: AskEvent[];
  /** Why the house did not take it or did not come to an end; null where it did. */
  problem: string | null;
}

/** The kinds of outcome, the gravest first: a turn with several counts as the first of them. */
const OUTCOMES = [
  'failed',
  'danger',
  'handed over',
  'request',
  'answered',
  'said',
  'silent',
  'with the next',
] as const;

/** How a message ended, in a word. */
export type Outcome = (typeof OUTCOMES)[number];

/** The gravest thing that happened in a message's turn. */
export function outcomeOf({ problem, events, settledMs }: Rehearsed): Outcome {
  if (problem !== null) return 'failed';
  const happened = new Set(events.map(({ event }) => event));
  if (happened.has('danger')) return 'danger';
  if (happened.has('handed-off')) return 'handed over';
  if (happened.has('opened')) return 'request';
  if (events.some((event) => event.event === 'reply' && event.sources.length > 0)) {
    return 'answered';
  }
  if (happened.has('reply')) return 'said';
  return settledMs === null ? 'with the next' : 'silent';
}

/** What happened, as one short line. */
export function storyOf({ problem, events }: Rehearsed): string {
  if (problem !== null) return problem;
  return events.map(partOf).filter(Boolean).join('; ');
}

function partOf(event: AskEvent): string {
  switch (event.event) {
    case 'danger':
      return `danger ${event.hazard} ${event.class}`;
    case 'handed-off':
      return `handed over: ${event.reason}`;
    case 'opened':
      return `${event.reference} ${event.class} ${event.state}`;
    case 'reply': {
      const [source] = event.sources;
      return source ? `from ${source.document} p. ${source.page}: ${source.quote}` : event.text;
    }
    case 'accepted':
    case 'done':
      return '';
  }
}

/** The whole day as text: a line a message, then the counts and the times. */
export function tableOf(rehearsed: readonly Rehearsed[]): string {
  const rows = rehearsed.map((message) => [
    message.at,
    message.resident,
    cut(message.kind, 22),
    cut(message.text, 44),
    outcomeOf(message),
    message.settledMs === null ? '' : `${message.settledMs} ms`,
    cut(storyOf(message), 70),
  ]);
  const heads = ['at', 'resident', 'meant as', 'message', 'outcome', 'time', 'what happened'];
  return [...aligned([heads, ...rows]), '', ...summaryLines(rehearsed)].join('\n');
}

/** Counts by outcome, and how long it took until a message was taken and until its turn was settled. */
export function summaryOf(rehearsed: readonly Rehearsed[]): {
  messages: number;
  outcomes: Partial<Record<Outcome, number>>;
  acceptedMs: Spread;
  settledMs: Spread;
} {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const message of rehearsed) {
    const outcome = outcomeOf(message);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return {
    messages: rehearsed.length,
    outcomes,
    acceptedMs: spreadOf(rehearsed.map(({ acceptedMs }) => acceptedMs)),
    settledMs: spreadOf(rehearsed.flatMap(({ settledMs }) => settledMs ?? [])),
  };
}

interface Spread {
  p50: number | null;
  p95: number | null;
  max: number | null;
}

function summaryLines(rehearsed: readonly Rehearsed[]): string[] {
  const { messages, outcomes, acceptedMs, settledMs } = summaryOf(rehearsed);
  const counts = OUTCOMES.flatMap((outcome) => {
    const count = outcomes[outcome];
    return count === undefined ? [] : [`${outcome} ${count}`];
  });
  return [
    `${messages} messages: ${counts.join(', ')}`,
    `taken in      ${spoken(acceptedMs)}`,
    `settled after ${spoken(settledMs)}, the quiet time included`,
  ];
}

function spreadOf(times: number[]): Spread {
  const sorted = times.toSorted((one, other) => one - other);
  // The nearest rank: a time that was measured, and not one between two.
  const rank = (share: number): number | null =>
    sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { p50: rank(0.5), p95: rank(0.95), max: sorted.at(-1) ?? null };
}

const spoken = ({ p50, p95, max }: Spread): string =>
  `p50 ${p50 ?? '-'} ms, p95 ${p95 ?? '-'} ms, longest ${max ?? '-'} ms`;

function cut(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const letters = Array.from(line);
  return letters.length <= length ? line : `${letters.slice(0, length - 1).join('')}…`;
}

function aligned(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))),
  );
  const padded = (cell: string, column: number): string =>
    cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell));
  return rows.map((row) => row.map(padded).join('  ').trimEnd());
}

/** How many letters a text has: an emoji is one. */
const lengthOf = (text: string): number => Array.from(text).length;
