import type { PriorityClass } from '../../../domain/priority.ts';
import intents from './exemplars/intents.json' with { type: 'json' };
import issues from './exemplars/issues.json' with { type: 'json' };
import questions from './exemplars/questions.json' with { type: 'json' };
import moods from './exemplars/moods.json' with { type: 'json' };
import things from './exemplars/things.json' with { type: 'json' };

/** What a clause of a message may want; `detail` belongs to the clause beside it. */
export const intentNames = [
  'report-problem',
  'detail',
  'read-status',
  'balance',
  'charges',
  'lease-dates',
  'question',
  'amenity',
  'person',
  'greeting',
  'thanks',
  'goodbye',
  'neighbour',
  'other-data',
  'attack',
  'out-of-scope',
  'cancel',
  'accommodation',
  'legal',
  'leasing',
] as const;

/** What a clause of a message may want. */
export type Intent = (typeof intentNames)[number];

/** Example sentences from which the model learns at start; data, so that an operator can add their own. */
export interface Exemplars {
  readonly intents: Readonly<Record<Intent, readonly string[]>>;
  /** More questions about rules, in the words of people who are in a hurry. */
  readonly questions: readonly string[];
  /** By issue id of the catalogue. */
  readonly issues: Readonly<Record<string, readonly string[]>>;
  readonly moods: { readonly frustrated: readonly string[]; readonly calm: readonly string[] };
  /** Words for things and symptoms, and the issues they speak for; an issue named twice counts twice. */
  readonly things: readonly {
    readonly words: readonly string[];
    /** The words count only beside one of these: "stuck" says little without "window". */
    readonly near?: readonly string[];
    readonly issues: readonly string[];
  }[];
}

/** The exemplars that come with the house. */
export const houseExemplars: Exemplars = { intents, questions, issues, moods, things };

/**
 * Messages of everyday life that no danger hides in: every intent but reports, and reports of issues whose class is P2 to
 * P4. The danger classifier learns from them what most messages sound like.
 */
export function everydayMessages({
  exemplars,
  issues,
}: {
  exemplars: Exemplars;
  issues: readonly { readonly id: string; readonly class: PriorityClass }[];
}): string[] {
  const spoken = intentNames.filter((intent) => intent !== 'report-problem' && intent !== 'detail');
  const minor = issues.filter(({ class: priority }) => ['P2', 'P3', 'P4'].includes(priority));
  return [
    ...spoken.flatMap((intent) => exemplars.intents[intent]),
    ...minor.flatMap(({ id }) => exemplars.issues[id] ?? []),
  ];
}
