import { isAssured } from '../domain/identity.ts';
import { ENDED_STATES } from '../domain/maintenance-request.ts';
import type { Outcome } from '../domain/outcome.ts';
import { statusKey } from '../domain/request-text.ts';
import type { ConversationFacts } from '../ports/conversations.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import { writeAbout, type NewsRoom } from './request-news.ts';

/** What residents ask about how their requests stand. */
export function createRequestStatusActivities(house: NewsRoom) {
  return {
    /** Says how the person's open requests stand, from the rows that the platform's sync keeps. */
    readStatus: (by: Part) => readStatus(house, by),
  };
}

interface Part {
  turnId: string;
  conversationId: string;
  part: number;
}

async function readStatus(house: NewsRoom, by: Part): Promise<Outcome> {
  const { turnId, conversationId, part } = by;
  const { conversations } = house.records;
  const conversation = await conversations.find(conversationId);
  if (!conversation) throw new RecordNotFound(`no conversation ${conversationId}`);
  const open = await openRequestsOf(house, conversation);
  if (open.length === 0) return { kind: 'nothing-open' };
  const { language } = conversation;
  const lines = await Promise.all(
    open.map((row) => writeAbout(house, { row, key: statusKey(row.state), language })),
  );
  await conversations.savePart({ turnId, part, text: lines.join('\n') });
  return { kind: 'answered', part };
}

/** All that the person has open, by whatever door it came; whoever is not known to be them sees this conversation's. */
async function openRequestsOf(
  { records: { maintenanceRequests } }: NewsRoom,
  { conversationId, personId, assurance }: ConversationFacts,
): Promise<MaintenanceRequestRow[]> {
  const rows = isAssured(assurance, 'channel')
    ? await maintenanceRequests.listOfPerson(personId)
    : await maintenanceRequests.listOfConversation(conversationId);
  return rows.filter(({ state }) => !ENDED_STATES.includes(state));
}

export type RequestStatusActivities = ReturnType<typeof createRequestStatusActivities>;
