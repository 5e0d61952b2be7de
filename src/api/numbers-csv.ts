import type { Counted, Figure, Unit } from '../domain/numbers.ts';
import type { FigureAnswer, NumbersAnswer } from './answers/numbers.ts';
import { csvOf } from './csv.ts';

const LABELS: Record<Figure, string> = {
  resolved: 'Resolved without a person within 7 days',
  'reply-p50': 'Reply median',
  'reply-p95': 'Reply 95th percentile',
  'handed-off': 'Conversations handed to a person',
  'clock-answer': 'Clocks kept: a person answers',
  'clock-dispatch': 'Clocks kept: vendor sent',
  'clock-done': 'Clocks kept: work done',
  'clock-legal': 'Clocks kept: by law',
  'approval-p50': 'Approval decided median',
  'approval-p95': 'Approval decided 95th percentile',
  survey: 'Survey mean',
};
const UNIT_LABELS: Record<Unit, string> = { share: '%', seconds: 's', points: '1 to 5' };

type Cell = string | number | null;

/**
 * The numbers as a table: one row for the period, each of its steps, each property, each kind of wish, each reason. Two
 * columns a figure, its value and its cases; where those are too few it says so.
 */
export function numbersCsv(numbers: NumbersAnswer): string {
  const { figures, period, intents, handOffs } = numbers;
  const { from, to, by } = period;
  const perFigure = (of: (figure: FigureAnswer) => Counted | undefined): Cell[] =>
    figures.flatMap((figure) => cellsOf(figure.unit, of(figure)));
  const blank = perFigure(() => undefined);
  const [first] = figures;
  return csvOf([
    [
      'Rows',
      'Name',
      'From (date)',
      'To (date)',
      ...figures.flatMap(({ figure, unit }) => [
        `${LABELS[figure]} (${UNIT_LABELS[unit]})`,
        `${LABELS[figure]}: cases (count)`,
      ]),
      'Hand-offs (count)',
    ],
    ['period', '', from, to, ...perFigure((figure) => figure), null],
    ...(first?.steps ?? []).map((step, at) => [
      by,
      '',
      step.from,
      step.to,
      ...perFigure(({ steps }) => steps[at]),
      null,
    ]),
    ...(first?.properties ?? []).map(({ name }, at) => [
      'property',
      name,
      from,
      to,
      ...perFigure(({ properties }) => properties[at]),
      null,
    ]),
    ...intents.map((intent) => [
      'intent',
      intent.intent,
      from,
      to,
      ...perFigure(({ figure }) => (figure === 'resolved' ? intent : undefined)),
      null,
    ]),
    ...handOffs.map(({ reason, count }) => ['hand-off reason', reason, from, to, ...blank, count]),
  ]);
}

function cellsOf(unit: Unit, counted: Counted | undefined): [Cell, Cell] {
  if (!counted) return [null, null];
  const { count, value } = counted;
  if (value === null) return [count === 0 ? null : 'too few', count];
  return [unit === 'share' ? rounded(value * 100) : rounded(value), count];
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
