import type { QuestionAnswer } from '../domain/decision.ts';
import { ENDED_STATES } from '../domain/maintenance-request.ts';
import type { Outcome } from '../domain/outcome.ts';
import { statusKey } from '../domain/request-text.ts';
import { findRequest, writeAbout, type NewsRoom } from './request-news.ts';

/** What residents ask about their requests, and what they answer to them. */
export function createRequestQuestionActivities(house: NewsRoom) {
  return {
    /** Says how the person's open requests stand, from the rows that the platform's sync keeps. */
    readStatus: (by: Part) => readStatus(house, by),
    /** Takes a resident's answer to the request that asked. */
    answerQuestion: (by: Answered) => answerQuestion(house, by),
  };
}

interface Part {
  turnId: string;
  conversationId: string;
  part: number;
}

interface Answered {
  turnId: string;
  conversationId: string;
  requestId: string;
  part: number;
  answer: QuestionAnswer;
}

async function readStatus(house: NewsRoom, by: Part): Promise<Outcome> {
  const { conversations, maintenanceRequests } = house.records;
  const rows = await maintenanceRequests.listOfConversation(by.conversationId);
  const open = rows.filter(({ state }) => !ENDED_STATES.includes(state));
  if (open.length === 0) return { kind: 'nothing-open' };
  const lines = await Promise.all(
    open.map((row) => writeAbout(house, { row, key: statusKey(row.state) })),
  );
  const { turnId, part } = by;
  await conversations.savePart({ turnId, part, text: lines.join('\n') });
  return { kind: 'answered', part };
}

async function answerQuestion(house: NewsRoom, by: Answered): Promise<Outcome> {
  const { requestId, answer, turnId } = by;
  const { maintenanceRequests } = house.records;
  const { question } = await findRequest(house, requestId);
  if (!question) return { kind: 'small-talk', topic: 'thanks' }; // answered by an earlier message
  if (question === 'confirm-request' && answer.kind === 'change') {
    return correct(house, by);
  }
  // Told before the row forgets the question: a retry in between asks the row again and tells once more.
  await house.processes.tellResidentAnswered({ requestId, messageId: turnId, question, answer });
  await maintenanceRequests.change(requestId, {
    question: null,
    ...(answer.kind === 'score' ? { surveyScore: answer.score } : {}),
  });
  if (question !== 'confirm-request') return { kind: 'question-answered', requestId, question };
  return answer.kind === 'no'
    ? { kind: 'request-dropped', requestId }
    : { kind: 'request-opened', requestId, isDanger: false };
}

/** What will be reported becomes what the resident says now, and they are asked again. */
async function correct(house: NewsRoom, { turnId, requestId, part }: Answered): Promise<Outcome> {
  const { conversations, maintenanceRequests } = house.records;
  const words = (await conversations.readParts(turnId))[part]?.detail ?? '';
  const summary = words.slice(0, SUMMARY_LENGTH_MAX);
  if (words) {
    await maintenanceRequests.change(requestId, { words: { summary, description: words } });
  }
  return { kind: 'request-to-confirm', requestId };
}

// As platforms take it (reference/pm-platforms.md section 8.1).
const SUMMARY_LENGTH_MAX = 120;

export type RequestQuestionActivities = ReturnType<typeof createRequestQuestionActivities>;
