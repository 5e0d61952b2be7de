import type { Decision } from '../../../src/domain/decision.ts';
import type { Assurance, Identity } from '../../../src/domain/identity.ts';
import type { PriorityClass } from '../../../src/domain/priority.ts';
import type { ResidentStatus } from '../../../src/domain/resident.ts';
import type { Rollout, RolloutPhase, Skill } from '../../../src/domain/rollout.ts';
import { anIdentity } from '../../builders.ts';

/** A decision with what the design says of it, found without asking `judge` or its rules. */
export interface Case {
  decision: Decision;
  identity: Identity;
  rollout: Rollout;
  skill: Skill | null;
  /** The phase that is in force for this decision. */
  phase: RolloutPhase;
  isEmergency: boolean;
  isUnsure: boolean;
  reads: boolean;
  /** An emergency is not meant: it passes everywhere. */
  writes: boolean;
  /** A person had asked for it: nothing is held back from them. */
  passesOn: boolean;
}

const phases: RolloutPhase[] = ['off', 'shadow', 'answers', 'reads', 'writes'];
const assurances: Assurance[] = ['unknown', 'channel', 'session', 'stepUp'];
const statuses: ResidentStatus[] = [
  'applicant',
  'future',
  'current',
  'notice',
  'eviction',
  'past',
  'cancelled',
  'unknown',
];
const skills: Skill[] = ['documents', 'account', 'maintenance'];
const classes: PriorityClass[] = ['P0', 'P1', 'P2', 'P3', 'P4'];

// By kind, so that no new kind can be forgotten.
const decisionsOf: { [Kind in Decision['kind']]: Extract<Decision, { kind: Kind }>[] } = {
  answer: [0, 0.34, 1].map((confidence) => ({ kind: 'answer', part: 0, confidence })),
  'read-account': [{ kind: 'read-account', part: 0, topic: 'balance' }],
  'read-status': [{ kind: 'read-status', part: 0 }],
  'report-problem': classes.flatMap((of) =>
    [0, 1].map((confidence) => ({
      kind: 'report-problem',
      part: 0,
      issue: 'water.flood',
      class: of,
      confidence,
      missing: [],
      circumstances: [],
    })),
  ),
  'add-to-request': [
    { kind: 'add-to-request', part: 0, requestId: 'mr-1', circumstances: ['spreading'] },
  ],
  'cancel-request': [{ kind: 'cancel-request', part: 0, requestId: null }],
  'reopen-request': [{ kind: 'reopen-request', part: 0, requestId: 'mr-1', circumstances: [] }],
  'reply-to-question': [
    { kind: 'reply-to-question', part: 0, questionId: 'mr-1', answer: { kind: 'yes' } },
  ],
  'answer-to-staff': [{ kind: 'answer-to-staff', part: 0 }],
  'hand-over': [
    { kind: 'hand-over', part: 0, reason: 'asked-for-person' },
    { kind: 'hand-over', part: 0, reason: 'ungrounded' },
  ],
  'ask-identity': [{ kind: 'ask-identity', part: 0 }],
  decline: [{ kind: 'decline', part: 0, reason: 'other-persons-data' }],
  'small-talk': [{ kind: 'small-talk', part: 0, topic: 'thanks' }],
};
const decisions: Decision[] = Object.values(decisionsOf).flat();

const SKILL_OF: Record<Decision['kind'], Skill | null> = {
  answer: 'documents',
  'read-account': 'account',
  'read-status': 'maintenance',
  'report-problem': 'maintenance',
  'reply-to-question': 'maintenance',
  'add-to-request': 'maintenance',
  'cancel-request': 'maintenance',
  'answer-to-staff': null,
  'reopen-request': 'maintenance',
  'hand-over': null,
  'ask-identity': null,
  decline: null,
  'small-talk': null,
};

/** What carrying it out would do; `says` shows and changes nothing of anybody's. */
type Doing = 'reads' | 'writes' | 'passes-on' | 'says';

const DOES: Record<Decision['kind'], Doing> = {
  answer: 'says',
  'read-account': 'reads',
  'read-status': 'reads',
  'report-problem': 'writes',
  'reply-to-question': 'writes',
  'add-to-request': 'writes',
  'cancel-request': 'writes',
  'answer-to-staff': 'passes-on',
  'reopen-request': 'writes',
  'hand-over': 'says',
  'ask-identity': 'says',
  decline: 'says',
  'small-talk': 'says',
};

const rollouts: Rollout[] = phases.flatMap((phase) => [
  { phase, skills: {}, stopped: [] },
  { phase, skills: {}, stopped: ['all'] },
  ...skills.map((skill): Rollout => ({ phase, skills: {}, stopped: [skill] })),
  ...skills.flatMap((skill) =>
    phases.map((own): Rollout => ({ phase, skills: { [skill]: own }, stopped: [] })),
  ),
  ...skills.map((skill): Rollout => ({ phase, skills: { [skill]: 'writes' }, stopped: [skill] })),
  { phase, skills: { documents: 'writes', maintenance: 'writes' }, stopped: ['all'] },
]);

const identities: Identity[] = assurances.flatMap((assurance) =>
  statuses.map((status) => anIdentity({ assurance, status })),
);

// A skill stands where it was put, or where the property stands, unless it was stopped. What belongs to no skill goes as
// far as the furthest of them.
function phaseInForce({ phase, skills: own, stopped }: Rollout, skill: Skill | null): RolloutPhase {
  const of = (one: Skill): RolloutPhase =>
    stopped.some((name) => name === 'all' || name === one) ? 'off' : (own[one] ?? phase);
  if (skill) return of(skill);
  const reached = skills.map(of);
  return phases.toReversed().find((known) => reached.includes(known)) ?? 'off';
}

function caseOf(
  decision: Decision,
  { rollout, identity }: Pick<Case, 'rollout' | 'identity'>,
): Case {
  // A question in vain is one to the documents.
  const isInVain = decision.kind === 'hand-over' && decision.reason === 'ungrounded';
  const skill = isInVain ? 'documents' : SKILL_OF[decision.kind];
  const isReport = decision.kind === 'report-problem';
  const isEmergency = isReport && ['P0', 'P1'].includes(decision.class);
  return {
    decision,
    identity,
    rollout,
    skill,
    phase: phaseInForce(rollout, skill),
    isEmergency,
    isUnsure: 'confidence' in decision && decision.confidence < 0.35,
    reads: DOES[decision.kind] === 'reads',
    writes: DOES[decision.kind] === 'writes' && !isEmergency,
    passesOn: DOES[decision.kind] === 'passes-on',
  };
}

/** Every decision, for everybody, under every setting of the switches. */
export const everyCase: Case[] = decisions.flatMap((decision) =>
  rollouts.flatMap((rollout) =>
    identities.map((identity) => caseOf(decision, { rollout, identity })),
  ),
);
