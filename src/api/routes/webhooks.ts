import { raw, Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { RecordNotFound, WebhookUnreadable } from '../../ports/errors.ts';
import type { Channel, Channels } from '../../ports/channel.ts';
import type { Inbox } from '../../ports/inbox.ts';
import type { Outbox } from '../../ports/outbox.ts';
import { logger } from '../../logger.ts';
import { countRefusals } from '../count-refusals.ts';
import type { Deliver } from '../deliver.ts';
import { NotAllowed } from '../errors.ts';
import { readAs } from '../read-as.ts';
import type { RingUnreadable } from '../unreadable-alarm.ts';

const Params = z.object({ channel: z.enum(['whatsapp', 'web-chat', 'portal']) });

/** `/webhooks/:channel`: providers knock here. Answers 200 once every message is a committed row. */
export function webhookRoutes({
  channels,
  deliver,
  inbox,
  outbox,
  ringUnreadable,
}: {
  channels: Channels;
  deliver: Deliver;
  inbox: Inbox;
  outbox: Outbox;
  ringUnreadable: RingUnreadable;
}): Router {
  const router = Router();
  const open = (params: unknown): WebhookChannel => {
    const channel = channels[readAs(Params, params).channel];
    if (!channel || !hasWebhook(channel)) {
      throw new RecordNotFound('this channel has no webhook here');
    }
    return channel;
  };

  router.get('/:channel', (request, response) => {
    const challenge = open(request.params).handshake?.(request.query) ?? null;
    if (challenge === null) throw new NotAllowed('The verify token does not match.');
    response.type('text/plain').send(challenge);
  });

  const demandChannel: RequestHandler = (request, _response, next) => {
    open(request.params); // before a byte of the body is read
    next();
  };
  // Meta batches up to 3 MB (reference: channels, section 1.4).
  const readBody = raw({ type: () => true, limit: '4mb' });
  const take: RequestHandler = async (request, response) => {
    const channel = open(request.params);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    try {
      const { messages, statuses, ignored } = channel.receive({
        body,
        header: (name) => request.get(name),
      });
      for (const message of messages) await deliver(message);
      for (const status of statuses) await outbox.recordStatus(status);
      if (ignored > 0) logger.info({ channel: channel.name, ignored }, 'webhook entries ignored');
    } catch (error) {
      if (!(error instanceof WebhookUnreadable)) throw error;
      await inbox.keepUnreadable({ channel: channel.name, body });
      await ringUnreadable(channel.name);
      logger.error({ channel: channel.name }, 'signed webhook cannot be read, kept as it came');
    }
    response.sendStatus(200);
  };
  const refused = countRefusals(({ params }) => {
    const known = Object.values(channels).filter(hasWebhook);
    return known.find(({ name }) => name === params['channel'])?.name ?? 'other';
  });
  router.post('/:channel', demandChannel, readBody, take, refused);

  return router;
}

type WebhookChannel = Channel & Required<Pick<Channel, 'receive'>>;

const hasWebhook = (channel: Channel): channel is WebhookChannel => channel.receive !== undefined;
