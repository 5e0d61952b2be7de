/** The classes of section 2 of the taxonomy, most urgent first. */
export const priorityClasses = ['P0', 'P1', 'P2', 'P3', 'P4'] as const;

/** How urgent a maintenance request is: P0 (life safety) to P4 (planned). */
export type PriorityClass = (typeof priorityClasses)[number];

/** One line of an issue's raise and lower rules: while `when` holds, the class becomes `to` or rises by `raiseBy`. */
export type ClassRule =
  | { readonly kind: 'at-least'; readonly when: string; readonly to: PriorityClass }
  | { readonly kind: 'raise'; readonly when: string; readonly raiseBy: number }
  | { readonly kind: 'lower'; readonly when: string; readonly to: PriorityClass };

/** What a circumstance does to any issue it applies to; issue ids may end in `*`. */
export interface Modifier {
  readonly meaning: string;
  readonly question?: { readonly en: string; readonly es: string };
  readonly appliesTo: readonly string[];
  readonly atLeast?: PriorityClass;
  readonly raiseBy?: number;
  readonly flag?: string;
  readonly needsPerson?: boolean;
}

/** Why a class came out as it did, in the order the steps were taken. */
export interface ClassReason {
  readonly kind: 'catalogue' | 'lowered' | 'modifier' | 'repeat' | 'floor' | 'proposed';
  readonly detail: string;
  readonly class: PriorityClass;
}

/** The outcome of `classify`. */
export interface Classification {
  readonly class: PriorityClass;
  readonly reasons: readonly ClassReason[];
  readonly flags: readonly string[];
  readonly needsPerson: boolean;
}

/** What `classify` looks at. `modifiers` are ids that hold now; `floor` and `proposed` may only raise. */
export interface ClassifyInput {
  readonly issue: {
    readonly id: string;
    readonly class: PriorityClass;
    readonly rules: readonly ClassRule[];
    readonly flags: readonly string[];
  };
  readonly modifiers: readonly string[];
  readonly floor: PriorityClass | null;
  readonly proposed: PriorityClass | null;
  readonly repeat: boolean;
  readonly pack: { readonly modifiers: { readonly known: Readonly<Record<string, Modifier>> } };
}

/** The class that a rule of an issue makes of one; a rule that lowers leaves it. */
export function raisedTo(from: PriorityClass, rule: ClassRule): PriorityClass {
  if (rule.kind === 'lower') return from;
  return rule.kind === 'raise' ? raise(from, rule.raiseBy) : minClass(from, rule.to);
}

/** Whether an issue is the one that a pattern names; a pattern may end in `*`. */
export function isIssueMatch(id: string, pattern: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

/** The more urgent of two classes. */
export function minClass(one: PriorityClass, other: PriorityClass): PriorityClass {
  return rank(one) <= rank(other) ? one : other;
}

/** The class so many steps more urgent, never beyond P0. */
export function raise(from: PriorityClass, steps = 1): PriorityClass {
  return priorityClasses[Math.max(0, rank(from) - steps)] ?? 'P0';
}

/**
 * The class of a request and why. Facts of the pack may lower the catalogue's class before anything raises it;
 * the rule floor, a repeat and a model's proposal only ever raise.
 */
export function classify(input: ClassifyInput): Classification {
  const { issue, repeat } = input;
  const reasons: ClassReason[] = [{ kind: 'catalogue', detail: issue.id, class: issue.class }];
  let now = issue.class;
  for (const { kind, detail, apply } of stepsOf(input)) {
    const next = apply(now);
    if (next !== now) reasons.push({ kind, detail, class: next });
    now = next;
  }
  const held = heldModifiers(input);
  return {
    class: now,
    reasons,
    flags: flagsOf(input, held),
    needsPerson: repeat || held.some((modifier) => modifier.needsPerson === true),
  };
}

interface Step {
  readonly kind: ClassReason['kind'];
  readonly detail: string;
  readonly apply: (from: PriorityClass) => PriorityClass;
}

function stepsOf(input: ClassifyInput): Step[] {
  const { repeat, floor, proposed } = input;
  const steps: Step[] = heldRules(input, 'lower').map(lowerStep);
  for (const { when, apply } of raises(input)) {
    steps.push({ kind: 'modifier', detail: when, apply });
  }
  if (repeat) steps.push({ kind: 'repeat', detail: 'repeat_repair', apply: (from) => raise(from) });
  if (floor) steps.push({ kind: 'floor', detail: floor, apply: (from) => minClass(from, floor) });
  if (proposed) {
    steps.push({ kind: 'proposed', detail: proposed, apply: (from) => minClass(from, proposed) });
  }
  return steps;
}

function lowerStep(rule: ClassRule): Step {
  const apply = (from: PriorityClass): PriorityClass =>
    rule.kind === 'lower' && rank(rule.to) > rank(from) ? rule.to : from;
  return { kind: 'lowered', detail: rule.when, apply };
}

function rank(of: PriorityClass): number {
  return priorityClasses.indexOf(of);
}

function heldRules({ issue, modifiers }: ClassifyInput, kind: 'lower' | 'up'): ClassRule[] {
  return issue.rules.filter(
    (rule) => modifiers.includes(rule.when) && (rule.kind === 'lower') === (kind === 'lower'),
  );
}

function heldModifiers({ issue, modifiers, pack }: ClassifyInput): Modifier[] {
  return modifiers
    .flatMap(
      (id) =>
        (Object.hasOwn(pack.modifiers.known, id) ? pack.modifiers.known[id] : undefined) ?? [],
    )
    .filter((modifier) => modifier.appliesTo.some((pattern) => isIssueMatch(issue.id, pattern)));
}

interface RaiseStep {
  readonly when: string;
  readonly steps: number;
  readonly apply: (from: PriorityClass) => PriorityClass;
}

// Steps come before floors of a class, so that "raise one" and "at least P1" do not add up to more than either asks.
// A circumstance that the issue's own rules speak of is decided by them: the general effect would count it twice.
function raises(input: ClassifyInput): RaiseStep[] {
  const own = heldRules(input, 'up');
  const spokenOf = new Set(own.map((rule) => rule.when));
  const steps = own.map((rule): RaiseStep => {
    if (rule.kind === 'raise') return raiseStep(rule.when, rule.raiseBy);
    return atLeastStep(rule.when, rule.to);
  });
  for (const id of new Set(input.modifiers)) {
    if (spokenOf.has(id)) continue;
    for (const modifier of heldModifiers({ ...input, modifiers: [id] })) {
      if (modifier.raiseBy !== undefined) steps.push(raiseStep(id, modifier.raiseBy));
      if (modifier.atLeast !== undefined) steps.push(atLeastStep(id, modifier.atLeast));
    }
  }
  return steps.toSorted((one, other) => other.steps - one.steps);
}

function raiseStep(when: string, steps: number): RaiseStep {
  return { when, steps, apply: (from) => raise(from, steps) };
}

function atLeastStep(when: string, to: PriorityClass): RaiseStep {
  return { when, steps: 0, apply: (from) => minClass(from, to) };
}

function flagsOf({ issue, repeat }: ClassifyInput, held: readonly Modifier[]): string[] {
  const flags = [...issue.flags, ...held.flatMap((modifier) => modifier.flag ?? [])];
  if (repeat) flags.push('repeat_repair');
  return [...new Set(flags)];
}
