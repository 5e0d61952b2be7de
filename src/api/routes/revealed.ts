import { json, Router } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import type { RevealedAnswer } from '../answers/inbox.ts';
import { conversationFor } from '../find-conversation.ts';
import { readAs } from '../read-as.ts';

/** Which message. */
export const Reveal = z.object({ message_id: z.string().min(1).max(100) });

/** `POST /conversations/:id/reveal`: one message as the resident wrote it, its numbers too. The record says who has seen it. */
export function revealedRoutes(options: {
  records: Pick<Records, 'auditLog' | 'conversations'>;
  allow: Allow;
}): Router {
  const { auditLog, conversations } = options.records;
  const router = Router();
  router.post('/:id/reveal', json({ limit: '4kb' }), async (request, response) => {
    const action = 'conversation.take-over' as const;
    const { conversation, staff } = await conversationFor({ ...options, action }, request);
    const { message_id: messageId } = readAs(Reveal, request.body);
    const { conversationId, propertyId } = conversation;
    const { lines } = await conversations.view({ conversationId, after: 0, reader: 'staff' });
    const line = lines.find(({ id, from }) => id === messageId && from === 'resident');
    if (!line)
      throw new RecordNotFound(`no message ${messageId} of a resident in ${conversationId}`);
    await auditLog.append({
      chain: propertyId ?? 'house',
      key: `revealed/${crypto.randomUUID()}`,
      event: 'message.revealed',
      facts: { conversationId, messageId, staffId: staff.staffId },
    });
    const answer: RevealedAnswer = { text: line.text };
    response.set('cache-control', 'no-store').json(answer);
  });
  return router;
}
