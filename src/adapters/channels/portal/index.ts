import type { Channel } from '../../../ports/channel.ts';

/**
 * The resident portal's door: the portal fetches our messages itself, so a message is sent as soon as its row is there.
 * It writes to us through the API, hence no `receive`.
 */
export function createPortalChannel(): Channel {
  return {
    name: 'portal',
    windowMs: null,
    hasOptOut: false,
    async send({ sendId }) {
      // Made from the send's own id, so that sending it again names the same message.
      return { providerMessageId: `portal:${sendId}` };
    },
  };
}
