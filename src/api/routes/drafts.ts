import { Router, type Request } from 'express';
import { z } from 'zod';
import type { Conversations } from '../../ports/conversations.ts';
import type { Drafts } from '../../ports/drafts.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Allow } from '../allow.ts';
import type { DraftAnswer } from '../answers/draft.ts';
import { demandDone } from '../demand-done.ts';
import { readAs } from '../read-as.ts';
import type { Action } from '../rights.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
const DraftParams = Params.extend({ draftId: z.string().min(1).max(100) });

/** `/conversations/:id/drafts`: news that a takeover held back; sending one is a reply like any other. */
export function draftRoutes({
  records: { conversations, drafts },
  allow,
}: {
  records: { conversations: Pick<Conversations, 'find'>; drafts: Pick<Drafts, 'list' | 'discard'> };
  allow: Allow;
}): Router {
  const router = Router();
  const staffOf = async (request: Request, action: Action) => {
    const { id } = readAs(Params, request.params);
    const conversation = await conversations.find(id);
    if (!conversation) throw new RecordNotFound(`no conversation ${id}`);
    const { conversationId, propertyId } = conversation;
    const { staffId } = await allow(request, { action, propertyId });
    return { conversationId, staffId };
  };

  router.get('/:id/drafts', async (request, response) => {
    const answer: DraftAnswer[] = await drafts.list(await staffOf(request, 'conversation.read'));
    response.json(answer);
  });

  router.post('/:id/drafts/:draftId/discard', async (request, response) => {
    const { draftId } = readAs(DraftParams, request.params);
    const holder = await staffOf(request, 'conversation.take-over');
    demandDone(await drafts.discard({ ...holder, draftId }));
    response.json({ discarded: true });
  });

  return router;
}
