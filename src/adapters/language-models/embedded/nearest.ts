import { bySpecificity, nearestFirst } from '../../../domain/precedence.ts';
import type { Quotable } from './quotables.ts';

/** The sentence that answers, and the passages of more general documents that answer the same and say it otherwise. */
export interface Nearest<T> {
  best: T | undefined;
  passedOver: string[];
}

/** Picks among sentences that bear on a question, best first: the more specific document's goes before. */
export function pickNearest<T extends Quotable>(
  bestFirst: readonly T[],
  answersToo: (specific: T, general: T) => boolean,
): Nearest<T> {
  const scopeOf = ({ passage }: T) => passage.scope;
  const [best] = nearestFirst(bestFirst, { scopeOf, answersToo });
  const passedOver = bestFirst.filter(
    (other) =>
      best !== undefined &&
      bySpecificity(scopeOf(best), scopeOf(other)) < 0 &&
      answersToo(best, other) &&
      best.text !== other.text,
  );
  return { best, passedOver: [...new Set(passedOver.map(({ passage }) => passage.id))] };
}
