import { weekdays } from '../domain/business-hours.ts';
import type { LegalTime } from '../domain/legal-clock.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import { priorityClasses } from '../domain/priority.ts';
import type { ClassClocks, Clock } from '../domain/sla.ts';
import type { LayerInForce } from '../ports/policy-packs.ts';
import type { ClockRead, PolicyAnswer } from './answers/policy.ts';

interface InForce {
  propertyId: string;
  pack: PolicyPack;
  layers: LayerInForce[];
  /** Every version that was ever kept, newest first. */
  kept: readonly { version: string; keptAt: string }[];
}

/** The rules in force at a property, as one reads them. */
export function policyAnswer({ propertyId, pack, layers, kept }: InForce): PolicyAnswer {
  const versions = kept
    .filter(({ version }) => isOfPlace(version, layers))
    .map(({ version, keptAt }) => ({
      ...partsOf(version),
      keptAt,
      isInForce: version === pack.version,
    }));
  return {
    propertyId,
    ...partsOf(pack.version),
    inForceSince: versions.find(({ isInForce }) => isInForce)?.keptAt ?? null,
    layers,
    classes: priorityClasses.map((name) => ({
      class: name,
      label: pack.classes[name].label.en,
      clocks: classClocks(pack.classes[name]),
    })),
    costs: costsOf(pack),
    handOff: [
      { name: 'The desk is warned', time: workingTime(pack.handOff.warnAfterMinutes) },
      { name: 'The managers are told', time: workingTime(pack.handOff.breachAfterMinutes) },
    ],
    hours: weekdays.map((day) => ({
      day,
      spans: (pack.hours.weekly[day] ?? []).map(({ from, to }) => `${from}-${to}`),
    })),
    holidays: [...pack.hours.holidays],
    safetyTexts: Object.entries(pack.safetyTexts).map(([hazard, texts]) => ({ hazard, ...texts })),
    legalClocks: Object.entries(pack.legalClocks.packs).map(([id, { label, source, clocks }]) => ({
      id,
      label,
      source,
      isOn: pack.legalClocks.on.includes(id),
      clocks: clocks.map(({ meaning, time, goal }) => ({ meaning, time: legalTime(time), goal })),
    })),
    versions,
  };
}

/** `2026-11-1+property/elm@1#0123` names the default rules, each layer over them, and a digest of the whole. */
function partsOf(version: string): { label: string; digest: string } {
  const [label = '', digest = ''] = version.split('#');
  return { label, digest };
}

/** Whether a version can have been in force here: no layer in it is one that this place does not have. */
function isOfPlace(version: string, layers: readonly LayerInForce[]): boolean {
  const [, ...pins] = partsOf(version).label.split('+');
  return pins.every((pin) => layers.some(({ scope, id }) => pin.startsWith(`${scope}/${id}@`)));
}

function classClocks(clocks: ClassClocks): ClockRead[] {
  const named: [string, Clock | null][] = [
    ['First answer', clocks.answer],
    ['Alert out', clocks.alert],
    ['Accepted by a person', clocks.accept],
    ['Vendor sent', clocks.dispatch],
    ['On site', clocks.onSite],
    ['Made safe', clocks.makeSafe],
    ['Done', clocks.done],
  ];
  return named.flatMap(([name, clock]) => (clock ? [{ name, time: clockText(clock) }] : []));
}

function costsOf({ costs, trades }: PolicyPack): PolicyAnswer['costs'] {
  const { currency, approval, bands, emergency, reviewTrades } = costs;
  const { noneUpToCents, managerUpToCents, ownerUpToCents, isOwnerStageOn } = approval;
  return {
    currency,
    noneUpToCents,
    managerUpToCents,
    ownerUpToCents,
    isOwnerStageOn,
    makeSafeUpToCents: emergency.makeSafeUpToCents,
    bands: (['L', 'M', 'H'] as const).map((band) => ({
      band,
      ceilingCents: bands[band].ceilingCents,
    })),
    reviewTrades: reviewTrades.map((id) => trades[id]?.label.en ?? id),
    clocks: [
      { name: 'Reminder after', time: minutesText(approval.remindAfterMinutes) },
      { name: 'Escalation after', time: minutesText(approval.escalateAfterMinutes) },
      { name: 'Expires after', time: counted(approval.expiresAfterDays, 'day') },
    ],
  };
}

function clockText(clock: Clock): string {
  switch (clock.kind) {
    case 'calendar':
      return clock.minutes === 0 ? 'at once' : `within ${minutesText(clock.minutes)}`;
    case 'business':
      return `within ${workingTime(clock.minutes)}`;
    case 'business-days':
      return `within ${counted(clock.days, 'working day')}`;
  }
}

function legalTime(time: LegalTime): string {
  switch (time.kind) {
    case 'hours':
      return counted(time.hours, 'hour');
    case 'days':
      return counted(time.days, 'day');
    case 'working-days':
      return counted(time.days, 'working day');
  }
}

const workingTime = (minutes: number): string => `${minutesText(minutes)} of working time`;

function minutesText(minutes: number): string {
  if (minutes < 1) return counted(Math.round(minutes * 60), 'second');
  if (minutes < 120 || minutes % 60 !== 0) return counted(minutes, 'minute');
  return minutes < 2 * 24 * 60 || minutes % (24 * 60) !== 0
    ? counted(minutes / 60, 'hour')
    : counted(minutes / 60 / 24, 'day');
}

const counted = (count: number, unit: string): string =>
  `${count} ${unit}${count === 1 ? '' : 's'}`;
