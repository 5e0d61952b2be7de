import type { Passage, Scope } from './document.ts';

const STEPS: Record<Scope['kind'], number> = { lease: 2, unit: 2, property: 1, organisation: 0 };

/** Sorts by the ladder: lease and unit before property before organisation. */
export function bySpecificity(one: Scope, other: Scope): number {
  return STEPS[other.kind] - STEPS[one.kind];
}

function isMoreSpecific(one: Scope, other: Scope): boolean {
  return bySpecificity(one, other) < 0;
}

/** How what was found is compared; `answersToo` says that a more specific one answers what a more general one answers. */
export interface Comparison<T> {
  scopeOf: (found: T) => Scope;
  answersToo: (specific: T, general: T) => boolean;
}

/**
 * Puts what was found, best first, in the order in which documents count: the more specific one stands before every more
 * general one whose question it answers too, however much better that one fits. All else keeps its order.
 */
export function nearestFirst<T>(
  bestFirst: readonly T[],
  { scopeOf, answersToo }: Comparison<T>,
): T[] {
  const ordered = new Set<T>();
  // Each step up the ladder is a narrower scope, so this ends.
  const place = (general: T): void => {
    if (ordered.has(general)) return;
    bestFirst
      .filter((other) => isMoreSpecific(scopeOf(other), scopeOf(general)))
      .filter((specific) => answersToo(specific, general))
      .forEach(place);
    ordered.add(general);
  };
  bestFirst.forEach(place);
  return [...ordered];
}

/** A document that an answer stands on, and a more general one that says something else of the same matter. */
export interface Precedence {
  document: string;
  general: string;
}

/**
 * Which document of the resident's own home went before which, by the passages that an answer stands on and those that it
 * passed over; null where none did. What a model claims counts only where the scopes bear it out.
 */
export function precedenceOf({
  quoted,
  passedOver,
}: {
  quoted: readonly Passage[];
  passedOver: readonly Passage[];
}): Precedence | null {
  for (const own of quoted.filter(({ scope }) => STEPS[scope.kind] === STEPS.unit)) {
    const other = passedOver.find(({ scope }) => isMoreSpecific(own.scope, scope));
    if (other) return { document: own.documentTitle, general: other.documentTitle };
  }
  return null;
}
