import { createPortalChannel } from '../../src/adapters/channels/portal/index.ts';
import { createWebChatChannel } from '../../src/adapters/channels/web-chat/index.ts';
import { fetchedChannelContract } from './channel.contract.ts';

const close = async (): Promise<void> => undefined;

fetchedChannelContract('web-chat', async () => ({
  channel: createWebChatChannel(),
  address: 'resident-7',
  close,
}));
fetchedChannelContract('portal', async () => ({
  channel: createPortalChannel(),
  address: 'resident-7',
  close,
}));
