import { addBusinessMinutes } from '../domain/business-hours.ts';
import { deskCalendar } from '../domain/property.ts';
import { renderText } from '../domain/texts.ts';
import type { Outcome } from '../domain/outcome.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { ApprovalRow } from '../ports/approvals.ts';
import { managersOf, ringFor } from './alarms.ts';
import type { House } from './house.ts';
import { sendRow } from './send-row.ts';

type Needs = Pick<House, 'records' | 'channels' | 'policyPacks' | 'processes'>;

// Half a day at the office: within the day in which WhatsApp lets us write, and never in the night.
const REMIND_AFTER_MINUTES = 240;
// How long an alert about an answer rings before it rings again.
const WAIT_MINUTES = 60;

/** Asks the resident of an approval, and brings the answer back. */
export function createApprovalQuestionActivities(house: Needs) {
  return {
    /** Puts a question to the resident, once; says when to remind them, null when nobody was asked. */
    askResident: (by: { questionId: string }) => askResident(house, by),
    /** Reminds the resident of a question, once, where it still waits. */
    remindResident: (by: { questionId: string }) => remindResident(house, by),
    /** Rings whoever manages: the resident has answered. Once a question. */
    announceAnswer: (by: { questionId: string }) => announceAnswer(house, by),
    /**
     * Hands a turn to the approvals that wait for an answer in its conversation, once; null when none waits any more.
     * Nothing is said where a person holds the conversation.
     */
    passOnAnswer: (by: { turnId: string; conversationId: string }) => passOnAnswer(house, by),
  };
}

async function askResident(
  house: Needs,
  { questionId }: { questionId: string },
): Promise<{ remindAt: string | null }> {
  const { approval, write } = await readQuestion(house, questionId);
  const sendId = await house.records.approvalQuestions.ask({
    questionId,
    write: write('approval-question'),
  });
  if (sendId === null) return { remindAt: null };
  const { state } = await sendRow(house, sendId);
  const isLost = state === 'withheld' || state === 'failed';
  return { remindAt: isLost ? null : await remindAtOf(house, approval) };
}

async function remindAtOf(
  { records: { properties }, policyPacks }: Needs,
  { subject: { propertyId } }: ApprovalRow,
): Promise<string> {
  const property = await properties.find(propertyId);
  const calendar = property?.calendar ?? deskCalendar(policyPacks.current(propertyId));
  const at = new Date().toISOString();
  return addBusinessMinutes({ at, minutes: REMIND_AFTER_MINUTES, calendar });
}

async function remindResident(house: Needs, { questionId }: { questionId: string }): Promise<void> {
  const { write } = await readQuestion(house, questionId);
  const sendId = await house.records.approvalQuestions.remind({
    questionId,
    write: write('approval-question-reminder'),
  });
  if (sendId !== null) await sendRow(house, sendId);
}

async function announceAnswer(house: Needs, { questionId }: { questionId: string }): Promise<void> {
  const { approval } = await readQuestion(house, questionId);
  const { approvalId, subject } = approval;
  const { propertyId, reference } = subject;
  await ringFor(house, {
    once: `approval/${approvalId}/answered/${questionId}`,
    alertId: answerAlertIdOf({ approvalId, questionId }),
    propertyId,
    kind: 'approval',
    class: subject.class,
    headline: `${reference}: the resident has answered what was asked. It waits for your approval.`,
    conversationId: null,
    subjectId: approvalId,
    ladder: await managersOf(house, { propertyId, waitMinutes: WAIT_MINUTES }),
  });
}

/** The alert that rings for an answer. */
export const answerAlertIdOf = (by: { approvalId: string; questionId: string }): string =>
  `${by.approvalId}-answered-${by.questionId}`;

async function passOnAnswer(
  { records: { approvalQuestions, conversations }, processes }: Needs,
  by: { turnId: string; conversationId: string },
): Promise<Outcome | null> {
  const attached = await approvalQuestions.attach(by);
  if (attached.length === 0) return null;
  for (const { approvalId, questionId } of attached) {
    await processes.tellQuestionAnswered({ approvalId, questionId });
  }
  const conversation = await conversations.find(by.conversationId);
  return { kind: conversation?.isTakenOver === true ? 'noted' : 'passed-on' };
}

interface ReadQuestion {
  approval: ApprovalRow;
  /** Makes a message of a question's words, in the resident's language. */
  write: (key: string) => (question: string) => string;
}

async function readQuestion(
  { records: { approvalQuestions, approvals, conversations }, policyPacks }: Needs,
  questionId: string,
): Promise<ReadQuestion> {
  const question = await approvalQuestions.find(questionId);
  const approval = question && (await approvals.find(question.approvalId));
  if (!question || !approval) throw new RecordNotFound(`no question ${questionId}`);
  const conversation = await conversations.find(question.conversationId);
  const { propertyId, reference } = approval.subject;
  const text = { pack: policyPacks.current(propertyId), language: conversation?.language ?? 'en' };
  return {
    approval,
    write: (key) => (asked) => renderText({ ...text, key, values: { reference, question: asked } }),
  };
}

export type ApprovalQuestionActivities = ReturnType<typeof createApprovalQuestionActivities>;
