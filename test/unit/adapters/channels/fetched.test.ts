import { describe, expect, it } from 'vitest';
import { createPortalChannel } from '../../../../src/adapters/channels/portal/index.ts';
import { createWebChatChannel } from '../../../../src/adapters/channels/web-chat/index.ts';

describe.each([
  ['web-chat', createWebChatChannel()],
  ['portal', createPortalChannel()],
])('channel that people fetch from: %s', (name, channel) => {
  const message = { sendId: 'send-1', to: 'resident-7', text: 'Hello.', sources: [] };

  it('goes by its name, is always open, and has no commands and no webhook', () => {
    expect(channel).toMatchObject({ name, windowMs: null, hasOptOut: false });
    expect(channel).not.toHaveProperty('receive');
    expect(channel).not.toHaveProperty('handshake');
  });

  it('takes every message, under an id that repeating it does not change', async () => {
    const first = await channel.send(message);
    expect(await channel.send(message)).toEqual(first);
    const other = await channel.send({ ...message, sendId: 'send-2' });
    expect(other.providerMessageId).not.toBe(first.providerMessageId);
  });
});
