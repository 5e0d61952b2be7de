import { createActivities } from '../../src/activities/index.ts';
import { createAlertActivities } from '../../src/activities/alerts.ts';
import { tellResident } from '../../src/activities/request-news.ts';
import type { House } from '../../src/activities/house.ts';
import { createEmbeddedPropertyPlatform } from '../../src/adapters/property-platforms/embedded/index.ts';
import { createDeliver } from '../../src/api/deliver.ts';
import { createTellReleased } from '../../src/api/draft-news.ts';
import { createSweep } from '../../src/api/sweep.ts';
import { createWake } from '../../src/api/wake.ts';
import { NO_ACCESS } from '../../src/domain/access.ts';
import type { DangerFinding } from '../../src/domain/danger.ts';
import { createDangerFloors } from '../../src/domain/danger-floors.ts';
import { carrierOf, type Channel, type Channels } from '../../src/ports/channel.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import type { Processes } from '../../src/ports/processes.ts';
import { createProcesses } from '../../src/temporal/processes.ts';
import { aRollout } from '../builders.ts';
import { startHouseRecords, type HouseRecords } from '../contracts/records/house-records.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { createWordEmbedder } from '../fakes/word-embedder.ts';
import { defaultPack, defaultPacks } from '../unit/domain/default-pack.ts';
import { calendarOf } from '../../src/domain/business-hours.ts';
import { faultySteps, type FaultySteps } from './faulty-steps.ts';
import type { WorkflowEnvironment } from './workflow-environment.ts';

/** The place of everything that these runs do. */
export const PROPERTY_ID = 'elm-house';

// What no rule of the floor finds and the second net does.
const HISS: DangerFinding = {
  hazard: 'carbon-monoxide',
  issue: 'gas.co_alarm',
  class: 'P0',
  ruleId: 'classifier',
  floorVersion: 'none',
};

/** The real records, steps and conversation; only model, platform, on-call people and the phone are played. */
export async function startFenceHouse({ env }: WorkflowEnvironment) {
  const records = await startHouseRecords();
  await records.properties.save({
    propertyId: PROPERTY_ID,
    organisationId: 'elm-group',
    name: 'Elm House',
    calendar: calendarOf({ pack: defaultPack, zone: 'America/New_York' }),
    contacts: {
      emergency: '911',
      gasUtility: 'the gas utility',
      crisisLine: '988',
      onCallName: 'the on-call engineer',
      onCall: ['on-call-1'],
      managers: ['manager-1'],
    },
    rollout: aRollout(),
  });
  const { url } = records.postgres;
  const platform = createEmbeddedPropertyPlatform({ url, connectionId: 'embedded' });
  const engine = createProcesses({ client: env.client, deadlineMs: 10_000, quietMs: 0 });
  return {
    records,
    /** A house with faults of its own; every run has one. */
    open: () => openHouse({ records, platform, engine }),
    async stop() {
      await platform.close();
      await records.stop();
    },
  };
}

interface Standing {
  records: HouseRecords;
  platform: House['platform'];
  engine: Processes;
}

function openHouse({ records, platform, engine }: Standing) {
  const faults = faultySteps();
  const channels = channelsOf(faults);
  const underWay: Promise<unknown>[] = [];
  const alarmsTold = new Set<string>();
  const processes: Processes = {
    ...notedProcesses().processes,
    tellConversation: (message) => engine.tellConversation(message),
    tellConversationReleased: (conversation) => engine.tellConversationReleased(conversation),
    // As the workflow of the alert does, once its door has answered and somebody has accepted.
    openAlert: async ({ alertId }) => {
      const { tellAlerted, tellAccepted } = createAlertActivities(house);
      const telling = tellAlerted({ alertId }).then(() => tellAccepted({ alertId }));
      underWay.push(telling.finally(() => alarmsTold.add(alertId)));
    },
  };
  const house: House = {
    records,
    channels,
    processes,
    policyPacks: defaultPacks,
    languageModel,
    knowledgeIndex: { search: async () => [] },
    embedder: createWordEmbedder(),
    classifier: { classify: async (text) => (text.includes('hisses') ? HISS : null) },
    documentReader: { read: () => Promise.reject(new Error('nothing is read here')) },
    alertSender: { send: async () => 'accepted' },
    platform: {
      ...platform,
      findResident: async (residentId) => ({
        id: residentId,
        propertyId: PROPERTY_ID,
        unitId: 'elm-house-1a',
        unitNumber: '1A',
        leaseId: 'lease-1a',
        status: 'current',
        firstName: 'Kim',
        lastName: 'Ek',
        phones: [],
        emails: [],
        language: 'en',
      }),
    },
  };
  const { inbox, outbox, properties, drafts } = records;
  const carrier = carrierOf(channels);
  const wake = createWake({ inbox, processes });
  const tellReleased = createTellReleased({ drafts, processes });
  const tellHandOffs = async (): Promise<void> => undefined;
  const startReopened = { left: async (): Promise<void> => undefined };
  const telling = { tellHandOffs, tellReleased, startReopened };
  const sweep = createSweep({ inbox, outbox, carrier, wake, ...telling });
  const floorOf = createDangerFloors();
  const send = (sendId: string): Promise<void> => {
    const sending = sweep.send(sendId);
    underWay.push(sending);
    return sending;
  };
  return {
    records,
    faults,
    carrier,
    sweep,
    tellReleased,
    /** What nobody waits for. */
    underWay,
    /** The alarms of which the resident was told, or would have been. */
    alarmsTold,
    activities: faults.faulty(createActivities(house)),
    deliver: createDeliver({
      inbox,
      properties,
      policyPacks: defaultPacks,
      floorOf,
      channels,
      send,
      wake,
    }),
    tellConversationReleased: (conversation: Released) =>
      processes.tellConversationReleased(conversation),
    tellNews: (by: Parameters<typeof tellResident>[1]) => tellResident(house, by),
  };
}

type Released = Parameters<Processes['tellConversationReleased']>[0];

/** A house with the faults of one run. */
export type FenceHouse = ReturnType<typeof openHouse>;

function channelsOf(faults: FaultySteps): Channels {
  const send: Channel['send'] = (message) => faults.send(message);
  const played = { windowMs: null, hasOptOut: false, send };
  const portal: Channel = { name: 'portal', ...played };
  return { portal, 'web-chat': { ...portal, name: 'web-chat' } };
}

const languageModel: LanguageModel = {
  propose: async ({ texts }) => ({
    language: 'en',
    decisions: texts.some((text) => text.includes('person'))
      ? [{ kind: 'hand-over', reason: 'asked-for-person' }]
      : [{ kind: 'small-talk', topic: 'greeting' }],
    access: NO_ACCESS,
    frustration: 0,
    model: 'played',
    prompt: 'none',
  }),
};
