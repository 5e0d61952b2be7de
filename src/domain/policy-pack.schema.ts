import { z } from 'zod';
import { weekdays } from './business-hours.ts';
import { hazards } from './danger.ts';
import { packGaps } from './policy-pack-gaps.ts';
import type { PolicyPack } from './policy-pack.ts';
import { priorityClasses } from './priority.ts';

/** A pack that cannot be used; `problems` name file, field and what is wrong. */
export class PolicyPackInvalid extends Error {
  override name = 'PolicyPackInvalid';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`policy pack cannot be used:\n${problems.join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Checks the contents of a pack's files, keyed by file name.
 * @throws PolicyPackInvalid naming file and field of every problem
 */
export function parsePolicyPack(files: unknown): PolicyPack {
  const read = PackFilesSchema.safeParse(files);
  if (!read.success) throw new PolicyPackInvalid(read.error.issues.map(problemOf));
  const pack = packOf(read.data);
  const gaps = packGaps(pack);
  if (gaps.length > 0) throw new PolicyPackInvalid(gaps);
  return pack;
}

const Text = z.string().min(1);
const LocalText = z.strictObject({ en: Text, es: Text });
const Class = z.enum(priorityClasses);
const Band = z.enum(['L', 'M', 'H']);
const Flag = z.enum([
  'utility_first',
  'public_service_first',
  'resident_responsibility',
  'approval_required',
  'human_only',
  'building_wide',
  'repeat_repair',
  'vulnerable_occupant',
  'entry_required',
]);

const Rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('at-least'), when: Text, to: Class }),
  z.strictObject({ kind: z.literal('raise'), when: Text, raiseBy: z.int().positive() }),
  z.strictObject({ kind: z.literal('lower'), when: Text, to: Class }),
]);

const IssueSchema = z.strictObject({
  label: LocalText,
  words: z.strictObject({ en: z.array(Text), es: z.array(Text) }),
  class: Class,
  family: Text,
  trades: z.array(Text).min(1),
  selfHelp: z.array(Text),
  cost: Band.nullable(),
  flags: z.array(Flag),
  rules: z.array(Rule),
});

const Minutes = z.number().nonnegative();
const ClockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('calendar'), minutes: Minutes }),
  z.strictObject({
    kind: z.literal('business'),
    minutes: Minutes,
    atOpening: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('business-days'), days: z.int().positive() }),
]);

const ClassSchema = z.strictObject({
  label: LocalText,
  answer: ClockSchema,
  alert: ClockSchema.nullable(),
  accept: ClockSchema,
  nextContactMinutes: z.number().positive().nullable(),
  dispatch: ClockSchema.nullable(),
  onSite: ClockSchema.nullable(),
  makeSafe: ClockSchema.nullable(),
  done: ClockSchema.nullable(),
  completionCheck: z.strictObject({ askAfterMinutes: Minutes, waitMinutes: Minutes }),
});

const Safety = z.strictObject({ say: Text, afterAlert: Text.nullable() });
const Cents = z.int().nonnegative();
const BandSchema = z.strictObject({ ceilingCents: Cents });

const CostsSchema = z.strictObject({
  currency: z.string().length(3),
  bands: z.strictObject({ L: BandSchema, M: BandSchema, H: BandSchema }),
  approval: z.strictObject({
    noneUpToCents: Cents,
    managerUpToCents: Cents,
    ownerUpToCents: Cents,
    isOwnerStageOn: z.boolean(),
    expiresAfterDays: z.number().positive(),
    remindAfterMinutes: z.number().positive(),
    escalateAfterMinutes: z.number().positive(),
    residentNewsBusinessDays: z.number().positive(),
  }),
  emergency: z.strictObject({ makeSafeUpToCents: Cents, onCallAnswerMinutes: Minutes }),
  reviewTrades: z.array(Text),
});

const ModifierSchema = z.strictObject({
  meaning: Text,
  question: LocalText.exactOptional(),
  appliesTo: z.array(Text),
  atLeast: Class.exactOptional(),
  raiseBy: z.int().positive().exactOptional(),
  flag: Flag.exactOptional(),
  needsPerson: z.boolean().exactOptional(),
});

const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const Season = z.strictObject({ from: MonthDay, to: MonthDay }).nullable();
const ModifiersSchema = z.strictObject({
  known: z.record(z.string(), ModifierSchema),
  weather: z.strictObject({
    noHeatBelowFahrenheit: z.number(),
    noHeatVulnerableBelowFahrenheit: z.number(),
    indoorBelowFahrenheit: z.number(),
    noCoolingAboveFahrenheit: z.number(),
    noCoolingVulnerableAboveFahrenheit: z.number(),
    heatSeason: Season,
    coolingSeason: Season,
  }),
  repeatWithinDays: z.int().positive(),
  incident: z.strictObject({ units: z.int().min(2), withinHours: z.number().positive() }),
});

const IntakeSchema = z.strictObject({
  askFirst: z.array(Text),
  heldByNo: z.array(Text),
  accessNotFor: z.array(Text),
});

const Time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
const SpanSchema = z
  .strictObject({ from: Time, to: Time })
  .refine(({ from, to }) => from < to, 'must begin before it ends');
const HoursSchema = z.strictObject({
  weekly: z.partialRecord(z.enum(weekdays), z.array(SpanSchema)),
  holidays: z.array(z.iso.date()),
  news: SpanSchema,
  approvalMessages: SpanSchema,
});

const HandOffSchema = z
  .strictObject({
    warnAfterMinutes: z.number().positive(),
    breachAfterMinutes: z.number().positive(),
  })
  .refine(({ warnAfterMinutes, breachAfterMinutes }) => warnAfterMinutes < breachAfterMinutes, {
    path: ['breachAfterMinutes'],
    error: 'must come after warnAfterMinutes',
  });

const Conditions = {
  issues: z.array(Text).min(1).exactOptional(),
  classes: z.array(Class).min(1).exactOptional(),
  season: z.strictObject({ from: MonthDay, to: MonthDay }).exactOptional(),
};
const Days = z.int().positive();
const LegalTimeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hours'), hours: z.int().positive() }),
  z.strictObject({ kind: z.literal('days'), days: Days }),
  z.strictObject({ kind: z.literal('working-days'), days: Days }),
]);
const LegalClocksSchema = z.strictObject({
  on: z.array(Text),
  outside: z.array(Text),
  packs: z.record(
    z.string(),
    z.strictObject({
      label: Text,
      source: Text,
      validFromOn: z.iso.date().nullable(),
      clocks: z
        .array(
          z.strictObject({
            id: Text,
            meaning: Text,
            ...Conditions,
            time: LegalTimeSchema,
            goal: z.enum(['begun', 'done']),
          }),
        )
        .min(1),
    }),
  ),
});

const DangerRuleSchema = z.strictObject({
  id: Text,
  hazard: z.enum(hazards),
  issue: Text,
  class: z.enum(['P0', 'P1']),
  all: z.array(Text).min(1),
  within: z.int().positive().exactOptional(),
  unless: z.array(Text).exactOptional(),
  wordsMax: z.int().positive().exactOptional(),
});
const DangerRulesFile = z.strictObject({
  version: Text,
  unless: z.array(Text),
  rules: z.array(DangerRuleSchema).min(1),
});
const WordListSchema = z.strictObject({
  en: z.array(Text),
  es: z.array(Text),
  except: z.array(Text).exactOptional(),
});

const PackFilesSchema = z.strictObject({
  'pack.json': z.strictObject({ id: Text, version: Text }),
  'catalogue.json': z.record(z.string(), IssueSchema),
  'classes.json': z.record(Class, ClassSchema),
  'safety-texts.json': z.record(z.enum(hazards), z.strictObject({ en: Safety, es: Safety })),
  'self-help.json': z.record(
    z.string(),
    z.strictObject({ offer: LocalText, isHarmReduction: z.boolean() }),
  ),
  'trades.json': z.record(
    z.string(),
    z.strictObject({ label: LocalText, isPublic: z.boolean(), isUnderReview: z.boolean() }),
  ),
  'costs.json': CostsSchema,
  'modifiers.json': ModifiersSchema,
  'intake.json': IntakeSchema,
  'hours.json': HoursSchema,
  'hand-off.json': HandOffSchema,
  'texts.json': z.record(z.string(), z.strictObject({ en: Text, es: Text.exactOptional() })),
  'verification.json': z.strictObject({
    failuresMax: z.int().positive(),
    forgottenAfterHours: z.number().positive(),
  }),
  'danger-rules.json': DangerRulesFile,
  'danger-words.json': z.strictObject({ words: z.record(z.string(), WordListSchema) }),
  'danger-real-words.json': z.strictObject({ source: z.string(), en: z.string(), es: z.string() }),
  'danger-exemplars.json': z.strictObject({
    danger: z.record(z.enum(hazards), z.array(Text)),
    harmless: z.array(Text),
  }),
  'legal-clocks.json': LegalClocksSchema,
});

function packOf(files: z.infer<typeof PackFilesSchema>): PolicyPack {
  const { source: _, ...realWords } = files['danger-real-words.json'];
  return {
    ...files['pack.json'],
    catalogue: files['catalogue.json'],
    classes: files['classes.json'],
    safetyTexts: files['safety-texts.json'],
    selfHelp: files['self-help.json'],
    trades: files['trades.json'],
    costs: files['costs.json'],
    modifiers: files['modifiers.json'],
    intake: files['intake.json'],
    hours: files['hours.json'],
    handOff: files['hand-off.json'],
    texts: files['texts.json'],
    verification: files['verification.json'],
    dangerRules: {
      ...files['danger-rules.json'],
      words: files['danger-words.json'].words,
      realWords,
    },
    dangerExemplars: files['danger-exemplars.json'],
    legalClocks: files['legal-clocks.json'],
  };
}

function problemOf({ path, message }: z.core.$ZodIssue): string {
  const [file = 'pack', ...field] = path.map(String);
  return `${file}: ${field.join(' > ') || 'file'}: ${message}`;
}
