import { activityInfo } from '@temporalio/activity';
import { readableScopes } from '../domain/identity.ts';
import type { JudgedBy } from '../domain/judge.ts';
import type { Decision } from '../domain/decision.ts';
import { mask } from '../domain/mask.ts';
import type { PropertySettings } from '../domain/property.ts';
import type { Rollout } from '../domain/rollout.ts';
import type { TurnFacts, TurnPart } from '../ports/conversations.ts';
import { ModelOutputInvalid, ProviderError } from '../ports/errors.ts';
import type { CommittedDanger } from '../ports/inbox.ts';
import type { Proposal, TurnContext } from '../ports/language-model.ts';
import type { Passage } from '../domain/document.ts';
import type { House } from './house.ts';
import { dangerDecisions, decisionsOf, handOverOnly, type Proposed } from './turn-decisions.ts';
import { createTurnIdentity, type TurnIdentity } from './turn-identity.ts';

// Below this the assistant hands over; chosen on the exemplars, not on the evaluation sets.
const CONFIDENCE_MIN = 0.35;
const PASSAGES_MAX = 6;
// A model that fails twice is not waited for any longer: the resident is told that a person will answer.
const MODEL_ATTEMPTS_MAX = 3;
// A sender whom no property claims: public answers of the organisation only.
const UNPLACED: Rollout = { phase: 'answers', skills: {}, stopped: [] };

/** A turn as the workflow may know it: decisions, and everything that judging them depends on. */
export interface ProposedTurn extends JudgedBy {
  decisions: Decision[];
}

/** Reads a turn and proposes what to do about it. */
export function createAssistantActivities(
  house: Pick<House, 'records' | 'platform' | 'knowledgeIndex' | 'languageModel' | 'policyPacks'>,
) {
  const { records, knowledgeIndex, languageModel, policyPacks } = house;
  const { identify } = createTurnIdentity(house);

  /** The model's proposal; null when it is down and has been asked often enough. */
  const ask = async (context: TurnContext): Promise<Proposal | null> => {
    try {
      return await languageModel.propose(context);
    } catch (error) {
      const isModelFailure = error instanceof ProviderError || error instanceof ModelOutputInvalid;
      if (!isModelFailure || activityInfo().attempt < MODEL_ATTEMPTS_MAX) throw error;
      return null;
    }
  };

  const propose = async (
    facts: TurnFacts,
    by: { found: TurnIdentity; property: PropertySettings | null; dangers: CommittedDanger[] },
  ): Promise<Proposed> => {
    const { identity } = by.found;
    const pack = policyPacks.current(identity.propertyId);
    const inDanger = dangerDecisions(facts, { dangers: by.dangers, pack });
    if (facts.conversation.isTakenOver) return inDanger;
    if (by.found.verification === 'failed') return failedVerification(facts, inDanger);
    if (facts.messages.some(({ kind }) => kind === 'unreadable')) {
      return handOverOnly('unreadable-message', inDanger);
    }
    const texts = facts.messages.map(({ text }) => mask(text));
    const question = texts.join('\n');
    if (question.trim() === '') return inDanger;
    const passages = await search(question, by);
    const proposal = await ask({
      texts,
      language: facts.conversation.language,
      recent: facts.recent.map((line) => ({ ...line, text: mask(line.text) })),
      passages,
      openQuestions: facts.openQuestions,
      openRequests: facts.openRequests,
      issues: Object.entries(pack.catalogue).map(([id, issue]) => ({
        id,
        words: issue.words.en.join(', '),
        class: issue.class,
      })),
    });
    if (!proposal) return handOverOnly('model-unavailable', inDanger);
    const { isPlatformDown } = by.found;
    return decisionsOf(proposal, { passages, inDanger, detail: question, isPlatformDown });
  };

  const search = async (
    text: string,
    { found, property }: { found: TurnIdentity; property: PropertySettings | null },
  ): Promise<Passage[]> => {
    const scopes = readableScopes(found.identity, property?.organisationId ?? null);
    const hits = await knowledgeIndex.search({ text, scopes, limit: PASSAGES_MAX });
    return hits.map(({ passage }) => passage);
  };

  const failedVerification = async (facts: TurnFacts, inDanger: Proposed): Promise<Proposed> => {
    const { conversationId } = facts.conversation;
    const failures = await records.conversations.awaitIdentity({ conversationId, failed: true });
    if (failures >= 2) return handOverOnly('verification-failed', inDanger);
    const parts: TurnPart[] = [...inDanger.parts, { text: '', detail: null, sources: [] }];
    const asked: Decision = { kind: 'ask-identity', part: parts.length - 1 };
    return { ...inDanger, decisions: [...inDanger.decisions, asked], parts };
  };

  return {
    /**
     * Takes the turn's messages, finds out who writes, and proposes. A turn of a person whom staff have taken over
     * holds its dangers only. Gives a dead model up at the third attempt.
     */
    async proposeDecisions(turn: {
      turnId: string;
      conversationId: string;
      messageIds: string[];
      dangers: CommittedDanger[];
    }): Promise<ProposedTurn> {
      const facts = await records.conversations.takeTurn(turn);
      const text = facts.messages.map((message) => message.text).join('\n');
      const found = await identify(facts.conversation, text);
      const { identity } = found;
      const property = identity.propertyId
        ? await records.properties.find(identity.propertyId)
        : null;
      const proposed = await propose(facts, { found, property, dangers: turn.dangers });
      await records.conversations.saveProposal({
        turnId: turn.turnId,
        decisions: proposed.decisions,
        parts: proposed.parts,
        model: proposed.model,
        prompt: proposed.prompt,
        packVersion: policyPacks.current(identity.propertyId).version,
      });
      return {
        decisions: proposed.decisions,
        identity,
        rollout: property?.rollout ?? UNPLACED,
        confidenceMin: CONFIDENCE_MIN,
      };
    },
  };
}

export type AssistantActivities = ReturnType<typeof createAssistantActivities>;
