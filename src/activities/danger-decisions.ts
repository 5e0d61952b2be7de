import { issueOf } from '../domain/issue.ts';
import { mask } from '../domain/mask.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import type { TurnFacts } from '../ports/conversations.ts';
import type { CommittedDanger } from '../ports/inbox.ts';
import type { Proposed } from './turn-decisions.ts';

/** What a danger means for the turn, before and without any model: its request opens at once. */
export function dangerDecisions(
  { conversation, messages }: TurnFacts,
  { dangers, pack }: { dangers: CommittedDanger[]; pack: PolicyPack },
): Proposed {
  const proposed: Proposed = { decisions: [], parts: [], model: 'floor', prompt: 'none' };
  for (const danger of dangers.filter(({ isNew }) => isNew)) {
    const message = messages.find((told) => tellsOf(told, danger));
    const detail = mask((message ?? messages.at(-1))?.text ?? '');
    // Two hazards that one message tells of can be one trouble, which is one request.
    if (isDecided(proposed, { issue: danger.issue, detail })) continue;
    const { label } = issueOf({ pack, id: danger.issue });
    proposed.parts.push({ text: label[conversation.language], detail, sources: [] });
    proposed.decisions.push({
      kind: 'report-problem',
      part: proposed.parts.length - 1,
      issue: danger.issue,
      class: danger.class,
      confidence: 1,
      missing: [],
      circumstances: [],
    });
  }
  return proposed;
}

const isDecided = (
  { decisions, parts }: Proposed,
  told: { issue: string; detail: string },
): boolean =>
  decisions.some(
    (known) =>
      known.kind === 'report-problem' &&
      known.issue === told.issue &&
      parts[known.part]?.detail === told.detail,
  );

const tellsOf = (
  { danger, otherDangers }: TurnFacts['messages'][number],
  { dangerId }: CommittedDanger,
): boolean => [danger, ...otherDangers].some((told) => told?.dangerId === dangerId);
