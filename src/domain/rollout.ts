/** How far the assistant may go at a property (design section 6). */
export type RolloutPhase = 'off' | 'shadow' | 'answers' | 'reads' | 'writes';

/** What can be switched on its own. */
export type Skill = (typeof SKILLS)[number];

const SKILLS = ['documents', 'account', 'maintenance'] as const;

/** The switches of one property, read on every turn. */
export interface Rollout {
  phase: RolloutPhase;
  /** A skill's own phase, where it differs from the property's. */
  skills: Partial<Record<Skill, RolloutPhase>>;
  /** Stop switches: `all`, or single skills. */
  stopped: (Skill | 'all')[];
}

const ORDER: RolloutPhase[] = ['off', 'shadow', 'answers', 'reads', 'writes'];

/** The phase in force for a skill: its own one, or the property's; `off` while a stop switch is set. */
export function phaseOf(rollout: Rollout, skill: Skill): RolloutPhase {
  if (rollout.stopped.includes('all') || rollout.stopped.includes(skill)) return 'off';
  return rollout.skills[skill] ?? rollout.phase;
}

/** Whether a phase lets the assistant do what the needed phase allows. */
export function reaches(phase: RolloutPhase, needed: RolloutPhase): boolean {
  return ORDER.indexOf(phase) >= ORDER.indexOf(needed);
}

/** The furthest phase in force over all skills: how far goes what belongs to no skill, such as a greeting. */
export function furthestPhase(rollout: Rollout): RolloutPhase {
  const phases = SKILLS.map((skill) => phaseOf(rollout, skill));
  return ORDER.findLast((phase) => phases.includes(phase)) ?? 'off';
}
