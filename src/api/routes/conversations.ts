import { json, Router, type Request } from 'express';
import { z } from 'zod';
import { cleanText } from '../../domain/message.ts';
import type { Carrier } from '../../ports/channel.ts';
import type { NewSend } from '../../ports/outbox.ts';
import type { Records } from '../../ports/records.ts';
import { demandDone } from '../demand-done.ts';
import { Conflict } from '../errors.ts';
import type { Allow } from '../allow.ts';
import type { TellReleased } from '../draft-news.ts';
import { readAs } from '../read-as.ts';
import { conversationFor, findConversation } from '../find-conversation.ts';
import type { TellHandOffs } from '../hand-off-news.ts';
import { hideNumbers } from '../hidden-numbers.ts';
import { showsSecret } from '../secret.ts';
import { createTakeover } from '../takeover.ts';

/** Since where. */
export const After = z.object({ after: z.coerce.number().int().min(0).default(0) });
/** What staff write. */
export const Reply = z.object({
  text: z.string().trim().min(1).max(4000),
  idempotency_key: z.string().min(1).max(100),
  /** The draft that the reply stands for; it is settled with it. */
  draft_id: z.string().min(1).max(100).optional(),
});

/** `/conversations/:id`: what was said, and the hand that takes over. */
export function conversationRoutes({
  records: { conversations, drafts, handOffs, outbox },
  tellHandOffs,
  tellReleased,
  carrier,
  allow,
  webhookSecret,
}: {
  records: Pick<Records, 'conversations' | 'drafts' | 'handOffs' | 'outbox'>;
  tellHandOffs: TellHandOffs;
  tellReleased: TellReleased;
  carrier: Carrier;
  allow: Allow;
  webhookSecret: string | undefined;
}): Router {
  const router = Router();
  const takeover = createTakeover({ handOffs, tellHandOffs, tellReleased });

  const staffOf = async (request: Request) => {
    const by = { records: { conversations }, allow, action: 'conversation.take-over' as const };
    const { conversation, staff } = await conversationFor(by, request);
    return { conversationId: conversation.conversationId, staffId: staff.staffId };
  };

  router.get('/:id/messages', async (request, response) => {
    const { conversationId, propertyId } = await findConversation({ conversations }, request);
    // The portal shows its resident what was sent to them; whoever works here sees all.
    const isPortal = showsSecret(request, webhookSecret);
    if (!isPortal) await allow(request, { action: 'conversation.read', propertyId });
    const { after } = readAs(After, request.query);
    const reader = isPortal ? 'resident' : 'staff';
    const view = await conversations.view({ conversationId, after, reader });
    response.json(isPortal ? view : { ...view, lines: view.lines.map(hideNumbers) });
  });

  router.post('/:id/take-over', async (request, response) => {
    response.json(await takeover.takeOver(await staffOf(request)));
  });

  router.post('/:id/replies', json({ limit: '64kb' }), async (request, response) => {
    const { conversationId, staffId } = await staffOf(request);
    const reply = readAs(Reply, request.body);
    if (!(await handOffs.begin({ conversationId, staffId }))) {
      throw new Conflict('Take the conversation over before you reply.');
    }
    await tellHandOffs();
    const sendId = await queueReply({ drafts, outbox }, { conversationId, staffId, reply });
    response.status(202).json(await outbox.sendOnce(sendId, carrier));
  });

  router.post('/:id/release', async (request, response) => {
    await takeover.release(await staffOf(request));
    response.json({ released: true });
  });

  return router;
}

/** Queues a reply once, and settles the draft that it stands for. @throws Conflict when the draft is settled already */
async function queueReply(
  { drafts, outbox }: Pick<Records, 'drafts' | 'outbox'>,
  by: { conversationId: string; staffId: string; reply: z.infer<typeof Reply> },
): Promise<string> {
  const { conversationId, staffId, reply } = by;
  const send: NewSend = {
    conversationId,
    dedupeKey: `staff/${conversationId}/${reply.idempotency_key}`,
    purpose: 'staff',
    text: cleanText(reply.text),
    sources: [],
    turnId: null,
    staffId,
  };
  const { draft_id: draftId } = reply;
  if (draftId === undefined) return outbox.queue(send);
  return demandDone(await drafts.reply({ draftId, staffId, send })).sendId;
}
