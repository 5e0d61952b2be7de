import type { Word } from './danger-text.ts';
import type { Span } from './danger-words.ts';

/** What the matcher needs of a rule: see `DangerRule`. */
export interface NearnessRule {
  readonly all: readonly string[];
  readonly within?: number;
  readonly unless?: readonly string[];
  readonly wordsMax?: number;
}

/** A text as the matcher sees it: its words, and where the phrases of each list stand. */
export interface ReadText {
  readonly words: readonly Word[];
  readonly spans: ReadonlyMap<string, readonly Span[]>;
}

/** A rule that a text meets, and where the words stand that meet it. */
export interface RuleHit<Rule> {
  readonly rule: Rule;
  readonly at: readonly Span[];
}

/** Makes the function that tells which rules a text meets, and by which words. `unless` lists hold every rule back. */
export function createRuleMatcher<Rule extends NearnessRule>({
  rules,
  unless,
}: MatcherInput<Rule>) {
  const prepared = rules.map((rule) => ({
    rule,
    groups: rule.all.map((names) => names.split('|')),
    vetoes: [...unless, ...(rule.unless ?? [])],
  }));

  return ({ words, spans }: ReadText): RuleHit<Rule>[] =>
    prepared.flatMap(({ rule, groups, vetoes }) => {
      if (rule.wordsMax !== undefined && words.length > rule.wordsMax) return [];
      const places = groups.map((names) => placesOf({ names, spans }));
      if (places.some((found) => found.length === 0)) return [];
      const isHeldBack = vetoTest({ vetoes, spans });
      const at = nearPlaces({ places, within: rule.within ?? withinDefault, isHeldBack });
      return at ? [{ rule, at }] : [];
    });
}

interface MatcherInput<Rule> {
  readonly rules: readonly Rule[];
  readonly unless: readonly string[];
}

const withinDefault = 8;

// How far around the words of a rule a phrase can hold it back.
const vetoReach = 4;

function placesOf({
  names,
  spans,
}: {
  names: readonly string[];
  spans: ReadText['spans'];
}): Span[] {
  const places = names.flatMap((name) => spans.get(name) ?? []);
  return names.length > 1 ? places.toSorted((one, other) => one.from - other.from) : places;
}

function vetoTest({ vetoes, spans }: { vetoes: readonly string[]; spans: ReadText['spans'] }) {
  const held = new Set<number>();
  for (const { from, to } of vetoes.flatMap((name) => spans.get(name) ?? [])) {
    for (let at = from - vetoReach; at <= to + vetoReach; at += 1) held.add(at);
  }
  return ({ from, to }: Span): boolean => {
    for (let at = from; at <= to; at += 1) if (held.has(at)) return true;
    return false;
  };
}

// So many places of a group are kept while walking, which bounds the work for a text that repeats one word.
const recentMax = 3;

interface NearInput {
  readonly places: readonly (readonly Span[])[];
  readonly within: number;
  readonly isHeldBack: (window: Span) => boolean;
}

/** One place of every group, none overlapping, that lie within so many words and are not held back; null without. */
function nearPlaces({ places, within, isHeldBack }: NearInput): readonly Span[] | null {
  const walk = places
    .flatMap((group, index) => group.map((span) => ({ span, index })))
    .toSorted((one, other) => one.span.from - other.span.from);
  const recent: Span[][] = places.map(() => []);

  for (const { span, index } of walk) {
    const others = recent.filter((_, group) => group !== index);
    const taken = takeNearest(span, others);
    const window = taken && stretchOf(taken);
    if (window && window.to - window.from <= within && !isHeldBack(window)) return taken;
    const own = recent[index];
    own?.push(span);
    if (own && own.length > recentMax) own.shift();
  }
  return null;
}

/** `last`, and before it the nearest free place of every other group, or null. */
function takeNearest(last: Span, others: readonly (readonly Span[])[]): readonly Span[] | null {
  let taken: Span[] = [last];
  for (const group of others) {
    const free = group.findLast((place) =>
      taken.every((span) => place.to < span.from || span.to < place.from),
    );
    if (!free) return null;
    taken = [...taken, free];
  }
  return taken;
}

/** The stretch from the first of some places to the last. */
function stretchOf(places: readonly Span[]): Span {
  return {
    from: Math.min(...places.map(({ from }) => from)),
    to: Math.max(...places.map(({ to }) => to)),
  };
}
