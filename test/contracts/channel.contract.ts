import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  carrierOf,
  type Channel,
  type OutgoingMessage,
  type WebhookRequest,
} from '../../src/ports/channel.ts';
import {
  ProviderAmbiguous,
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
  WebhookRejected,
  WebhookUnreadable,
} from '../../src/ports/errors.ts';

/** A way in which a provider can fail a send. */
export type ProviderTrouble =
  | 'asks-to-slow-down'
  | 'server-error'
  | 'bad-credentials'
  | 'refuses'
  | 'cuts-the-line'
  | 'never-answers'
  | 'answers-nonsense';

/** A channel, an address that it can write to, and nothing more. */
export interface ChannelUnderTest {
  channel: Channel;
  address: string;
  close(): Promise<void>;
}

/** A channel that is told by webhooks, with a stand-in for its provider, and what the suite may know of both. */
export interface ProviderChannelUnderTest extends ChannelUnderTest {
  channel: Channel & Required<Pick<Channel, 'receive'>>;
  /** The same channel with nobody at the other end. */
  unreachable: Channel;
  /** Signs bytes as the provider does. */
  sign(body: Buffer): WebhookRequest;
  /** The same bytes under another secret, cut short, in another case, without any signature, ... */
  forgeries(body: Buffer): WebhookRequest[];
  webhooks: {
    oneMessage: { body: Buffer; providerMessageId: string; text: string };
    /** Nothing but our own messages, echoes, reactions and notices. */
    nothingForUs: Buffer;
    /** Readable messages around some that are not. */
    withBadOnes: { body: Buffer; providerMessageIds: string[]; bad: number };
  };
  nextSend(trouble: ProviderTrouble): void;
  /** What the provider took, as it shows the words to the person. */
  taken(): { sendId: string | undefined; text: string }[];
}

const messageTo = (address: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  sendId: 'send-1',
  to: address,
  text: 'We have told the lift company.',
  sources: [],
  ...changes,
});

/** What every channel owes, whoever carries its messages. */
function channelContract(name: string, make: () => Promise<ChannelUnderTest>): void {
  describe(`channel: ${name}`, () => {
    let subject: ChannelUnderTest;

    beforeAll(async () => {
      subject = await make();
    });
    afterAll(() => subject.close());

    it('goes by a name that its house finds it under, and is open always or for a time', async () => {
      const { channel, address } = subject;
      const { windowMs, hasOptOut } = channel;
      expect(windowMs === null || windowMs > 0).toBe(true);
      expect(typeof hasOptOut).toBe('boolean');
      const carrier = carrierOf({ [channel.name]: channel });
      expect(carrier.windowMs(channel.name)).toBe(windowMs);
      await expect(
        carrier.deliver(channel.name, messageTo(address, { sendId: 'send-carried' })),
      ).resolves.toMatchObject({ providerMessageId: expect.stringMatching(/./) });
    });

    it('names each message that it took by an id of its own', async () => {
      const { channel, address } = subject;
      const ids: string[] = [];
      for (const sendId of ['send-a', 'send-b', 'send-c']) {
        const { providerMessageId } = await channel.send(messageTo(address, { sendId }));
        ids.push(providerMessageId);
      }
      expect(new Set(ids).size).toBe(3);
      expect(ids).not.toContain('');
    });

    // Promise 1: an answer is as long as its passage, and in anybody's script.
    it.each([
      ['of four thousand characters', 'quiet hours '.repeat(333)],
      ['of several lines', 'First.\n\nSecond.'],
      ['in another script and with signs', 'Здравствуйте 👋 ‏שלום‏ مرحبا'],
    ])('takes a message %s', async (_what, text) => {
      const { channel, address } = subject;
      await expect(channel.send(messageTo(address, { text }))).resolves.toMatchObject({
        providerMessageId: expect.stringMatching(/./),
      });
    });

    it('takes no question about a handshake for one where it has none', () => {
      expect(subject.channel.handshake?.({}) ?? null).toBeNull();
    });
  });
}

/** What a channel owes whose messages people fetch from us, and who write by a door of our own. */
export function fetchedChannelContract(name: string, make: () => Promise<ChannelUnderTest>): void {
  channelContract(name, make);
  describe(`channel that people fetch from: ${name}`, () => {
    it('is always open, and has no commands and no webhook', async () => {
      const subject = await make();
      const { channel } = subject;
      expect(channel).toMatchObject({ windowMs: null, hasOptOut: false });
      expect(channel).not.toHaveProperty('receive');
      expect(channel).not.toHaveProperty('handshake');
      await subject.close();
    });

    // Promise 2: what was found half sent may be sent again, since nobody but us carries it.
    it('names a message that is sent again as it did before', async () => {
      const subject = await make();
      const { channel, address } = subject;
      const message = messageTo(address);
      expect(await channel.send(message)).toEqual(await channel.send(message));
      await subject.close();
    });
  });
}

/** What every channel with a provider behind it owes, beside what every channel does. */
export function providerChannelContract(
  name: string,
  make: () => Promise<ProviderChannelUnderTest>,
): void {
  channelContract(name, make);
  describe(`channel with a provider: ${name}`, () => {
    let subject: ProviderChannelUnderTest;

    beforeAll(async () => {
      subject = await make();
    });
    afterAll(() => subject.close());

    const message = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage =>
      messageTo(subject.address, changes);
    const sending = async (trouble: ProviderTrouble): Promise<unknown> => {
      subject.nextSend(trouble);
      return subject.channel.send(message()).catch((error: unknown) => error);
    };

    it('hands on a signed message in our words', () => {
      const { body, providerMessageId, text } = subject.webhooks.oneMessage;
      const received = subject.channel.receive(subject.sign(body));
      expect(received.messages).toHaveLength(1);
      expect(received.messages[0]).toMatchObject({
        channel: subject.channel.name,
        providerMessageId,
        kind: 'text',
        text,
        residentId: null,
      });
    });

    it('keeps the id of a redelivered message', () => {
      const { body } = subject.webhooks.oneMessage;
      const first = subject.channel.receive(subject.sign(body));
      const second = subject.channel.receive(subject.sign(body));
      expect(second).toEqual(first);
    });

    // Protects against anybody who knows the address of the webhook.
    it('refuses a webhook whose signature does not hold', () => {
      for (const forged of subject.forgeries(subject.webhooks.oneMessage.body)) {
        expect(() => subject.channel.receive(forged)).toThrow(WebhookRejected);
      }
    });

    it('checks the signature before it reads anything', () => {
      const [forged] = subject.forgeries(Buffer.from('not json'));
      expect(forged).toBeDefined();
      if (forged) expect(() => subject.channel.receive(forged)).toThrow(WebhookRejected);
    });

    it('reports a signed webhook that nobody can parse, without its words', () => {
      const signed = subject.sign(Buffer.from('{"secret words of a resident'));
      const read = () => subject.channel.receive(signed);
      expect(read).toThrow(WebhookUnreadable);
      expect(read).not.toThrow(/resident/);
    });

    it('takes neither its own messages nor echoes, reactions and notices for a resident', () => {
      const received = subject.channel.receive(subject.sign(subject.webhooks.nothingForUs));
      expect(received.messages).toEqual([]);
      expect(received.ignored).toBeGreaterThan(0);
    });

    it('does not lose the good messages of a batch for a bad one', () => {
      const { body, providerMessageIds, bad } = subject.webhooks.withBadOnes;
      const received = subject.channel.receive(subject.sign(body));
      expect(received.messages.map((each) => each.providerMessageId)).toEqual(providerMessageIds);
      expect(received.ignored).toBe(bad);
    });

    it('hands a message to the provider with our id, and tells the provider’s id', async () => {
      const { providerMessageId } = await subject.channel.send(message({ sendId: 'send-42' }));
      expect(providerMessageId).not.toBe('');
      expect(subject.taken().at(-1)).toEqual({
        sendId: 'send-42',
        text: 'We have told the lift company.',
      });
    });

    it('says when it was asked to slow down, and for how long', async () => {
      const error = await sending('asks-to-slow-down');
      expect(error).toBeInstanceOf(ProviderRateLimited);
      expect(error).toMatchObject({ retryAfterMs: expect.any(Number) });
    });

    it('says that credentials were refused', async () => {
      expect(await sending('bad-credentials')).toBeInstanceOf(ProviderUnauthorized);
    });

    it('says that a message was refused, with the provider’s code', async () => {
      const error = await sending('refuses');
      expect(error).toBeInstanceOf(ProviderRejected);
      expect(error).toMatchObject({ code: expect.stringMatching(/./) });
    });

    // Promise 2: what may have gone out must not be sent again blindly.
    it.each<ProviderTrouble>([
      'server-error',
      'cuts-the-line',
      'never-answers',
      'answers-nonsense',
    ])('calls it open whether a message went out when the provider %s', async (trouble) => {
      expect(await sending(trouble)).toBeInstanceOf(ProviderAmbiguous);
    });

    it('knows that nothing went out when there was no connection', async () => {
      const sent = subject.unreachable.send(message());
      await expect(sent).rejects.toBeInstanceOf(ProviderUnavailable);
    });

    it('refuses an address that is none, and calls nobody', async () => {
      const before = subject.taken().length;
      const sent = subject.channel.send(message({ to: 'nobody at all' }));
      await expect(sent).rejects.toBeInstanceOf(ProviderRejected);
      expect(subject.taken()).toHaveLength(before);
    });
  });
}
