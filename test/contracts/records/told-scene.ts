import type { ToldNeeds } from '../../../src/activities/request-told.ts';
import { NO_ACCESS, type Access } from '../../../src/domain/access.ts';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import type { RequestQuestion } from '../../../src/domain/maintenance-request.ts';
import type {
  MaintenanceRequestRow,
  NewMaintenanceRequest,
} from '../../../src/ports/maintenance-requests.ts';
import type { Processes } from '../../../src/ports/processes.ts';
import type { Records } from '../../../src/ports/records.ts';
import { aRollout } from '../../builders.ts';
import { defaultPack, defaultPacks } from '../../unit/domain/default-pack.ts';
import { aConversation, aTurn } from './house-records.ts';
import { aNewRequest } from './request-records.ts';

/** A house over real records, of which only these processes are not real. */
export function aHouse(records: Records, processes: Processes): ToldNeeds {
  const property = {
    propertyId: 'elm-house',
    organisationId: 'org-1',
    name: 'Elm House',
    calendar: calendarOf({ pack: defaultPack, zone: 'America/Chicago' }),
    contacts: {
      emergency: '911',
      gasUtility: 'the gas company',
      crisisLine: '988',
      onCallName: 'the on-call engineer',
      onCall: ['staff-1'],
      managers: ['staff-2'],
    },
    rollout: aRollout(),
  };
  return {
    records: { ...records, properties: { ...records.properties, find: async () => property } },
    channels: {},
    policyPacks: defaultPacks,
    processes,
    platform: { connectionId: 'connection-1' },
  };
}

/** A request, and a turn that is about it. */
export interface Scene {
  requestId: string;
  turnId: string;
  conversationId: string;
  row(): Promise<MaintenanceRequestRow | null>;
}

/** A request that asks that question, and a turn whose first part says these words. */
export async function aScene(
  records: Records,
  by: {
    request?: Partial<NewMaintenanceRequest>;
    question?: RequestQuestion;
    says?: { text?: string; access?: Partial<Access> };
  },
): Promise<Scene> {
  const message = await aConversation(records);
  const { conversationId } = message;
  const turn = aTurn(message);
  await records.conversations.takeTurn(turn);
  const access = { ...NO_ACCESS, ...by.says?.access };
  await records.conversations.saveProposal({
    turnId: turn.turnId,
    decisions: [],
    parts: [{ text: '', detail: by.says?.text ?? 'yes', sources: [], access }],
    model: 'embedded/1',
    prompt: 'none',
    packVersion: defaultPack.version,
  });
  const made = await records.maintenanceRequests.create(
    aNewRequest({ conversationId, residentId: null, ...by.request }),
  );
  const { requestId } = made.request;
  const { question } = by;
  if (question) await records.maintenanceRequests.change(requestId, { question });
  const row = () => records.maintenanceRequests.find(requestId);
  return { requestId, turnId: turn.turnId, conversationId, row };
}
