import type { Request } from 'express';
import { z } from 'zod';
import type { ConversationFacts } from '../ports/conversations.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { Records } from '../ports/records.ts';
import type { Allow } from './allow.ts';
import { readAs } from './read-as.ts';
import type { Action, Staff } from './rights.ts';

const Params = z.object({ id: z.string().min(1).max(100) });

/** The conversation that an address names. @throws RecordNotFound */
export async function findConversation(
  { conversations }: Pick<Records, 'conversations'>,
  request: Request,
): Promise<ConversationFacts> {
  const { id } = readAs(Params, request.params);
  const conversation = await conversations.find(id);
  if (!conversation) throw new RecordNotFound(`no conversation ${id}`);
  return conversation;
}

/** The conversation of an address and who asks for it, where they may do that there. @throws RecordNotFound, NotAllowed */
export async function conversationFor(
  by: { records: Pick<Records, 'conversations'>; allow: Allow; action: Action },
  request: Request,
): Promise<{ conversation: ConversationFacts; staff: Staff }> {
  const conversation = await findConversation(by.records, request);
  const { propertyId } = conversation;
  return { conversation, staff: await by.allow(request, { action: by.action, propertyId }) };
}
