import type { Decision } from '../domain/decision.ts';
import { ENDED_STATES } from '../domain/maintenance-request.ts';
import type { Outcome } from '../domain/outcome.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import { ringManagers } from './request-news.ts';
import { accessSaid, changeOrder, takeUp, type ToldNeeds } from './request-told.ts';

/** What residents change about their open requests without being asked. */
export function createRequestChangeActivities(house: ToldNeeds) {
  return {
    /** Adds what a resident tells to their open request, at the platform too. */
    addToRequest: (by: Changing<'add-to-request'>) => addToRequest(house, by),
    /** Ends a request that its resident no longer needs; asks first when another may be meant. */
    cancelRequest: (by: Changing<'cancel-request'>) => cancelRequest(house, by),
  };
}

interface Changing<Kind extends Decision['kind']> {
  turnId: string;
  conversationId: string;
  decision: Extract<Decision, { kind: Kind }>;
}

async function addToRequest(house: ToldNeeds, by: Changing<'add-to-request'>): Promise<Outcome> {
  const { turnId, decision } = by;
  const own = await ownRequests(house, by);
  const row = own.find(({ requestId }) => requestId === decision.requestId) ?? own[0];
  if (!row) return { kind: 'nothing-open' };
  const { requestId } = row;
  const { part, circumstances } = decision;
  const { access, detail } = await accessSaid(house, { turnId, part });
  const told = { words: detail || null, access, circumstances };
  const { class: now } = await takeUp(house, { row, told, once: `${turnId}/${part}` });
  return { kind: now === row.class ? 'request-joined' : 'request-raised', requestId };
}

async function cancelRequest(house: ToldNeeds, by: Changing<'cancel-request'>): Promise<Outcome> {
  const { turnId, decision } = by;
  const own = await ownRequests(house, by);
  // An attempt before this one has chosen already.
  const chosen = own.find(({ facts }) => facts['cancelledBy'] === turnId);
  const named = own.find(({ requestId }) => requestId === decision.requestId);
  const [latest, ...others] = own;
  if (!latest) return { kind: 'nothing-open' };
  const row = chosen ?? named ?? (others.length === 0 ? latest : null);
  if (row) return cancel(house, { row, turnId });
  const { requestId } = latest;
  await house.records.maintenanceRequests.change(requestId, { question: 'cancel' });
  return { kind: 'cancel-to-confirm', requestId };
}

/**
 * Ends a request for its resident. An emergency, or work that has begun, is not ended by a message: staff are rung and
 * decide. What was marked done is answered for as done.
 */
export async function cancel(
  house: ToldNeeds,
  { row, turnId }: { row: MaintenanceRequestRow; turnId: string },
): Promise<Outcome> {
  const { requestId, state } = row;
  const { processes, records } = house;
  if (state === 'awaiting-completion-check') {
    const yes = { question: 'completed', answer: { kind: 'yes' } } as const;
    await processes.tellResidentAnswered({ requestId, messageId: turnId, ...yes });
    await records.maintenanceRequests.takeQuestion({ requestId, turnId });
    return { kind: 'question-answered', requestId, question: 'completed' };
  }
  // Safety: a message taken for "never mind" must not call off help.
  if (row.class === 'P0' || row.class === 'P1' || state === 'in-progress') {
    const headline = 'the resident says that it is no longer needed. A person must decide.';
    await ringManagers(house, { row, step: 'cancel-asked', headline });
    const note = 'The resident says that it is no longer needed.';
    await changeOrder(house, { row, change: { note }, once: 'cancel-asked' });
    return { kind: 'cancel-left-to-person', requestId };
  }
  await records.maintenanceRequests.change(requestId, { facts: { cancelledBy: turnId } });
  await processes.tellRequestCancelled({ requestId, by: 'resident' });
  if (state === 'vendor-assigned' || state === 'scheduled') {
    const headline = 'the resident has cancelled it; a vendor was chosen already.';
    await ringManagers(house, { row, step: 'cancelled', headline });
  }
  return { kind: 'request-cancelled', requestId };
}

/**
 * The person's open requests, latest first; the one that was named may stand in another conversation of theirs. One that
 * this turn has cancelled is still among them.
 */
async function ownRequests(
  { records: { conversations, maintenanceRequests } }: ToldNeeds,
  { conversationId, turnId, decision }: { conversationId: string; turnId: string; decision: Named },
): Promise<MaintenanceRequestRow[]> {
  const conversation = await conversations.find(conversationId);
  if (!conversation) throw new RecordNotFound(`no conversation ${conversationId}`);
  const { requestId } = decision;
  const named = requestId ? await maintenanceRequests.find(requestId) : null;
  const { residentId } = conversation;
  const here = await maintenanceRequests.listOfConversation(conversationId);
  const theirs = named && residentId && named.residentId === residentId ? [named] : [];
  const all = new Map([...here, ...theirs].map((row) => [row.requestId, row]));
  return [...all.values()]
    .filter(({ state, facts }) => !ENDED_STATES.includes(state) || facts['cancelledBy'] === turnId)
    .toSorted((one, other) => other.openedAt.localeCompare(one.openedAt));
}

interface Named {
  requestId: string | null;
}

export type RequestChangeActivities = ReturnType<typeof createRequestChangeActivities>;
