import { pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant, now } from './column-types.ts';

/** What staff ask residents from approvals. */
export const approvalQuestions = pgTable('approval_questions', {
  questionId: text('question_id').primaryKey(),
  approvalId: text('approval_id').notNull(),
  conversationId: text('conversation_id').notNull(),
  askedBy: text('asked_by').notNull(),
  wordsSealed: bytes('words_sealed').notNull(),
  offeredAt: instant('offered_at').notNull().default(now),
  askedAt: instant('asked_at'),
  sendId: text('send_id'),
  reminderSendId: text('reminder_send_id'),
  answerTurnId: text('answer_turn_id'),
  answeredAt: instant('answered_at'),
});
