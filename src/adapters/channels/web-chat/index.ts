import type { Channel } from '../../../ports/channel.ts';

/**
 * The chat in the browser: people fetch our messages themselves, so a message is sent as soon as its row is there.
 * They write to us through a door of our own (the API's), hence no `receive`.
 */
export function createWebChatChannel(): Channel {
  return {
    name: 'web-chat',
    windowMs: null,
    hasOptOut: false,
    async send({ sendId }) {
      // Made from the send's own id, so that sending it again names the same message.
      return { providerMessageId: `web-chat:${sendId}` };
    },
  };
}
