import type { HandOverReason } from '../domain/decision.ts';
import type { Assurance } from '../domain/identity.ts';
import type { ChannelName } from '../domain/message.ts';
import type { PropertySettings } from '../domain/property.ts';
import { furthestPhase, rolloutFor, type Rollout } from '../domain/rollout.ts';
import type { House } from './house.ts';

type Needs = Pick<House, 'records' | 'channels'>;

// A resident of a property that is not set up here: public answers of the organisation only.
const UNPLACED: Rollout = { phase: 'answers', skills: {}, stopped: [] };
// A sender whom nobody knows has no property whose switches count: their level alone decides, so that they are asked.
const UNKNOWN: Rollout = { phase: 'writes', skills: {}, stopped: [] };

interface Conversation {
  conversationId: string;
  channel: ChannelName;
  assurance: Assurance;
  propertyId: string | null;
}

/** The switches that count for a conversation, read anew on every call: a stop acts on the next turn. */
export async function rolloutInForce(
  house: Needs,
  { conversationId, ...conversation }: Conversation,
): Promise<Rollout> {
  const { propertyId, assurance } = conversation;
  const property = propertyId ? await house.records.properties.find(propertyId) : null;
  const rollout = property?.rollout ?? (assurance === 'unknown' ? UNKNOWN : UNPLACED);
  const isOrganisationStopped = await isStopped(house, { ...conversation, property });
  return rolloutFor(conversationId, { rollout, isOrganisationStopped });
}

/** A turn that failed hands over before anything was judged; in shadow that is not announced either. */
export async function isSilentFailure(
  house: Needs,
  { conversation, reason }: { conversation: Conversation; reason: HandOverReason | null },
): Promise<boolean> {
  if (reason !== 'failed-turn') return false;
  return furthestPhase(await rolloutInForce(house, conversation)) === 'shadow';
}

/** Somebody of whom no organisation is known is not answered once all of them are stopped. */
async function isStopped(
  { channels, records: { properties, rollouts } }: Needs,
  { channel, property }: Pick<Conversation, 'channel'> & { property: PropertySettings | null },
): Promise<boolean> {
  const stopped = await rollouts.listStopped();
  if (stopped.length === 0) return false;
  const ours = property?.organisationId ?? channels[channel]?.organisationId;
  if (ours) return stopped.includes(ours);
  const all = (await properties.list()).map(({ organisationId }) => organisationId);
  return all.every((organisationId) => stopped.includes(organisationId));
}
