import {
  CASES_MIN,
  FIGURES,
  stepsOf,
  told,
  UNITS,
  type Counted,
  type Figure,
  type Period,
} from '../domain/numbers.ts';
import { INTENTS } from '../domain/wish.ts';
import {
  OUTCOMES,
  type MeasuredNumbers,
  type Slice,
  type WishCounts,
  type WishOutcome,
} from '../ports/numbers.ts';
import type { FigureAnswer, IntentAnswer, NumbersAnswer } from './answers/numbers.ts';

/** What was asked for and of whom. */
interface AskedNumbers {
  propertyId: string | null;
  period: Period;
  properties: { propertyId: string; name: string; zone: string }[];
  zones: string[];
  now: Date;
}

/** What was counted as it may be told: every step and property in its place, figures of too few cases withheld. */
export function answerOf(measured: MeasuredNumbers, asked: AskedNumbers): NumbersAnswer {
  const { propertyId, period, zones, now } = asked;
  return {
    propertyId,
    period,
    zones,
    countedAt: now.toISOString(),
    casesMin: CASES_MIN,
    figures: FIGURES.map((figure) => figureOf(figure, { measured, asked })),
    intents: INTENTS.flatMap((intent) => {
      const counts = measured.wishes.get(intent);
      return counts ? [{ intent, ...intentOf(counts) }] : [];
    }),
    handOffs: measured.handOffs,
    approvals: measured.approvals,
  };
}

function figureOf(
  figure: Figure,
  { measured, asked }: { measured: MeasuredNumbers; asked: AskedNumbers },
): FigureAnswer {
  const own = new Map(
    measured.measures
      .filter((measure) => measure.figure === figure)
      .map((measure) => [keyOf(measure.slice), measure]),
  );
  const at = (slice: Slice): Counted => {
    const { count, value } = own.get(keyOf(slice)) ?? { count: 0, value: null };
    return told({ count, value });
  };
  return {
    figure,
    unit: UNITS[figure],
    ...at({ kind: 'all' }),
    steps: stepsOf(asked.period).map(({ startsOn, from, to }) => ({
      from,
      to,
      ...at({ kind: 'step', startsOn }),
    })),
    properties:
      asked.propertyId === null
        ? asked.properties.map(({ propertyId, name }) => ({
            propertyId,
            name,
            ...at({ kind: 'property', propertyId }),
          }))
        : [],
  };
}

function keyOf(slice: Slice): string {
  switch (slice.kind) {
    case 'all':
      return 'all';
    case 'step':
      return `step ${slice.startsOn}`;
    case 'property':
      return `property ${slice.propertyId ?? ''}`;
  }
}

function intentOf(counts: WishCounts): Omit<IntentAnswer, 'intent'> {
  const of = (outcome: WishOutcome): number => counts[outcome] ?? 0;
  const count = OUTCOMES.reduce((sum, outcome) => sum + of(outcome), 0) - of('unknown');
  return {
    ...told({ count, value: count === 0 ? null : of('resolved') / count }),
    resolved: of('resolved'),
    person: of('person'),
    again: of('again'),
    declined: of('declined'),
    undelivered: of('undelivered'),
    unknown: of('unknown'),
  };
}
