import type { WeeklyHours } from './business-hours.ts';
import type { DangerExemplars, DangerRules, SafetyTexts } from './danger.ts';
import type { HandOffRules } from './hand-off.ts';
import type { IntakeRules } from './intake.ts';
import type { Issue, LocalText } from './issue.ts';
import type { LegalClocks } from './legal-clock.ts';
import type { Modifier, PriorityClass } from './priority.ts';
import type { ClassClocks } from './sla.ts';
import type { Texts } from './texts.ts';
import type { VerificationRule } from './verification.ts';
import type { WeatherLimits } from './weather.ts';

/** One step a resident may safely try; offered once (taxonomy section 6). */
export interface SelfHelpStep {
  readonly offer: LocalText;
  /** Whether it may be offered before the alert is out; only harm reduction may, and only after it in P0 and P1. */
  readonly isHarmReduction: boolean;
}

/** A kind of vendor. `isPublic` are those a resident calls, not us. */
export interface Trade {
  readonly label: LocalText;
  readonly isPublic: boolean;
  readonly isUnderReview: boolean;
}

/** Money: what a band may cost, and who must agree to what (taxonomy section 8). */
export interface Costs {
  readonly currency: string;
  readonly bands: Readonly<Record<'L' | 'M' | 'H', { readonly ceilingCents: number }>>;
  readonly approval: {
    readonly noneUpToCents: number;
    readonly managerUpToCents: number;
    /** Above `managerUpToCents` an owner or regional manager too, up to here; above it two people and a written quote. */
    readonly ownerUpToCents: number;
    readonly isOwnerStageOn: boolean;
    readonly expiresAfterDays: number;
    readonly remindAfterMinutes: number;
    readonly escalateAfterMinutes: number;
    readonly residentNewsBusinessDays: number;
  };
  readonly emergency: {
    readonly makeSafeUpToCents: number;
    readonly onCallAnswerMinutes: number;
  };
  /** Trades that a manager sees before dispatch whatever they cost, in a property's first write phase. */
  readonly reviewTrades: readonly string[];
}

/** Circumstances and the numbers they are judged by (taxonomy section 3). */
export interface Modifiers {
  readonly known: Readonly<Record<string, Modifier>>;
  readonly weather: WeatherLimits;
  readonly repeatWithinDays: number;
  readonly incident: { readonly units: number; readonly withinHours: number };
}

/** When people work and when messages may go out, in the property's own time. */
export interface Hours {
  readonly weekly: WeeklyHours;
  readonly holidays: readonly string[];
  readonly news: { readonly from: string; readonly to: string };
  readonly approvalMessages: { readonly from: string; readonly to: string };
}

/** The rules in force for a unit, as data. `version` pins every layer that went into it. */
export interface PolicyPack {
  readonly id: string;
  readonly version: string;
  readonly catalogue: Readonly<Record<string, Issue>>;
  readonly classes: Readonly<Record<PriorityClass, ClassClocks>>;
  readonly safetyTexts: SafetyTexts;
  readonly selfHelp: Readonly<Record<string, SelfHelpStep>>;
  readonly trades: Readonly<Record<string, Trade>>;
  readonly costs: Costs;
  readonly modifiers: Modifiers;
  readonly intake: IntakeRules;
  readonly hours: Hours;
  readonly handOff: HandOffRules;
  readonly texts: Texts;
  readonly verification: VerificationRule;
  readonly dangerRules: DangerRules;
  readonly dangerExemplars: DangerExemplars;
  readonly legalClocks: LegalClocks;
}

/** Where a layer of rules belongs; the later ones win. */
export const policyScopes = ['organisation', 'portfolio', 'property', 'unit'] as const;

/** Where a layer of rules belongs. */
export type PolicyScope = (typeof policyScopes)[number];

/** Contents of a pack's JSON files by file name, not yet checked. */
export type PackFiles = Readonly<Record<string, unknown>>;

/** Changes one scope makes to the rules: the same files, holding only what differs; null takes an entry away. */
export interface PolicyLayer {
  readonly scope: PolicyScope;
  readonly id: string;
  readonly version: string;
  readonly files: PackFiles;
}

/**
 * Lays the changes over the base in the order organisation, portfolio, property, unit. Objects merge by key, lists and
 * values are replaced, null removes; lists of the danger floor are added to. The result still has to pass
 * `parsePolicyPack`.
 */
export function mergePacks({
  base,
  layers,
}: {
  base: PackFiles;
  layers: readonly PolicyLayer[];
}): PackFiles {
  const ordered = layers.toSorted(
    (one, other) => policyScopes.indexOf(one.scope) - policyScopes.indexOf(other.scope),
  );
  const merged = ordered.reduce<PackFiles>((files, layer) => mergeFiles(files, layer.files), base);
  const ofDanger = ordered.filter(({ files }) => Object.keys(files).some(isDangerFile));
  const pins = [
    { name: 'pack.json', layers: ordered },
    { name: 'danger-rules.json', layers: ofDanger },
  ].filter((pin) => pin.layers.length > 0);
  const pinned = pins.map(({ name, layers: used }) => {
    const about = isObject(merged[name]) ? merged[name] : {};
    return [name, { ...about, version: pinnedVersion(about['version'], used) }] as const;
  });
  return { ...merged, ...Object.fromEntries(pinned) };
}

/** Whether a file belongs to the danger floor, which a layer may only widen. */
export const isDangerFile = (name: string): boolean => name.startsWith('danger-');

function mergeFiles(under: PackFiles, over: PackFiles): PackFiles {
  const danger = Object.entries(over).filter(([name]) => isDangerFile(name));
  const others = Object.entries(over).filter(([name]) => !isDangerFile(name));
  return {
    ...mergeObjects(under, Object.fromEntries(others)),
    ...Object.fromEntries(danger.map(([name, content]) => [name, widen(under[name], content)])),
  };
}

function widen(under: unknown, over: unknown): unknown {
  if (Array.isArray(under) && Array.isArray(over)) return [...under, ...over];
  if (!isObject(under) || !isObject(over)) return over;
  const widened = Object.entries(over).map(([key, value]) => [key, widen(under[key], value)]);
  return { ...under, ...Object.fromEntries(widened) };
}

function pinnedVersion(base: unknown, layers: readonly PolicyLayer[]): string {
  const pins = layers.map((layer) => `${layer.scope}/${layer.id}@${layer.version}`);
  return [String(base), ...pins].join('+');
}

function mergeObjects(under: PackFiles, over: PackFiles): PackFiles {
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else if (isObject(before) && isObject(value)) merged.set(key, mergeObjects(before, value));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is PackFiles {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
