import { createHash } from 'node:crypto';
import type { ApprovalSummary, DeskApprovals } from '../ports/desk-approvals.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import type { QuestionAnswer } from './answers/approval.ts';
import { Conflict, Gone } from './errors.ts';

/** A question of somebody to the resident of an approval; the same key is the same question. */
export interface Asking {
  approval: ApprovalSummary;
  staffId: string;
  text: string;
  key: string;
}

interface Needs {
  approvalQuestions: Pick<Records['approvalQuestions'], 'offer' | 'list'>;
  conversations: Pick<Records['conversations'], 'find'>;
  deskInbox: Pick<Records['deskInbox'], 'find'>;
  deskApprovals: Pick<DeskApprovals, 'find'>;
  processes: Pick<Processes, 'askFromApproval'>;
}

/**
 * Asks the resident by way of the approval's process, so that its end and the question cannot cross unseen.
 * @throws Conflict when there is nobody to ask, or another person talks with them; Gone when it has expired
 */
export function createAskResident(house: Needs): (by: Asking) => Promise<QuestionAnswer> {
  return async (by) => {
    const { approvalId } = by.approval;
    const questionId = questionIdOf(by);
    const before = await findAsked(house, { approvalId, questionId });
    if (before) return before;
    demandWaiting(by.approval);
    const conversationId = await demandSomebody(house, by);
    const { staffId: askedBy, text } = by;
    const question = { questionId, approvalId, conversationId, askedBy, text };
    await house.approvalQuestions.offer(question);
    await house.processes.askFromApproval({ approvalId, questionId });
    const asked = await findAsked(house, { approvalId, questionId });
    if (asked) return asked;
    demandWaiting((await house.deskApprovals.find(approvalId)) ?? by.approval);
    throw new Conflict('Somebody else took the conversation over just now: nothing was asked.');
  };
}

async function findAsked(
  { approvalQuestions }: Needs,
  { approvalId, questionId }: { approvalId: string; questionId: string },
): Promise<QuestionAnswer | null> {
  const all = await approvalQuestions.list(approvalId);
  const asked = all.find((question) => question.questionId === questionId);
  return asked ? { questionId, state: asked.delivery.state } : null;
}

function demandWaiting({ state }: Pick<ApprovalSummary, 'state'>): void {
  if (state === 'expired') {
    throw new Gone('This approval has expired; a person takes care of the request.');
  }
  if (state !== 'pending') throw new Conflict(`This approval was ${state}: nothing was asked.`);
}

/** The conversation in which the resident of an approval can be asked. */
async function demandSomebody(
  { conversations, deskInbox }: Needs,
  { approval, staffId }: Asking,
): Promise<string> {
  const { conversationId, residentId } = approval.request;
  const conversation = conversationId === null ? null : await conversations.find(conversationId);
  if (!conversation) throw new Conflict('Nobody has written about this: there is nobody to ask.');
  // Privacy: an address may have passed to somebody else since.
  if (residentId !== null && conversation.residentId !== residentId) {
    throw new Conflict(
      'Somebody else writes in that conversation now: the resident cannot be asked there.',
    );
  }
  if (conversation.isOptedOut) {
    throw new Conflict('The resident wants no messages on this channel (STOP): call them.');
  }
  const holder = (await deskInbox.find(conversation.conversationId))?.heldBy;
  if (holder && holder.staffId !== staffId) {
    throw new Conflict(`${holder.name} is talking with the resident now: let them ask.`);
  }
  return conversation.conversationId;
}

function questionIdOf({ approval, staffId, key }: Asking): string {
  const digest = createHash('sha256').update(`${approval.approvalId}|${staffId}|${key}`);
  return `aq_${digest.digest('hex').slice(0, 20)}`;
}
