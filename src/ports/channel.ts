import { ProviderRejected } from './errors.ts';
import type { ChannelName, InboundMessage } from '../domain/message.ts';
import type { Source } from '../domain/document.ts';

/** A provider's request as it arrived: exact bytes, since signatures are over bytes. */
export interface WebhookRequest {
  body: Buffer;
  header(name: string): string | undefined;
}

/** A change of a message that we had sent. */
export interface DeliveryStatus {
  /** Our send's id where the provider echoes it, else null. */
  sendId: string | null;
  providerMessageId: string;
  state: 'sent' | 'delivered' | 'read' | 'failed';
  failureCode: string | null;
}

/** What a provider's webhook held. */
export interface Received {
  messages: InboundMessage[];
  statuses: DeliveryStatus[];
  /** How many entries were of kinds that carry nothing for us. */
  ignored: number;
}

/** One message to one person. */
export interface OutgoingMessage {
  sendId: string;
  /** The address as the channel writes it. */
  to: string;
  text: string;
  sources: Source[];
}

/** A way to reach people and to be reached. */
export interface Channel {
  readonly name: ChannelName;
  /** How long after a resident's message free text may be sent; null: always. */
  readonly windowMs: number | null;
  /** Whether STOP and START are commands here. */
  readonly hasOptOut: boolean;
  /** Whose public documents somebody may be told of who belongs to no property yet, where the door says so. */
  readonly organisationId?: string;
  /** Answers a provider's handshake; null when the request is none, or when the channel has no handshake. */
  handshake?(query: Record<string, unknown>): string | null;
  /**
   * Verifies and parses a webhook. Absent where people reach us by a door of our own.
   * @throws WebhookRejected, WebhookUnreadable
   */
  receive?(request: WebhookRequest): Received;
  /**
   * Hands one message to the provider; resolves with the provider's id once it was accepted.
   * @throws ProviderRejected, ProviderRateLimited, ProviderUnauthorized and ProviderUnavailable (not sent),
   * ProviderAmbiguous (may have been sent)
   */
  send(message: OutgoingMessage): Promise<{ providerMessageId: string }>;
}

/** The channels that are configured, by name. */
export type Channels = Partial<Record<ChannelName, Channel>>;

/** How a row leaves the house: by the channel it belongs to. */
export interface Carrier {
  windowMs(channel: ChannelName): number | null;
  deliver(channel: ChannelName, message: OutgoingMessage): Promise<{ providerMessageId: string }>;
}

/** The carrier over the channels that are configured; a message for a closed channel is refused, and its row says so. */
export function carrierOf(channels: Channels): Carrier {
  return {
    windowMs: (channel) => channels[channel]?.windowMs ?? null,
    async deliver(channel, message) {
      const open = channels[channel];
      if (!open) throw new ProviderRejected(`channel ${channel} is not configured`);
      return open.send(message);
    },
  };
}
