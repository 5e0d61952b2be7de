import type { Decision, HandOverReason } from '../../domain/decision.ts';
import type { Verdict } from '../../domain/judge.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { isOutsideFailure } from '../failures.ts';
import {
  approvalQuestions,
  dangerOpening,
  handOffs,
  maintenance,
  opening,
  residents,
} from '../proxies.ts';
import type { MetDanger } from './contract.ts';

interface Acting {
  turnId: string;
  conversationId: string;
  dangers: MetDanger[];
}

/** Carries out one judged decision; says what came of it. */
export async function act(verdict: Verdict, turn: Acting): Promise<Outcome> {
  const { decision } = verdict;
  switch (verdict.kind) {
    case 'allowed':
      return carryOut(decision, turn);
    case 'needs-confirmation':
      return openRequest(decision, turn);
    case 'needs-person':
      return handOver(verdict.reason, turn);
    case 'needs-identity':
      if (verdict.isKnown) return { kind: 'session-needed' };
      await residents.askIdentity({ conversationId: turn.conversationId });
      return { kind: 'identity-asked' };
    case 'kept':
      return keep(decision, turn);
    case 'noted':
      await passOn(turn);
      return { kind: 'noted' };
    case 'refused':
      return decision.kind === 'decline'
        ? { kind: 'declined', reason: decision.reason }
        : handOver('human-only', turn);
  }
}

async function carryOut(decision: Decision, turn: Acting): Promise<Outcome> {
  if (isAboutRequest(decision)) return aboutRequest(decision, turn);
  const { turnId, conversationId } = turn;
  switch (decision.kind) {
    case 'answer':
      return { kind: 'answered', part: decision.part };
    case 'small-talk':
      return { kind: 'small-talk', topic: decision.topic };
    case 'read-account':
      return residents
        .readAccount({ turnId, conversationId, part: decision.part, topic: decision.topic })
        .catch(orPerson('platform-unavailable', turn));
    case 'read-status':
      return maintenance.readStatus({ turnId, conversationId, part: decision.part });
    case 'answer-to-staff':
      return passOn(turn);
    case 'ask-identity':
      await residents.askIdentity({ conversationId });
      return { kind: 'identity-asked' };
    case 'hand-over':
      return handOver(decision.reason, turn);
    case 'decline':
      return { kind: 'declined', reason: decision.reason };
  }
}

type AboutRequest = Extract<
  Decision,
  {
    kind:
      | 'report-problem'
      | 'add-to-request'
      | 'cancel-request'
      | 'reopen-request'
      | 'reply-to-question';
  }
>;

function isAboutRequest(decision: Decision): decision is AboutRequest {
  return decision.kind === 'report-problem' || 'questionId' in decision || 'requestId' in decision;
}

/** What a resident says about a request, a new one or one that there is. */
function aboutRequest(decision: AboutRequest, turn: Acting): Promise<Outcome> {
  const { turnId, conversationId } = turn;
  switch (decision.kind) {
    case 'report-problem':
      return openRequest(decision, turn);
    case 'add-to-request':
      return maintenance.addToRequest({ turnId, conversationId, decision });
    case 'cancel-request':
      return maintenance.cancelRequest({ turnId, conversationId, decision });
    case 'reopen-request':
      return opening
        .reopenRequest({ turnId, conversationId, decision })
        .catch(orPerson('platform-unavailable', turn));
    case 'reply-to-question':
      return maintenance.answerQuestion({
        turnId,
        conversationId,
        part: decision.part,
        requestId: decision.questionId,
        answer: decision.answer,
      });
  }
}

async function openRequest(decision: Decision, turn: Acting): Promise<Outcome> {
  if (decision.kind !== 'report-problem') return handOver('human-only', turn);
  const { turnId, conversationId, dangers } = turn;
  const isDanger = dangers.some(({ issue }) => issue === decision.issue);
  const outcome = await (isDanger ? dangerOpening : opening)
    .openRequest({ turnId, conversationId, decision, dangers })
    .catch(orPerson('platform-unavailable', turn));
  return outcome;
}

/** Back to the approval from which staff had asked; where it was decided in the meantime a person must read it. */
async function passOn(turn: Acting): Promise<Outcome> {
  const { turnId, conversationId } = turn;
  const outcome = await approvalQuestions.passOnAnswer({ turnId, conversationId });
  return outcome ?? handOver('not-in-documents', turn);
}

async function handOver(reason: HandOverReason, { conversationId }: Acting): Promise<Outcome> {
  const handOff = await handOffs.openHandOff({ conversationId, reason });
  return { kind: 'handed-over', reason, handOff };
}

/** A person answers instead; why they would have been asked anyway is not lost. */
async function keep(decision: Decision, { conversationId }: Acting): Promise<Outcome> {
  const reason = decision.kind === 'hand-over' ? decision.reason : 'rollout';
  const handOff = await handOffs.openHandOff({ conversationId, reason, isSilent: true });
  return { kind: 'kept', handOff };
}

function orPerson(reason: HandOverReason, turn: Acting) {
  return async (error: unknown): Promise<Outcome> => {
    if (!isOutsideFailure(error)) throw error;
    return handOver(reason, turn);
  };
}
