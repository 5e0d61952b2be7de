import { fillIn } from './texts.ts';
import type { Language } from './resident.ts';
import { readWords } from './danger-text.ts';
import { createTypoReader } from './danger-typos.ts';
import { compileWordLists, findSpans } from './danger-words.ts';
import type { Span, WordLists } from './danger-words.ts';
import { createRuleMatcher, type RuleHit } from './danger-match.ts';

/** What may hurt someone, worst first; each has a safety text of its own. */
export const hazards = [
  'gas',
  'carbon-monoxide',
  'fire',
  'chemical',
  'crisis',
  'violence',
  'lift',
  'medical',
  'water-electrics',
  'electrical',
  'collapse',
  'sewage',
  'flood',
  'no-heat',
] as const;

/** A kind of danger. */
export type Hazard = (typeof hazards)[number];

/** The classes a danger can have. */
export type DangerClass = 'P0' | 'P1';

/** One rule of the floor: every group of `all` must occur within `within` words, no `unless` list close by. */
export interface DangerRule {
  readonly id: string;
  readonly hazard: Hazard;
  readonly issue: string;
  readonly class: DangerClass;
  /** Names of word lists; `one|other` is met by either. */
  readonly all: readonly string[];
  readonly within?: number;
  readonly unless?: readonly string[];
  /** Only for messages of at most so many words. */
  readonly wordsMax?: number;
}

/** The rule floor as data. */
export interface DangerRules {
  readonly version: string;
  readonly rules: readonly DangerRule[];
  /** Word lists that keep any rule from speaking when they stand close by (drills, "in case of"). */
  readonly unless: readonly string[];
  readonly words: WordLists;
  /** Words that look like a misspelt key word and are not. */
  readonly realWords: { readonly en: string; readonly es: string };
}

/** Example sentences for the classifier, the second net. */
export interface DangerExemplars {
  readonly danger: Readonly<Record<Hazard, readonly string[]>>;
  readonly harmless: readonly string[];
}

/** A danger that the words of a message give away, and the rule of the floor that saw it. */
export interface DangerFinding {
  readonly hazard: Hazard;
  readonly issue: string;
  readonly class: DangerClass;
  readonly ruleId: string;
  readonly floorVersion: string;
  /** No words of its own tell of it, only such as tell of a worse danger too: more often another name than another danger. */
  readonly isEcho?: true;
}

/** Reads a raw text and tells its dangers, worst first, at most one per hazard. */
export type DangerFloor = (text: string) => readonly DangerFinding[];

/** A fixed safety text. `afterAlert` may be sent only after an alert was accepted. */
export interface SafetyText {
  readonly say: string;
  readonly afterAlert: string | null;
}

/** Safety texts by hazard and language, with `{EMERGENCY}`, `{GAS_UTILITY}`, `{ONCALL}` and `{CRISIS_LINE}` to fill. */
export type SafetyTexts = Readonly<Record<Hazard, Readonly<Record<Language, SafetyText>>>>;

/** Whom the safety texts name; property data over the pack's country. */
export interface SafetyContacts {
  readonly emergency: string;
  readonly gasUtility: string;
  readonly onCall: string;
  readonly crisisLine: string;
}

/** Compiles the rules once; the answer is fast enough for the door of the house (10,000 characters in under 20 ms). */
export function createDangerFloor(rules: DangerRules): DangerFloor {
  const lists = compileWordLists(rules.words);
  const readTypo = createTypoReader({ keyWords: lists.keyWords, realWords: rules.realWords });
  const match = createRuleMatcher({ rules: rules.rules, unless: rules.unless });

  return (text) => {
    const words = readWords(text).map(({ text: word, at }) => ({ text: readTypo(word), at }));
    const hits = match({ words, spans: findSpans({ words, lists }) });
    return markEchoes(hits, worstFirst(hits.map(({ rule }) => findingOf(rule, rules.version))));
  };
}

/** The findings that each deserve a warning of their own: the worst, and every other that words of its own tell of. */
export function apartDangers(findings: readonly DangerFinding[]): readonly DangerFinding[] {
  return findings.filter(({ isEcho }) => !isEcho);
}

/** The worst danger of a text, or null. Compiles the rules each time: where messages arrive, keep a `createDangerFloor`. */
export function findDanger({
  text,
  rules,
}: {
  text: string;
  rules: DangerRules;
}): DangerFinding | null {
  return createDangerFloor(rules)(text)[0] ?? null;
}

/** What counts as the same danger within a conversation: met once, alarmed once. */
export function dangerKey(finding: { readonly hazard: Hazard }): Hazard {
  return finding.hazard;
}

/** The fixed text for a hazard with its numbers filled in. */
export function safetyText({ hazard, language, pack, contacts }: SafetyTextInput): SafetyText {
  const { say, afterAlert } = pack.safetyTexts[hazard][language];
  const filling = {
    key: `safety text ${hazard}`,
    values: {
      EMERGENCY: contacts.emergency,
      GAS_UTILITY: contacts.gasUtility,
      ONCALL: contacts.onCall,
      CRISIS_LINE: contacts.crisisLine,
    },
  };
  return { say: fillIn(say, filling), afterAlert: afterAlert && fillIn(afterAlert, filling) };
}

interface SafetyTextInput {
  readonly hazard: Hazard;
  readonly language: Language;
  readonly pack: { readonly safetyTexts: SafetyTexts };
  readonly contacts: SafetyContacts;
}

function findingOf(rule: DangerRule, floorVersion: string): DangerFinding {
  return {
    hazard: rule.hazard,
    issue: rule.issue,
    class: rule.class,
    ruleId: rule.id,
    floorVersion,
  };
}

function worstFirst(findings: readonly DangerFinding[]): DangerFinding[] {
  const ordered = findings.toSorted(
    (one, other) =>
      one.class.localeCompare(other.class) ||
      hazards.indexOf(one.hazard) - hazards.indexOf(other.hazard),
  );
  return ordered.filter(
    (finding, index) => ordered.findIndex(({ hazard }) => hazard === finding.hazard) === index,
  );
}

function markEchoes(
  hits: readonly RuleHit<DangerRule>[],
  findings: readonly DangerFinding[],
): DangerFinding[] {
  const told: Span[] = [];
  return findings.map((finding, index) => {
    const places = hits.filter(({ rule }) => rule.hazard === finding.hazard).map(({ at }) => at);
    const isOwn = (at: readonly Span[]): boolean => !at.some((span) => isAmong(span, told));
    if (index > 0 && !places.some(isOwn)) return { ...finding, isEcho: true };
    told.push(...places.flat());
    return finding;
  });
}

const isAmong = (span: Span, others: readonly Span[]): boolean =>
  others.some(({ from, to }) => from <= span.to && span.from <= to);
