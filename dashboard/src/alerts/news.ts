/** Something that waits for a person, as far as a notification may tell it: no words of residents. */
export interface WaitingThing {
  /** Its own; what comes again under the same one is told once. */
  id: string;
  headline: string;
  /** Where it is found on the desk. */
  to: string;
}

/** What waits now that did not wait before; nothing at the first look, when everything would be news. */
export function newsOf(
  seen: ReadonlySet<string> | null,
  waiting: readonly WaitingThing[],
): WaitingThing[] {
  return seen === null ? [] : waiting.filter(({ id }) => !seen.has(id));
}
