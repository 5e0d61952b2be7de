import { createHash } from 'node:crypto';
import { json, Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { cleanText } from '../../domain/message.ts';
import { countRefusals } from '../count-refusals.ts';
import type { Deliver } from '../deliver.ts';
import { readAs } from '../read-as.ts';
import { demandSecret } from '../secret.ts';

const id = z.string().trim().min(1).max(100);

/** What a resident portal posts. */
export const ResidentMessage = z.object({
  resident_id: id,
  property_id: id,
  message_text: z.string().max(20_000),
  channel: z.enum(['portal', 'web-chat']).default('portal'),
});

/** `POST /webhook/resident-message`: the portal's own door. 202 with the conversation's id once the message is a row. */
export function residentPortalRoutes({
  deliver,
  webhookSecret,
}: {
  deliver: Deliver;
  webhookSecret: string | undefined;
}): Router {
  const router = Router();
  const demandPortal: RequestHandler = (request, _response, next) => {
    demandSecret(request, webhookSecret); // before a byte of the body is read
    next();
  };
  const take: RequestHandler = async (request, response) => {
    const posted = readAs(ResidentMessage, request.body);
    const key = request.get('idempotency-key') ?? crypto.randomUUID();
    const { conversationId, messageId, position } = await deliver({
      channel: posted.channel,
      providerMessageId: createHash('sha256').update(`${posted.resident_id}|${key}`).digest('hex'),
      from: { kind: 'portal_user', value: posted.resident_id },
      assurance: 'channel',
      residentId: posted.resident_id,
      propertyId: posted.property_id,
      kind: 'text',
      text: cleanText(posted.message_text),
      sentAt: new Date().toISOString(),
    });
    response.status(202).json({ conversation_id: conversationId, message_id: messageId, position });
  };
  const refused = countRefusals(() => 'portal');
  router.post('/resident-message', demandPortal, json({ limit: '64kb' }), take, refused);
  return router;
}
