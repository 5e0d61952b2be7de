import { json, Router } from 'express';
import { z } from 'zod';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import type { PresentAnswer } from '../answers/inbox.ts';
import { conversationFor } from '../find-conversation.ts';
import { readAs } from '../read-as.ts';

/** The page that says it, and whether somebody writes there. */
export const Presence = z.object({
  viewer_id: z.uuid(),
  state: z.enum(['here', 'writing', 'gone']),
});

/** `PUT /conversations/:id/presence`: every open page says so again and again, and hears who else is there. */
export function presenceRoutes(options: {
  records: Pick<Records, 'conversations' | 'presence'>;
  allow: Allow;
}): Router {
  const { presence } = options.records;
  const router = Router();
  router.put('/:id/presence', json({ limit: '4kb' }), async (request, response) => {
    const action = 'conversation.read' as const;
    const { conversation, staff } = await conversationFor({ ...options, action }, request);
    const { viewer_id: viewerId, state } = readAs(Presence, request.body);
    const page = { viewerId, conversationId: conversation.conversationId, staffId: staff.staffId };
    let others: PresentAnswer[] = [];
    if (state === 'gone') await presence.leave(page);
    else others = await presence.see({ ...page, isWriting: state === 'writing' });
    response.json(others);
  });
  return router;
}
