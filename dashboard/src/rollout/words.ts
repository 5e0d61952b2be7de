import type {
  PropertyRollout,
  RolloutChangeAnswer,
  ShadowCountAnswer,
  ShadowTurnAnswer,
} from '../../../src/api/answers/rollout.ts';

/** How far the assistant may go. */
export type Phase = PropertyRollout['rollout']['phase'];

/** What can be switched on its own. */
export type Skill = keyof PropertyRollout['inForce'];

/** The phases, the least first. */
export const PHASES: Record<Phase, string> = {
  off: 'Off',
  shadow: 'Shadow',
  answers: 'Answers',
  reads: 'Reads',
  writes: 'Writes',
};

/** Every phase, the least first. */
export const EVERY_PHASE: readonly Phase[] = ['off', 'shadow', 'answers', 'reads', 'writes'];

/** What each phase means. */
export const MEANINGS: Record<Phase, string> = {
  off: 'Everything goes to people. The resident is told by when somebody will answer.',
  shadow:
    'In the share of conversations that you choose, the assistant works out what it would answer and keeps it to ' +
    'itself. The resident hears nothing from it; staff answer. Other conversations go to people, as in Off.',
  answers: 'Answers questions from your documents and names the source. All else goes to people.',
  reads: 'Also reads out balances, charges, lease dates, and how a repair stands.',
  writes:
    'Also reports repairs: the resident confirms each one, and a manager approves what is dear.',
};

/** What the assistant can do, as staff say it. */
export const SKILLS: Record<ShadowCountAnswer['skill'], string> = {
  documents: 'Questions to documents',
  account: 'Account and lease',
  maintenance: 'Repairs',
  general: 'Greetings and all else',
};

/** Every skill with a switch of its own. */
export const EVERY_SKILL: readonly Skill[] = ['documents', 'account', 'maintenance'];

const PEOPLE = 'goes to people';
const KEPT = 'kept to itself in shadow, people answer';
const STATUS = 'tells how repairs stand, new ones go to people';

/** What a phase comes to in one skill. */
export const IN_SKILL: Record<Skill, Record<Phase, string>> = {
  documents: {
    off: PEOPLE,
    shadow: KEPT,
    answers: 'answered, with the source',
    reads: 'answered, with the source',
    writes: 'answered, with the source',
  },
  account: {
    off: PEOPLE,
    shadow: KEPT,
    answers: PEOPLE,
    reads: 'read out to whoever is signed in',
    writes: 'read out to whoever is signed in',
  },
  maintenance: {
    off: PEOPLE,
    shadow: KEPT,
    answers: PEOPLE,
    reads: STATUS,
    writes: 'tells how repairs stand, and reports new ones',
  },
};

/** The phases that differ from each other in one skill. */
export const PHASES_OF: Record<Skill, readonly Phase[]> = {
  documents: ['off', 'shadow', 'answers'],
  account: ['off', 'shadow', 'reads'],
  maintenance: ['off', 'shadow', 'reads', 'writes'],
};

type Deed = ShadowTurnAnswer['proposal']['deed'];

/** What the assistant would have done. */
export const PROPOSED: Record<Deed, string> = {
  answered: 'would have answered',
  request: 'would have opened or changed a repair',
  'handed-over': 'would have asked a person',
};

/** What staff did. */
export const DONE: Record<Deed, string> = {
  answered: 'answered',
  request: 'changed a repair',
  'handed-over': 'wrote nothing: they passed it on, or dealt with it outside the chat',
};

/** How a proposal can be judged. */
export const MARKS: Record<NonNullable<ShadowTurnAnswer['judged']>['mark'], string> = {
  same: 'Same',
  different: 'Different',
  wrong: 'Would have been wrong',
};

type Rollout = Extract<RolloutChangeAnswer['subject'], { kind: 'property' }>['to'];

/** What differs between two settings, each difference in a few words. */
export function differences(from: Rollout, to: Rollout): string[] {
  const phases = from.phase === to.phase ? [] : [`phase ${said(from.phase)} → ${said(to.phase)}`];
  const [before, after] = [from.sharePercent ?? 100, to.sharePercent ?? 100];
  const share = before === after ? [] : [`share ${before} % → ${after} %`];
  const skills = EVERY_SKILL.filter((skill) => from.skills[skill] !== to.skills[skill]).map(
    (skill) => `${SKILLS[skill]} ${said(from.skills[skill])} → ${said(to.skills[skill])}`,
  );
  const stops = ([...EVERY_SKILL, 'all'] as const).flatMap((what) => {
    const isStopped = to.stopped.includes(what);
    if (from.stopped.includes(what) === isStopped) return [];
    const name = what === 'all' ? 'everything' : SKILLS[what];
    return [isStopped ? `${name} stopped` : `${name} no longer stopped`];
  });
  return [...phases, ...share, ...skills, ...stops];
}

const said = (phase: Phase | undefined): string => (phase ? PHASES[phase] : 'as the property');

/** Some of so many cases, as a share where they are enough to say one. */
export function shareText(percent: number | null, total: number): string {
  return percent === null ? `too few to say (${total})` : `${percent} % of ${total}`;
}

/** Whether the share of conversations in shadow matters. */
export const isInShadow = ({ phase, skills }: Pick<Rollout, 'phase' | 'skills'>): boolean =>
  phase === 'shadow' || Object.values(skills).includes('shadow');
