import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/domain/business-hours.ts';
import type { Scope } from '../../src/domain/document.ts';
import type { Channels } from '../../src/ports/channel.ts';
import { defaultPack } from '../unit/domain/default-pack.ts';
import { startReadingHouse, type ReadingHouse } from './reading-house.ts';
import { aNewRequest } from './records/request-records.ts';

// What a turn may read for whom, and what it reads in signs.

let house: ReadingHouse;
beforeAll(async () => {
  house = await startReadingHouse();
});
afterAll(() => house.stop());

const NO_WORDS = defaultPack.texts['no-words']?.en;

describe('somebody who belongs to no property', () => {
  const settings = (propertyId: string, organisationId: string) => ({
    propertyId,
    organisationId,
    name: propertyId,
    calendar: calendarOf({ pack: defaultPack, zone: 'UTC' }),
    contacts: {
      emergency: '911',
      gasUtility: 'the gas company',
      crisisLine: '988',
      onCallName: 'The on-call team',
      onCall: [],
      managers: [],
    },
    rollout: { phase: 'writes' as const, skills: {}, stopped: [] },
  });
  const organisation = (id: string): Scope => ({ kind: 'organisation', id });

  it('is told what is public in the only organisation, or in the one of the number, or nothing', async () => {
    const ask = async (channels: Channels = {}) => {
      await house.somebody().says('Are checks taken?', channels);
      return house.searched.at(-1);
    };
    expect(await ask()).toEqual([]);
    await house.records.properties.save(settings('elm-house', 'elm-group'));
    expect(await ask()).toEqual([organisation('elm-group')]);
    await house.records.properties.save(settings('oak-house', 'oak-group'));
    expect(await ask()).toEqual([]);
    const send = async () => ({ providerMessageId: 'none' });
    const number = { name: 'whatsapp', windowMs: null, hasOptOut: true, send } as const;
    const channels = { whatsapp: { ...number, organisationId: 'oak-group' } };
    expect(await ask(channels)).toEqual([organisation('oak-group')]);
  });

  it('is told what is public in the property that a number stands for', async () => {
    await house.records.properties.save(settings('elm-house', 'elm-group'));
    await house.somebody({ propertyId: 'elm-house' }).says('Are checks taken?');
    expect(house.searched.at(-1)).toEqual([
      { kind: 'property', id: 'elm-house' },
      organisation('elm-group'),
    ]);
  });
});

describe('a message of signs alone', () => {
  const KIM = { channel: 'portal', residentId: 'kim', assurance: 'channel' } as const;

  it('answers the one question that is open', async () => {
    const kim = house.somebody(KIM);
    const { conversationId } = await kim.write('The sink is blocked');
    const row = await house.records.maintenanceRequests.create(aNewRequest({ conversationId }));
    const { requestId } = row.request;
    await house.records.maintenanceRequests.change(requestId, { question: 'confirm-request' });
    const answerOf = async (text: string) => (await kim.says(text)).decisions;
    const reply = { kind: 'reply-to-question', questionId: requestId };
    expect(await answerOf('👍🏽')).toMatchObject([{ ...reply, answer: { kind: 'yes' } }]);
    expect(await answerOf('❌')).toMatchObject([{ ...reply, answer: { kind: 'no' } }]);
    expect((await kim.says('👍👎')).words).toEqual([NO_WORDS]);

    const other = await house.records.maintenanceRequests.create(aNewRequest({ conversationId }));
    await house.records.maintenanceRequests.change(other.request.requestId, {
      question: 'completed',
    });
    expect((await kim.says('👍')).words).toEqual([NO_WORDS]); // nobody can tell which it means
    await house.records.maintenanceRequests.change(requestId, { state: 'dropped' });
    await house.records.maintenanceRequests.change(other.request.requestId, { state: 'closed' });
  });

  it('is thanked for thanks, and asked for words otherwise; nobody is called for it', async () => {
    const lou = house.somebody({ ...KIM, residentId: 'lou' });
    expect((await lou.says('🙏')).decisions).toMatchObject([
      { kind: 'small-talk', topic: 'thanks' },
    ]);
    expect((await lou.says('👍')).decisions).toMatchObject([
      { kind: 'small-talk', topic: 'thanks' },
    ]);
    const noWords = defaultPack.texts['no-words']?.es; // Lou's language
    for (const text of ['🤷', '', '...', '😀🔑']) {
      expect((await lou.says(text)).words, text).toEqual([noWords]);
    }
  });
});
