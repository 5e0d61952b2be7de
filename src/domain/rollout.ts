import { isInShare } from './share.ts';

/** Every phase, the least first. */
export const ROLLOUT_PHASES = ['off', 'shadow', 'answers', 'reads', 'writes'] as const;

/** How far the assistant may go at a property (design section 6). */
export type RolloutPhase = (typeof ROLLOUT_PHASES)[number];

/** Everything that can be switched on its own. */
export const SKILLS = ['documents', 'account', 'maintenance'] as const;

/** What can be switched on its own. */
export type Skill = (typeof SKILLS)[number];

/** What a stop switch stops: a skill, or all of them. */
export type StopSwitch = Skill | 'all';

/** The switches of one property, read on every turn. */
export interface Rollout {
  phase: RolloutPhase;
  /** Of how many conversations in a hundred `shadow` keeps proposals; of all where nobody set it. */
  sharePercent?: number;
  /** A skill's own phase, where it differs from the property's. */
  skills: Partial<Record<Skill, RolloutPhase>>;
  /** Stop switches: `all`, or single skills. */
  stopped: StopSwitch[];
}

/** The phase in force for a skill: its own one, or the property's; `off` while a stop switch is set. */
export function phaseOf(rollout: Rollout, skill: Skill): RolloutPhase {
  if (rollout.stopped.includes('all') || rollout.stopped.includes(skill)) return 'off';
  return rollout.skills[skill] ?? rollout.phase;
}

/** Whether a phase lets the assistant do what the needed phase allows. */
export function reaches(phase: RolloutPhase, needed: RolloutPhase): boolean {
  return ROLLOUT_PHASES.indexOf(phase) >= ROLLOUT_PHASES.indexOf(needed);
}

/** The furthest phase in force over all skills: how far goes what belongs to no skill, such as a greeting. */
export function furthestPhase(rollout: Rollout): RolloutPhase {
  const phases = SKILLS.map((skill) => phaseOf(rollout, skill));
  return ROLLOUT_PHASES.findLast((phase) => phases.includes(phase)) ?? 'off';
}

/**
 * The switches as they count for one conversation: outside of the share `shadow` is `off`, and a stopped organisation
 * stops everything.
 */
export function rolloutFor(
  conversationId: string,
  { rollout, isOrganisationStopped }: { rollout: Rollout; isOrganisationStopped: boolean },
): Rollout {
  const { sharePercent = 100 } = rollout;
  const isShadowed = isInShare({ conversationId, sharePercent });
  const counts = (phase: RolloutPhase): RolloutPhase =>
    phase === 'shadow' && !isShadowed ? 'off' : phase;
  return {
    phase: counts(rollout.phase),
    skills: Object.fromEntries(
      SKILLS.flatMap((skill) => {
        const own = rollout.skills[skill];
        return own ? [[skill, counts(own)]] : [];
      }),
    ),
    stopped: isOrganisationStopped ? ['all'] : rollout.stopped,
  };
}

/** The same switches with one stop switch set, or taken back. */
export function withStop(
  rollout: Rollout,
  { what, isStopped }: { what: StopSwitch; isStopped: boolean },
): Rollout {
  const others = rollout.stopped.filter((one) => one !== what);
  return { ...rollout, stopped: isStopped ? [...others, what] : others };
}

/** Whether two settings of the switches come to the same. */
export function isSameRollout(one: Rollout, other: Rollout): boolean {
  const isSameShare = (one.sharePercent ?? 100) === (other.sharePercent ?? 100);
  const isSameStop = (what: StopSwitch): boolean =>
    one.stopped.includes(what) === other.stopped.includes(what);
  return (
    one.phase === other.phase &&
    isSameShare &&
    SKILLS.every((skill) => one.skills[skill] === other.skills[skill] && isSameStop(skill)) &&
    isSameStop('all')
  );
}
