/** The known word that is most like the one given, when it is like any: for "did you mean". */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: distanceBetween(word, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 2.5))
    .toSorted((one, other) => one.distance - other.distance);
  return nearest?.candidate ?? null;
}

/** Levenshtein's distance, a row of the table at a time. */
function distanceBetween(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const current = [index + 1];
    for (const [column, counterpart] of Array.from(other).entries()) {
      const replaced = (above[column] ?? 0) + (letter === counterpart ? 0 : 1);
      const added = (current[column] ?? 0) + 1;
      const removed = (above[column + 1] ?? 0) + 1;
      current.push(Math.min(replaced, added, removed));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
