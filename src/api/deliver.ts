import type { DangerFinding, DangerFloor, DangerRules } from '../domain/danger.ts';
import { apartDangers, safetyText } from '../domain/danger.ts';
import { toldLanguage } from '../domain/language.ts';
import { consentKeyword, type InboundMessage } from '../domain/message.ts';
import { safetyContacts } from '../domain/property.ts';
import { renderText } from '../domain/texts.ts';
import type { Channels } from '../ports/channel.ts';
import type { AnsweredDanger, CommittedMessage, Delivery, Inbox, Sender } from '../ports/inbox.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Properties } from '../ports/properties.ts';
import { logger } from '../logger.ts';
import { messagesAccepted } from '../metrics.ts';
import type { Wake } from './wake.ts';

/** Makes a message safe, then wakes its conversation. Resolves once the message is a committed row. */
export type Deliver = (message: InboundMessage) => Promise<CommittedMessage>;

/** What delivery needs; neither a model nor a platform nor Temporal is among it. */
export interface DeliverOptions {
  inbox: Inbox;
  properties: Properties;
  policyPacks: PolicyPacks;
  /** The floor of a property's rules, compiled once. */
  floorOf: (rules: DangerRules) => DangerFloor;
  channels: Channels;
  /** Sends a row at once; never throws. */
  send: (sendId: string) => Promise<void>;
  wake: Wake;
}

/**
 * The door's one way in: looks for danger in the raw text, commits the message with its safety text, sends that at
 * once, then wakes the conversation without anyone waiting for it.
 */
export function createDeliver(options: DeliverOptions): Deliver {
  const { inbox, wake, send } = options;
  return async (message) => {
    const sender = spokenBy(await inbox.findSender(message), message);
    const [danger = null, ...otherDangers] = await dangersOf(message, { ...options, sender });
    const committed = await inbox.commit({
      message,
      language: sender.language,
      danger,
      otherDangers,
      consent: consentOf(message, { ...options, sender }),
    });
    const { messageId, conversationId, isNew } = committed;
    if (isNew) messagesAccepted.inc({ channel: message.channel });
    const hazards = [danger, ...otherDangers].flatMap((each) => each?.finding.hazard ?? []);
    logger.info({ messageId, conversationId, isNew, hazards }, 'message received');
    for (const sendId of committed.sendIds) void send(sendId);
    void wake(committed);
    return committed;
  };
}

/** Whether the rule floor finds a danger in a message that nobody has taken yet. */
export function createTellsOfDanger(
  options: Pick<DeliverOptions, 'inbox' | 'properties' | 'policyPacks' | 'floorOf'>,
): (message: InboundMessage) => Promise<boolean> {
  return async (message) => {
    const { propertyId } = await options.inbox.findSender(message);
    return findingsOf(message, { ...options, propertyId }).length > 0;
  };
}

/** The sender as they write now: whoever writes Spanish is answered in Spanish, whatever the platform says of them. */
function spokenBy(sender: Sender, { text }: InboundMessage): Sender {
  return { ...sender, language: toldLanguage(text) ?? sender.language };
}

/** The dangers that each deserve a warning of their own, worst first. */
function findingsOf(
  { text }: InboundMessage,
  by: Pick<DeliverOptions, 'floorOf' | 'policyPacks'> & { propertyId: string | null },
): readonly DangerFinding[] {
  const { dangerRules } = by.policyPacks.current(by.propertyId);
  return apartDangers(by.floorOf(dangerRules)(text));
}

async function dangersOf(
  message: InboundMessage,
  { floorOf, policyPacks, properties, sender }: DeliverOptions & { sender: Sender },
): Promise<AnsweredDanger[]> {
  const { propertyId, language } = sender;
  const pack = policyPacks.current(propertyId);
  const findings = findingsOf(message, { floorOf, policyPacks, propertyId });
  if (findings.length === 0) return [];
  const property = propertyId ? await properties.find(propertyId) : null;
  const contacts = safetyContacts(property);
  return findings.map((finding) => {
    const { say } = safetyText({ hazard: finding.hazard, language, pack, contacts });
    return { finding, safetyText: say };
  });
}

function consentOf(
  message: InboundMessage,
  { channels, policyPacks, sender }: DeliverOptions & { sender: Sender },
): Delivery['consent'] {
  const kind = channels[message.channel]?.hasOptOut ? consentKeyword(message.text) : null;
  if (!kind) return null;
  const { propertyId, language } = sender;
  const pack = policyPacks.current(propertyId);
  const key = kind === 'stop' ? 'stop-confirmed' : 'start-confirmed';
  return { kind, confirmation: renderText({ pack, key, language }) };
}
