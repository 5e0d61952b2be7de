import { json, Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { cleanText, type InboundMessage } from '../../domain/message.ts';
import type { ChatSession, ChatTokens } from '../../ports/chat-tokens.ts';
import { RecordNotFound, WebhookRejected } from '../../ports/errors.ts';
import type { Records } from '../../ports/records.ts';
import { countRefusals } from '../count-refusals.ts';
import type { Deliver } from '../deliver.ts';
import { readAs } from '../read-as.ts';

/** What a resident writes. */
export const Message = z.object({
  text: z.string().max(20_000),
  message_id: z.string().min(8).max(100),
});
/** Since where. */
export const After = z.object({ after: z.coerce.number().int().min(0).default(0) });

const WELCOME = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
};

/** `/chat/messages`: the web chat. Opens only with a signed token that has not expired. */
export function webChatRoutes({
  deliver,
  records: { inbox, conversations },
  chatTokens,
}: {
  deliver: Deliver;
  records: Pick<Records, 'inbox' | 'conversations'>;
  chatTokens: ChatTokens | null;
}): Router {
  const router = Router();

  const open = async (request: Request): Promise<ChatSession> => {
    if (!chatTokens) throw new RecordNotFound('the web chat is closed here');
    const token = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1] ?? '';
    const verdict = await chatTokens.verify(token);
    if (verdict.kind === 'refused') throw new WebhookRejected(`chat token: ${verdict.problem}`);
    return verdict.session;
  };

  // The page is the portal's, of another origin. The token lets in and no cookie does, so any page may ask.
  router.use((_request, response, next) => {
    response.set('access-control-allow-origin', '*');
    next();
  });
  router.options('/messages', (_request, response) => {
    response.set(WELCOME).sendStatus(204);
  });

  const readBody = json({ limit: '64kb' });
  const demandToken: RequestHandler = async (request, _response, next) => {
    await open(request); // before a byte of the body is read
    next();
  };
  const take: RequestHandler = async (request, response) => {
    const session = await open(request);
    const { text, message_id: messageId } = readAs(Message, request.body);
    const committed = await deliver(messageOf(session, { text, messageId }));
    response.status(202).json({
      conversation_id: committed.conversationId,
      message_id: committed.messageId,
    });
  };
  const refused = countRefusals(() => 'web-chat');
  router.post('/messages', demandToken, readBody, take, refused);

  router.get('/messages', async (request, response) => {
    const session = await open(request);
    const { after } = readAs(After, request.query);
    const message = messageOf(session, { text: '', messageId: '' });
    const { conversationId } = await inbox.findSender(message);
    if (!conversationId) response.json({ lines: [], events: [], isSettled: true });
    else response.json(await conversations.view({ conversationId, after, reader: 'resident' }));
  });

  return router;
}

function messageOf(session: ChatSession, by: { text: string; messageId: string }): InboundMessage {
  return {
    channel: 'web-chat',
    providerMessageId: `${session.residentId}/${by.messageId}`,
    from: { kind: 'portal_user', value: session.residentId },
    assurance: 'session',
    residentId: session.residentId,
    propertyId: session.propertyId,
    kind: 'text',
    text: cleanText(by.text),
    sentAt: new Date().toISOString(),
  };
}
