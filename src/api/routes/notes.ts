import { json, Router } from 'express';
import { z } from 'zod';
import { cleanText } from '../../domain/message.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { conversationFor } from '../find-conversation.ts';
import { readAs } from '../read-as.ts';

/** What staff write for each other. */
export const NoteBody = z.object({
  text: z.string().trim().min(1).max(4000),
  idempotency_key: z.string().min(1).max(100),
});

/** `POST /conversations/:id/notes`: words for colleagues. Nothing here can send: it has neither outbox nor channel. */
export function noteRoutes(options: {
  records: Pick<Records, 'conversations' | 'notes'>;
  allow: Allow;
}): Router {
  const router = Router();
  router.post('/:id/notes', json({ limit: '64kb' }), async (request, response) => {
    const action = 'conversation.take-over' as const;
    const { conversation, staff } = await conversationFor({ ...options, action }, request);
    const { text, idempotency_key: key } = readAs(NoteBody, request.body);
    const { conversationId } = conversation;
    const note = { conversationId, staffId: staff.staffId, key, text: cleanText(text) };
    response.status(201).json(await options.records.notes.add(note));
  });
  return router;
}
