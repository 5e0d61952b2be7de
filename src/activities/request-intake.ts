import type { MissingFact } from '../domain/decision.ts';
import { factToAsk, withAsked } from '../domain/intake.ts';
import { ENDED_STATES, isMissingFact } from '../domain/maintenance-request.ts';
import type { RequestQuestion } from '../domain/maintenance-request.ts';
import type { House } from './house.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import { findRequest, tellResident, type NewsRoom } from './request-news.ts';
import { intakeOf } from './request-told.ts';

/** What intake asks by itself. */
export function createRequestIntakeActivities(house: NewsRoom) {
  return {
    /** Asks for the first fact that nobody has told, once; nothing when all is known or another question stands. */
    askIntake: (by: { requestId: string }) => askIntake(house, by),
  };
}

async function askIntake(house: NewsRoom, { requestId }: { requestId: string }): Promise<void> {
  const row = await findRequest(house, requestId);
  if (!row.conversationId || ENDED_STATES.includes(row.state)) return;
  const pack = await house.policyPacks.pinned({
    version: row.packVersion,
    propertyId: row.propertyId,
  });
  // An attempt before this one has written the question and may not have told it.
  const fact = isMissingFact(row.question) ? row.question : factToAsk(pack, intakeOf(row));
  if (!fact || (await askFact(house, { row, fact })) !== fact) return;
  const asking = { ...row, question: fact };
  await tellResident(house, { row: asking, key: `ask-${fact}`, once: `intake/${fact}` });
}

/** Writes down that a fact is asked for, unless another question stands; answers the question that stands. */
export function askFact(
  { records: { maintenanceRequests } }: Pick<House, 'records'>,
  { row, fact }: { row: MaintenanceRequestRow; fact: MissingFact },
): Promise<RequestQuestion | null> {
  const { requestId, facts } = row;
  return maintenanceRequests.ask({ requestId, question: fact, facts: withAsked(facts, fact) });
}

export type RequestIntakeActivities = ReturnType<typeof createRequestIntakeActivities>;
