import type { Decision, HandOverReason } from './decision.ts';
import { isAssured, type Assurance, type Identity } from './identity.ts';
import { livesHere } from './resident.ts';
import {
  furthestPhase,
  phaseOf,
  reaches,
  type Rollout,
  type RolloutPhase,
  type Skill,
} from './rollout.ts';

/** What may be done with a proposed decision. */
export type Verdict =
  | { kind: 'allowed'; decision: Decision }
  | { kind: 'needs-confirmation'; decision: Decision }
  /** `isKnown`: we know who it is, but not surely enough. */
  | { kind: 'needs-identity'; decision: Decision; isKnown: boolean }
  | { kind: 'needs-person'; decision: Decision; reason: HandOverReason }
  /** Shadow: nothing is sent or written; the proposal is kept beside what staff will answer. */
  | { kind: 'kept'; decision: Decision }
  /** It goes to the person who had asked, and nothing is said of it: the assistant may not speak here. */
  | { kind: 'noted'; decision: Decision }
  | { kind: 'refused'; decision: Decision };

/** All that a verdict may depend on; nothing else can widen it. */
export interface JudgedBy {
  identity: Identity;
  rollout: Rollout;
  /** Below this the assistant does not trust its own reading. */
  confidenceMin: number;
}

interface Rule {
  skill: Skill;
  phase: RolloutPhase;
  assurance: Assurance;
}

// Design sections 6 and 7: which phase and which identity level each kind of decision needs. What has no rule (a
// greeting, a question who writes, a decline) is an automatic answer that belongs to no skill.
const RULES: Partial<Record<Decision['kind'], Rule>> = {
  answer: { skill: 'documents', phase: 'answers', assurance: 'unknown' },
  'read-account': { skill: 'account', phase: 'reads', assurance: 'session' },
  'read-status': { skill: 'maintenance', phase: 'reads', assurance: 'channel' },
  'report-problem': { skill: 'maintenance', phase: 'writes', assurance: 'channel' },
  'add-to-request': { skill: 'maintenance', phase: 'writes', assurance: 'channel' },
  'cancel-request': { skill: 'maintenance', phase: 'writes', assurance: 'channel' },
  'reopen-request': { skill: 'maintenance', phase: 'writes', assurance: 'channel' },
  'reply-to-question': { skill: 'maintenance', phase: 'writes', assurance: 'channel' },
};

/**
 * Says whether one proposed decision may be carried out. Pure: the same facts give the same verdict.
 * An emergency (P0, P1) is never held back by phase, identity or confidence.
 */
export function judge(decision: Decision, by: JudgedBy): Verdict {
  if (isEmergency(decision)) return { kind: 'allowed', decision };
  const phase = phaseFor(decision, by.rollout);
  if (decision.kind === 'answer-to-staff') return toStaff(decision, phase);
  if (phase === 'shadow') return { kind: 'kept', decision };
  if (decision.kind === 'hand-over') {
    return { kind: 'needs-person', decision, reason: decision.reason };
  }
  if (!reaches(phase, RULES[decision.kind]?.phase ?? 'answers')) {
    return { kind: 'needs-person', decision, reason: 'rollout' };
  }
  if (decision.kind === 'decline') return { kind: 'refused', decision };
  return blockedByPerson(decision, by) ?? open(decision, by);
}

/** A person asked for it by themselves: it is theirs in every phase and at every level. */
function toStaff(decision: Decision, phase: RolloutPhase): Verdict {
  return { kind: reaches(phase, 'answers') ? 'allowed' : 'noted', decision };
}

function isEmergency(decision: Decision): boolean {
  return decision.kind === 'report-problem' && (decision.class === 'P0' || decision.class === 'P1');
}

/** The skill that a decision belongs to; null for what belongs to none. A question in vain is one to the documents. */
export function skillOf(decision: Decision): Skill | null {
  const isUnanswered = decision.kind === 'hand-over' && OF_DOCUMENTS.includes(decision.reason);
  return isUnanswered ? 'documents' : (RULES[decision.kind]?.skill ?? null);
}

const OF_DOCUMENTS: HandOverReason[] = ['not-in-documents', 'ungrounded'];

function phaseFor(decision: Decision, rollout: Rollout): RolloutPhase {
  const skill = skillOf(decision);
  return skill ? phaseOf(rollout, skill) : furthestPhase(rollout);
}

function blockedByPerson(decision: Decision, { identity }: JudgedBy): Verdict | null {
  const needed = RULES[decision.kind]?.assurance ?? 'unknown';
  if (!isAssured(identity.assurance, needed)) {
    return { kind: 'needs-identity', decision, isKnown: identity.assurance !== 'unknown' };
  }
  if (needed !== 'unknown' && !livesHere(identity.status)) {
    return { kind: 'needs-person', decision, reason: 'human-only' };
  }
  const safetyAndMaintenance = RULES[decision.kind]?.skill === 'maintenance';
  if (identity.status === 'eviction' && !safetyAndMaintenance) {
    return { kind: 'needs-person', decision, reason: 'eviction' };
  }
  return null;
}

function open(decision: Decision, { confidenceMin }: JudgedBy): Verdict {
  if ('confidence' in decision && decision.confidence < confidenceMin) {
    return { kind: 'needs-person', decision, reason: 'low-confidence' };
  }
  if (decision.kind === 'report-problem') return { kind: 'needs-confirmation', decision };
  return { kind: 'allowed', decision };
}
