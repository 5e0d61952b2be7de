/** A trouble as far as telling it from another needs. */
export interface Trouble {
  issue: string;
  family: string;
  /** The resident's own words for it. */
  summary: string;
}

/** An earlier request of the same unit. */
export interface EarlierTrouble extends Trouble {
  requestId: string;
  leaseId: string | null;
  isOpen: boolean;
  closedAt: string | null;
}

/** What a new report is beside the earlier ones of its unit. */
export type Relation =
  | { kind: 'new' }
  | { kind: 'same'; requestId: string }
  | { kind: 'unsure'; requestId: string }
  | { kind: 'repeat'; requestId: string };

const DAY_MS = 86_400_000;

/**
 * Tells the same trouble from another (triage taxonomy section 9): an open request of the same household and issue is
 * joined; one of the same family whose words differ is asked about; one closed within the pack's days makes a repeat.
 * A former household's request is never joined, though it can make a repeat.
 */
export function relate(
  trouble: Trouble,
  by: { earlier: EarlierTrouble[]; leaseId: string | null; now: string; repeatWithinDays: number },
): Relation {
  const own = by.earlier.filter(({ isOpen, leaseId }) => isOpen && leaseId === by.leaseId);
  const same = own.find((earlier) => isSame(trouble, earlier));
  if (same) return { kind: 'same', requestId: same.requestId };
  const akin = own.find((earlier) => isAkin(trouble, earlier));
  if (akin) return { kind: 'unsure', requestId: akin.requestId };

  const sinceMs = Date.parse(by.now) - by.repeatWithinDays * DAY_MS;
  const repeated = by.earlier.find(
    ({ closedAt, ...earlier }) =>
      closedAt !== null && Date.parse(closedAt) >= sinceMs && isSame(trouble, earlier),
  );
  return repeated ? { kind: 'repeat', requestId: repeated.requestId } : { kind: 'new' };
}

// The same issue about the same thing: "bedroom light out" and "bedroom outlet out" are two troubles.
function isSame(one: Trouble, other: Trouble): boolean {
  return one.issue === other.issue && sharedThings(one, other) !== 'none';
}

// The same family, or one that could not be placed, about a thing that both name.
function isAkin(one: Trouble, other: Trouble): boolean {
  if (one.issue === other.issue) return true;
  const isUnclear = one.issue === UNCLEAR || other.issue === UNCLEAR;
  return (one.family === other.family || isUnclear) && sharedThings(one, other) === 'some';
}

const UNCLEAR = 'other.unclear';
const STOP_WORDS = new Set(
  'a an and at again all any been but by can completely for from has have here i in is isn it its just kinda my no not now of off on one our out please really s since so some still t that the there this to too up very was we whole will with won again works work working broken stuck leaking leaks leak dead slow slowly problem issue'.split(
    ' ',
  ),
);

function thingsOf({ summary }: Trouble): Set<string> {
  const words = summary.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !STOP_WORDS.has(word)).map(stem));
}

const stem = (word: string): string => word.replace(/(?:ing|ed|es|s)$/, '');

// `unknown` where one of them names no thing at all ("it leaks again").
function sharedThings(one: Trouble, other: Trouble): 'some' | 'none' | 'unknown' {
  const things = thingsOf(one);
  const others = thingsOf(other);
  if (things.size === 0 || others.size === 0) return 'unknown';
  return [...things].some((thing) => others.has(thing)) ? 'some' : 'none';
}
