import { saysAccess, type Access } from '../domain/access.ts';
import { isCircumstance, type Circumstance } from '../domain/circumstance.ts';
import type { MissingFact, QuestionAnswer } from '../domain/decision.ts';
import { factToAsk, isHeldBy } from '../domain/intake.ts';
import { correctedWords, isMissingFact } from '../domain/maintenance-request.ts';
import type { Outcome } from '../domain/outcome.ts';
import { countWords } from '../domain/sentences.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import { cancel } from './request-changes.ts';
import { askFact } from './request-intake.ts';
import { findRequest } from './request-news.ts';
import { accessSaid, intakeOf, takeUp, type ToldNeeds } from './request-told.ts';

/** What residents answer to what their requests ask. */
export function createRequestQuestionActivities(house: ToldNeeds) {
  return {
    /** Takes a resident's answer to the request that asked. */
    answerQuestion: (by: Answered) => answerQuestion(house, by),
  };
}

interface Answered {
  turnId: string;
  conversationId: string;
  requestId: string;
  part: number;
  answer: QuestionAnswer;
}

async function answerQuestion(house: ToldNeeds, by: Answered): Promise<Outcome> {
  const { requestId, answer, turnId } = by;
  const { maintenanceRequests } = house.records;
  const row = await findRequest(house, requestId);
  if (row.question === 'confirm-request' && answer.kind === 'change') {
    return correct(house, by);
  }
  // Taken once for this turn: a retry finds it again, whatever the request asks by then.
  const question = await maintenanceRequests.takeQuestion({ requestId, turnId });
  if (!question) return { kind: 'small-talk', topic: 'thanks' }; // answered by an earlier message
  if (question === 'cancel') return answerCancel(house, { row, by });
  if (isCircumstance(question)) return answerCircumstance(house, { circumstance: question, by });
  if (isMissingFact(question)) return answerFact(house, { row, fact: question, by });
  return answerStep(house, { row, by, question });
}

/** An answer that the process itself waits for. */
async function answerStep(
  house: ToldNeeds,
  { row, by, question }: Answering & { question: StepQuestion },
): Promise<Outcome> {
  const { requestId, answer, turnId } = by;
  await takeUpAccess(house, { row, by });
  await house.processes.tellResidentAnswered({ requestId, messageId: turnId, question, answer });
  if (answer.kind === 'score') {
    await house.records.maintenanceRequests.change(requestId, { surveyScore: answer.score });
  }
  if (question !== 'confirm-request') return { kind: 'question-answered', requestId, question };
  return answer.kind === 'no'
    ? { kind: 'request-dropped', requestId }
    : { kind: 'request-opened', requestId, isDanger: false };
}

type StepQuestion = 'confirm-request' | 'self-help' | 'completed' | 'survey';

interface Answering {
  row: MaintenanceRequestRow;
  by: Answered;
}

// "Yes, and you can come in when I am out": whatever was asked, what was said of a visit is kept.
async function takeUpAccess(
  house: ToldNeeds,
  { row, by: { turnId, part, answer } }: Answering,
): Promise<void> {
  if (answer.kind === 'no') return;
  const { access } = await accessSaid(house, { turnId, part });
  const told = { words: null, access, circumstances: [] };
  await takeUp(house, { row, told, once: `${turnId}/${part}` });
}

function answerCancel(house: ToldNeeds, { row, by }: Answering): Promise<Outcome> {
  const { requestId, turnId, answer } = by;
  return answer.kind === 'yes'
    ? cancel(house, { row, turnId })
    : Promise.resolve({ kind: 'cancel-dropped', requestId });
}

/** A circumstance was asked about before the request was confirmed: it opens at once where it is an emergency now. */
async function answerCircumstance(
  house: ToldNeeds,
  { circumstance, by }: { circumstance: Circumstance; by: Answered },
): Promise<Outcome> {
  const { requestId, turnId, part, answer } = by;
  const { maintenanceRequests } = house.records;
  const row = await findRequest(house, requestId);
  const pack = await house.policyPacks.pinned({
    version: row.packVersion,
    propertyId: row.propertyId,
  });
  const isHeld =
    (answer.kind === 'yes' || answer.kind === 'no') &&
    isHeldBy(pack, { circumstance, answer: answer.kind });
  const { access, detail } = await accessSaid(house, { turnId, part });
  const words = countWords(detail) > SHORT_WORDS_MAX ? detail : null;
  const told = { words, access, circumstances: isHeld ? [circumstance] : [] };
  const now = await takeUp(house, { row, told, once: `${turnId}/${part}` });
  if (now.state !== 'awaiting-confirmation') {
    return { kind: 'question-answered', requestId, question: circumstance };
  }
  if (now.class === 'P0' || now.class === 'P1') {
    return { kind: 'request-opened', requestId, isDanger: false };
  }
  await maintenanceRequests.ask({ requestId, question: 'confirm-request' });
  return { kind: 'request-to-confirm', requestId };
}

// A bare "yes" or "no" tells nothing that those who come must read.
const SHORT_WORDS_MAX = 2;

/** A fact that intake asked for; the next one is asked with the reply. */
async function answerFact(
  house: ToldNeeds,
  { row, fact, by }: Answering & { fact: MissingFact },
): Promise<Outcome> {
  const { requestId, turnId, part, answer } = by;
  const { access, detail } = await accessSaid(house, { turnId, part });
  const now = await takeUp(house, {
    row,
    told: {
      words: fact === 'symptom' ? detail || null : null,
      access: fact === 'access' ? accessOfAnswer({ access, answer, detail }) : access,
      circumstances: [],
      ...(fact === 'location' && { location: detail.slice(0, SUMMARY_LENGTH_MAX) }),
    },
    once: `${turnId}/${part}`,
  });
  const pack = await house.policyPacks.pinned({
    version: row.packVersion,
    propertyId: row.propertyId,
  });
  const next = factToAsk(pack, intakeOf(now));
  const question = next && (await askFact(house, { row: now, fact: next }));
  return question && question === next
    ? { kind: 'intake-asked', requestId, question }
    : { kind: 'question-answered', requestId, question: fact };
}

// A bare "yes" or "no" is about coming in; an answer in which nothing was recognised is a note for those who come.
function accessOfAnswer(by: { access: Access; answer: QuestionAnswer; detail: string }): Access {
  const { access, answer, detail } = by;
  const isStance = answer.kind === 'yes' || answer.kind === 'no';
  if (access.entry === null && isStance) return { ...access, entry: answer.kind };
  return saysAccess(access) ? access : { ...access, times: detail || null };
}

/** What will be reported becomes what the resident says now, and they are asked again. */
async function correct(house: ToldNeeds, { turnId, requestId, part }: Answered): Promise<Outcome> {
  const { maintenanceRequests } = house.records;
  const { access, detail } = await accessSaid(house, { turnId, part });
  if (detail) {
    const row = await findRequest(house, requestId);
    const words = { ...row.words, ...correctedWords(row.words, detail) };
    const corrected = await maintenanceRequests.change(requestId, { words });
    const told = { words: null, access, circumstances: [] };
    await takeUp(house, { row: corrected, told, once: `${turnId}/${part}` });
  }
  return { kind: 'request-to-confirm', requestId };
}

// A place is a few words; as platforms take a name (reference/pm-platforms.md section 8.1).
const SUMMARY_LENGTH_MAX = 120;

export type RequestQuestionActivities = ReturnType<typeof createRequestQuestionActivities>;
