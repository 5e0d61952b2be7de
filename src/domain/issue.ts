import type { ClassRule, PriorityClass } from './priority.ts';

/** The same words in each language the pack speaks. */
export interface LocalText {
  readonly en: string;
  readonly es: string;
}

/** A consequence that stands beside the class (taxonomy section 2, "outcome flags"). */
export type IssueFlag =
  | 'utility_first'
  | 'public_service_first'
  | 'resident_responsibility'
  | 'approval_required'
  | 'human_only'
  | 'building_wide'
  | 'repeat_repair'
  | 'vulnerable_occupant'
  | 'entry_required';

/** One kind of trouble a home can have, as the pack's catalogue knows it. */
export interface Issue {
  /** Short name for sentences such as "I have reported the {label}". */
  readonly label: LocalText;
  /** Words residents use for it, lower case, per language. */
  readonly words: { readonly en: readonly string[]; readonly es: readonly string[] };
  readonly class: PriorityClass;
  /** Open requests of one unit and one family are the same request. */
  readonly family: string;
  readonly trades: readonly string[];
  readonly selfHelp: readonly string[];
  /** Cost band used only before a quote exists; null where there is nothing to pay for. */
  readonly cost: 'L' | 'M' | 'H' | null;
  readonly flags: readonly IssueFlag[];
  readonly rules: readonly ClassRule[];
}

/** The id that stands for "cannot be placed"; every catalogue has it. */
export const unclearIssue = 'other.unclear';

/** The issue with that id, or the one for what cannot be placed. */
export function issueOf({
  pack,
  id,
}: {
  pack: CatalogueHolder;
  id: string;
}): Issue & { readonly id: string } {
  const known = Object.hasOwn(pack.catalogue, id) ? id : unclearIssue;
  const issue = pack.catalogue[known];
  if (!issue) throw new Error(`policy pack has no issue ${unclearIssue}`);
  return { ...issue, id: known };
}

/** Whether two issues are of one family, so that an open request of one covers the other. */
export function isSameFamily({ pack, one, other }: SameFamilyInput): boolean {
  return issueOf({ pack, id: one }).family === issueOf({ pack, id: other }).family;
}

interface CatalogueHolder {
  readonly catalogue: Readonly<Record<string, Issue>>;
}

interface SameFamilyInput {
  readonly pack: CatalogueHolder;
  readonly one: string;
  readonly other: string;
}
