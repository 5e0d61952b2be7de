import type { Decision } from '../domain/decision.ts';
import { isSameFamily, unclearIssue } from '../domain/issue.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import type { ProposedDecision } from '../ports/language-model.ts';

// A person is called for the danger anyway, and a message that tells of danger calls nothing off.
const LEFT_TO_DANGER: ProposedDecision['kind'][] = [
  'hand-over',
  'add-to-request',
  'cancel-request',
  'reopen-request',
];

/**
 * Whether the new dangers of a turn answer a wish already. Their own requests are open: the model's second word on one
 * would open another. A trouble of another family is none of theirs.
 */
export function isCovered(
  wish: ProposedDecision,
  { dangers, pack }: { dangers: readonly Decision[]; pack: PolicyPack },
): boolean {
  if (dangers.length === 0) return false;
  if (wish.kind !== 'report-problem') return LEFT_TO_DANGER.includes(wish.kind);
  const isTheirs = (danger: Decision): boolean =>
    danger.kind === 'report-problem' &&
    isSameFamily({ pack, one: danger.issue, other: wish.issue });
  return wish.issue === unclearIssue || dangers.some(isTheirs);
}
