import { expect, it } from 'vitest';
import { aConversation, startHouseRecords } from './house-records.ts';

it('narrows a pile down by channel, language, reason and how long it has waited', async () => {
  const records = await startHouseRecords();
  const { conversationId } = await aConversation(records, {
    propertyId: 'elm-house',
    channel: 'portal',
  });
  await records.handOffs.open({
    handOffId: 'hand-off-filtered',
    conversationId,
    propertyId: 'elm-house',
    reason: 'asked-for-person',
    openedAt: '2026-11-23T12:00:00.000Z',
    warnAt: '2026-11-23T12:15:00.000Z',
    breachAt: '2026-11-23T12:30:00.000Z',
  });
  const any = {
    propertyId: null,
    channel: null,
    language: null,
    reason: null,
    waitingSince: null,
    offset: 0,
  };
  const by = { ...any, staffId: 'theo', propertyIds: ['elm-house'], queue: 'all' as const };
  const has = async (filter: Partial<Parameters<typeof records.deskInbox.list>[0]>) =>
    (await records.deskInbox.list({ ...by, ...filter })).length === 1;
  expect(await has({ channel: 'portal', language: 'en', reason: 'asked-for-person' })).toBe(true);
  expect(await has({ channel: 'whatsapp' })).toBe(false);
  expect(await has({ language: 'es' })).toBe(false);
  expect(await has({ reason: 'language' })).toBe(false);
  expect(await has({ waitingSince: '2026-11-23T12:00:00.000Z' })).toBe(true);
  expect(await has({ waitingSince: '2026-11-23T11:59:59.000Z' })).toBe(false);
  await records.stop();
});
