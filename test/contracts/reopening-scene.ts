import { MockActivityEnvironment } from '@temporalio/testing';
import { createRequestReopeningActivities } from '../../src/activities/request-reopening.ts';
import { createEmbeddedPropertyPlatform } from '../../src/adapters/property-platforms/embedded/index.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { CommittedMessage } from '../../src/ports/inbox.ts';
import type {
  MaintenanceRequestRow,
  NewMaintenanceRequest,
  RequestChange,
} from '../../src/ports/maintenance-requests.ts';
import { aResident } from '../builders.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { defaultPack } from '../unit/domain/default-pack.ts';
import { aConversation, aTurn, startHouseRecords } from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';
import { aHouse } from './records/told-scene.ts';

const DAY_MS = 86_400_000;
const HOME = { unitId: 'elm-house-1a', leaseId: 'lease-1a' };

/** A turn's ids. */
export interface SpokenTurn {
  turnId: string;
  conversationId: string;
}

/** Runs an activity as its worker does. */
export const runActivity = <By, Result>(
  activity: (by: By) => Promise<Result>,
  by: By,
): Promise<Result> => new MockActivityEnvironment().run(activity, by);

/** Kim, who lives at 1A, and requests that have ended, over the real records; only the processes are noted. */
export async function startReopeningScene() {
  const records = await startHouseRecords();
  const platform = createEmbeddedPropertyPlatform({
    url: records.postgres.url,
    connectionId: 'connection-1',
  });
  const noted = notedProcesses();
  const engine = { isAway: false };
  const processes = {
    ...noted.processes,
    async reopenMaintenanceRequest(
      by: Parameters<typeof noted.processes.reopenMaintenanceRequest>[0],
    ) {
      if (engine.isAway) throw new ProviderUnavailable('away');
      await noted.processes.reopenMaintenanceRequest(by);
    },
  };
  const house = (unitId: string = HOME.unitId) => ({
    ...aHouse(records, processes),
    platform: { ...platform, findResident: async () => aResident({ id: 'kim', ...HOME, unitId }) },
  });

  return {
    records,
    engine,
    processes,
    of: noted.of,
    house,
    /** Everything as it is in the morning: the engine is there, nothing was told, and the clock shows now. */
    reset(): void {
      noted.told.length = 0;
      engine.isAway = false;
      records.clock.at = new Date().toISOString();
    },

    /** Kim in a conversation of its own, at that home. */
    async aVisitor(home: Partial<typeof HOME> = {}): Promise<CommittedMessage> {
      const message = await aConversation(records);
      await records.conversations.identify({
        conversationId: message.conversationId,
        residentId: 'kim',
        propertyId: 'elm-house',
        assurance: 'channel',
        knownHome: { residentId: 'kim', status: 'current', ...HOME, ...home },
        language: 'en',
      });
      return message;
    },

    /** A request of Kim's that has ended. */
    async aRequest(
      by: { conversationId: string; closedDaysAgo?: number; end?: RequestChange },
      changes: Partial<NewMaintenanceRequest> = {},
    ): Promise<MaintenanceRequestRow> {
      const { conversationId } = by;
      const { request } = await records.maintenanceRequests.create(
        aNewRequest({ ...HOME, residentId: 'kim', conversationId, ...changes }),
      );
      records.clock.at = new Date(Date.now() - (by.closedDaysAgo ?? 1) * DAY_MS).toISOString();
      const row = await records.maintenanceRequests.change(request.requestId, {
        state: 'closed',
        ...by.end,
      });
      records.clock.at = new Date().toISOString();
      return row;
    },

    /** A turn in which these words were written about a blocked sink. */
    async aTurnThatSays(message: CommittedMessage, detail: string): Promise<SpokenTurn> {
      const { turnId, conversationId, messageIds } = aTurn(message);
      await records.conversations.takeTurn({ turnId, conversationId, messageIds });
      await records.conversations.saveProposal({
        turnId,
        decisions: [],
        parts: [{ text: 'Sink blocked', detail, sources: [] }],
        model: 'embedded/1',
        prompt: 'none',
        packVersion: defaultPack.version,
      });
      return { turnId, conversationId };
    },

    /** Has a request reopened by a turn's word, at the unit where it was reported. */
    reopen(
      turn: SpokenTurn,
      { requestId, unitId }: Pick<MaintenanceRequestRow, 'requestId' | 'unitId'>,
    ): Promise<Outcome> {
      const { reopenRequest } = createRequestReopeningActivities(house(unitId ?? undefined));
      return runActivity(reopenRequest, {
        ...turn,
        decision: { kind: 'reopen-request', part: 0, requestId, circumstances: [] },
      });
    },

    async rowOf({ requestId }: { requestId: string }): Promise<MaintenanceRequestRow> {
      const row = await records.maintenanceRequests.find(requestId);
      if (!row) throw new Error('the request is gone');
      return row;
    },

    async stop(): Promise<void> {
      await platform.close();
      await records.stop();
    },
  };
}

/** The scene of a test file. */
export type ReopeningScene = Awaited<ReturnType<typeof startReopeningScene>>;
