import type { Access } from './access.ts';
import { isCircumstance, readCircumstances, type Circumstance } from './circumstance.ts';
import type { MissingFact } from './decision.ts';
import { issueOf, type Issue } from './issue.ts';
import { isIssueMatch, raisedTo, type Modifier, type PriorityClass } from './priority.ts';

/** What a pack says about asking residents. */
export interface IntakeRules {
  /** Circumstances that are asked about where an issue's own rules need them; the others count when volunteered. */
  readonly askFirst: readonly string[];
  /** Circumstances whose question is put the other way round: "no" is the bad answer. */
  readonly heldByNo: readonly string[];
  /** Issues that need nobody in the home, or about which nobody should be asked now; ids may end in `*`. */
  readonly accessNotFor: readonly string[];
}

/** The parts of a pack that intake goes by. */
interface IntakePack {
  readonly intake: IntakeRules;
  readonly catalogue: Readonly<Record<string, Issue>>;
  readonly modifiers: { readonly known: Readonly<Record<string, Modifier>> };
}

/** What is known of a request and what was asked before, as its row keeps it. */
export interface IntakeState {
  issue: string;
  class: PriorityClass;
  access: Access;
  location: string | null;
  facts: Readonly<Record<string, string>>;
}

/** What intake may ask, one at a time. */
export type IntakeQuestion = MissingFact | Circumstance;

/**
 * The circumstance to ask about before anything is confirmed: one that the issue's own rules raise the class for and of
 * which nothing was said. Asked once.
 */
export function circumstanceToAsk(
  pack: IntakePack,
  { issue: id, class: now, facts }: IntakeState,
): Circumstance | null {
  if (now === 'P0' || now === 'P1' || facts['asked']) return null;
  const told = readCircumstances(facts['circumstances']);
  const { rules } = issueOf({ pack, id });
  const asked = rules.find(
    (rule) =>
      isCircumstance(rule.when) &&
      pack.intake.askFirst.includes(rule.when) &&
      !told.includes(rule.when) &&
      raisedTo(now, rule) !== now &&
      pack.modifiers.known[rule.when]?.question !== undefined,
  );
  return asked && isCircumstance(asked.when) ? asked.when : null;
}

/** The fact to ask for next, once a request stands: what the message lacked, then how to come in. Null: nothing. */
export function factToAsk(pack: IntakePack, state: IntakeState): MissingFact | null {
  const asked = listOf(state.facts['asked']);
  const missing = listOf(state.facts['missing']).filter((fact) => !asked.includes(fact));
  if (missing.includes('location') && state.location === null) return 'location';
  if (missing.includes('symptom')) return 'symptom';
  return lacksAccess(pack, { ...state, asked }) ? 'access' : null;
}

// Whoever said whether we may come in has thought of the visit; pets and times come with that or are not asked for.
function lacksAccess(
  { intake }: IntakePack,
  { issue, access, asked }: IntakeState & { asked: string[] },
): boolean {
  const isOutside = intake.accessNotFor.some((pattern) => isIssueMatch(issue, pattern));
  return !isOutside && !asked.includes('access') && access.entry === null;
}

/** Whether an answer to a circumstance's question means that it holds. */
export function isHeldBy(
  { intake }: IntakePack,
  { circumstance, answer }: { circumstance: Circumstance; answer: 'yes' | 'no' },
): boolean {
  return intake.heldByNo.includes(circumstance) === (answer === 'no');
}

/** The facts of a request once something was asked. */
export function withAsked(
  facts: Readonly<Record<string, string>>,
  question: IntakeQuestion,
): Record<string, string> {
  return { ...facts, asked: [...new Set([...listOf(facts['asked']), question])].join(',') };
}

/** The circumstances that are told of an issue and mean something for it. */
export function tellingCircumstances(
  pack: IntakePack,
  { issue, told }: { issue: Issue & { readonly id: string }; told: readonly Circumstance[] },
): Circumstance[] {
  return [...new Set(told)].filter(
    (id) =>
      issue.rules.some((rule) => rule.when === id) ||
      (pack.modifiers.known[id]?.appliesTo ?? []).some((pattern) =>
        isIssueMatch(issue.id, pattern),
      ),
  );
}

const listOf = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);
