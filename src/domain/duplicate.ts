import { unclearIssue } from './issue.ts';

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
 * Tells the same trouble from another (triage taxonomy section 9): an open request of the same household and issue,
 * where one says no more than the other, is joined; one that may be the same is asked about; one closed within the
 * pack's days makes a repeat. A former household's request is never joined or asked about, though it can make a repeat.
 */
export function relate(
  trouble: Trouble,
  by: { earlier: EarlierTrouble[]; leaseId: string | null; now: string; repeatWithinDays: number },
): Relation {
  // Without a lease nobody can say whose request it was.
  const own = by.earlier.filter(
    ({ isOpen, leaseId }) => isOpen && leaseId !== null && leaseId === by.leaseId,
  );
  const same = own.find((earlier) => isSame(trouble, earlier));
  if (same) return { kind: 'same', requestId: same.requestId };
  const akin = own.find((earlier) => isAkin(trouble, earlier));
  if (akin) return { kind: 'unsure', requestId: akin.requestId };

  const sinceMs = Date.parse(by.now) - by.repeatWithinDays * DAY_MS;
  const repeated = by.earlier.find(
    ({ closedAt, ...earlier }) =>
      closedAt !== null && Date.parse(closedAt) >= sinceMs && isAgain(trouble, earlier),
  );
  return repeated ? { kind: 'repeat', requestId: repeated.requestId } : { kind: 'new' };
}

// A report joined by mistake is lost, one asked about is not: "dryer won't heat" and "dryer won't start", or the light
// of the kitchen and of the bedroom, each say something that the other does not.
function isSame(one: Trouble, other: Trouble): boolean {
  if (one.issue !== other.issue || one.issue === unclearIssue) return one.summary === other.summary;
  const things = thingsOf(one);
  const others = thingsOf(other);
  return things.isSubsetOf(others) || others.isSubsetOf(things);
}

// The same issue, or the same family or one that could not be placed, about a thing that both name.
function isAkin(one: Trouble, other: Trouble): boolean {
  const isUnclear = one.issue === unclearIssue || other.issue === unclearIssue;
  if (one.issue === other.issue && !isUnclear) return true;
  return (one.family === other.family || isUnclear) && sharesThing(one, other);
}

// The same issue about the same thing, also where a word is left out ("it leaks again").
function isAgain(one: Trouble, other: Trouble): boolean {
  return one.issue === other.issue && (isSame(one, other) || sharesThing(one, other));
}

/** Whether a text names no thing beside those that an earlier trouble is about: "it leaks again", "the sink again". */
export function namesNothingBut(text: string, about: string): boolean {
  return thingsOf({ summary: text }).isSubsetOf(thingsOf({ summary: about }));
}

/** Whether a text names a thing that a trouble is about: "any news on my sink?" and "Sink blocked". */
export function namesThingOf(text: string, about: string): boolean {
  return !thingsOf({ summary: text }).isDisjointFrom(thingsOf({ summary: about }));
}

function sharesThing(one: Trouble, other: Trouble): boolean {
  return !thingsOf(one).isDisjointFrom(thingsOf(other));
}

// Words that name neither a thing nor a place nor what is wrong with it.
const STOP_WORDS = new Set(
  (
    'a about again all am an and any anymore are as at be been but by can completely dead do does doesn don for from ' +
    'had has have hello hey hi i in is isn issue it its just kinda leak leaked leaking leaks me my no not now of off ' +
    'on one our out please problem question really s seems since slow slowly so some something still stuck t that ' +
    'thanks the there this to too up very was we whole will with won work working works broken ' +
    'al algo como con de del el en es esta estan este funciona hay la las lo los me mi mis muy ni no otra para pero ' +
    'por favor problema que se sigue sirve su tengo todavia un una uno vez y ya'
  ).split(' '),
);

function thingsOf({ summary }: Pick<Trouble, 'summary'>): Set<string> {
  const plain = summary.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !STOP_WORDS.has(word)).map(stem));
}

const stem = (word: string): string => word.replace(/(?:ing|ed|es|s)$/, '');
