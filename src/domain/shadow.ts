import type { Decision } from './decision.ts';
import { skillOf } from './judge.ts';
import type { Skill } from './rollout.ts';

/** What somebody did with a turn, the assistant in its proposal or staff in their answer. */
export type ShadowDeed = 'answered' | 'request' | 'handed-over';

/** What a kept proposal is about; `general` is what belongs to no skill, such as a greeting. */
export type ShadowSkill = Skill | 'general';

/** How a person judged a proposal beside what staff answered. */
export const SHADOW_MARKS = ['same', 'different', 'wrong'] as const;

/** One of the judgements. */
export type ShadowMark = (typeof SHADOW_MARKS)[number];

/** Below this a share says nothing. */
export const SHADOW_COUNT_MIN = 20;

/** What of a turn was kept, and not done. */
export function keptDecisions(by: {
  decisions: readonly Decision[];
  verdicts: readonly string[];
}): Decision[] {
  return by.decisions.filter((_, index) => by.verdicts[index] === 'kept');
}

/** The skills of kept decisions, each once. */
export function skillsOf(decisions: readonly Decision[]): ShadowSkill[] {
  return [...new Set(decisions.map((decision) => skillOf(decision) ?? ('general' as const)))];
}

/** What the assistant would have done, the weightiest of it. */
export function proposedDeed(decisions: readonly Decision[]): ShadowDeed {
  if (decisions.some(isAboutRequest)) return 'request';
  return decisions.every(({ kind }) => kind === 'hand-over') ? 'handed-over' : 'answered';
}

/**
 * What staff did until they let go or the next turn came, the weightiest of it; null while nobody has done anything, or
 * when the resident wrote again before anybody did. Who lets go without a written word has passed it on.
 */
export function staffDeed(by: {
  hasChangedRequest: boolean;
  hasReplied: boolean;
  isReleased: boolean;
}): ShadowDeed | null {
  if (by.hasChangedRequest) return 'request';
  if (by.hasReplied) return 'answered';
  return by.isReleased ? 'handed-over' : null;
}

/** A share in whole percent of so many cases; null where they are too few to say one. */
export function shareOf({ count, total }: { count: number; total: number }): number | null {
  return total < SHADOW_COUNT_MIN ? null : Math.round((100 * count) / total);
}

function isAboutRequest({ kind }: Decision): boolean {
  return kind === 'report-problem' || kind === 'add-to-request' || kind === 'cancel-request';
}
