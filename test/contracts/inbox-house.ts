import express from 'express';
import { createAuditedPropertyPlatform } from '../../src/adapters/property-platforms/audited/index.ts';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { createAssigning } from '../../src/api/assigning.ts';
import { authorize } from '../../src/api/authorize.ts';
import { answerErrors } from '../../src/api/errors.ts';
import { createTellReleased } from '../../src/api/draft-news.ts';
import { createTellHandOffs } from '../../src/api/hand-off-news.ts';
import type { Role, Staff } from '../../src/api/rights.ts';
import { assignmentRoutes } from '../../src/api/routes/assignments.ts';
import { conversationRoutes } from '../../src/api/routes/conversations.ts';
import { eventRoutes } from '../../src/api/routes/events.ts';
import { forgottenRoutes } from '../../src/api/routes/forgotten.ts';
import { inboxRoutes } from '../../src/api/routes/inbox.ts';
import { ledgerRoutes } from '../../src/api/routes/ledger.ts';
import { noteRoutes } from '../../src/api/routes/notes.ts';
import { presenceRoutes } from '../../src/api/routes/presence.ts';
import { revealedRoutes } from '../../src/api/routes/revealed.ts';
import { faultyPlatform, type FaultyPlatform } from '../fakes/faulty-platform.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { elmHouse } from './elm-house.ts';
import { hire } from './records/desk-team.ts';
import {
  aCarrier,
  aConversation,
  startHouseRecords,
  type HouseRecords,
} from './records/house-records.ts';
import { serveApp } from './sign-in/signed-in.ts';

/** The doors of the inbox on a real PostgreSQL, for people who say by a header who they are. */
export interface InboxHouse {
  url: string;
  records: HouseRecords;
  platform: FaultyPlatform;
  noted: ReturnType<typeof notedProcesses>;
  assigning: ReturnType<typeof createAssigning>;
  /** What time it is to those who look for forgotten takeovers. */
  clock: { lookedAt: string };
  /** Hires somebody for Elm House. */
  hire(staffId: string, role?: Role): Promise<void>;
  call(who: string, path: string, request?: CallWith): Promise<Called>;
  post(who: string, path: string, body?: object): Promise<Called>;
  /** Somebody at Elm House who has written. */
  aWriter(
    residentId?: string | null,
    text?: string,
  ): Promise<{ conversationId: string; messageId: string; path: string }>;
  stop(): Promise<void>;
}

interface CallWith {
  method?: 'GET' | 'POST' | 'PUT';
  body?: object;
}

interface Called {
  status: number;
  body: unknown;
  headers: Headers;
}

const someone = (staffId: string, role: Role): Staff => {
  return { staffId, name: staffId, role, propertyIds: ['elm-house'] };
};
const everyDay = [{ from: '09:00', to: '17:00' }];
const calendar = {
  zone: 'America/New_York',
  weekly: { monday: everyDay, tuesday: everyDay, wednesday: everyDay, thursday: everyDay },
  holidays: [],
};

/** Starts it with Theo and Ines, agents, and Mara, manager; Oak manages another property. */
export async function startInboxHouse(): Promise<InboxHouse> {
  const records = await startHouseRecords();
  const { url } = records.postgres;
  await loadPlatformData({ url, data: elmHouse });
  await records.postgres.query(
    `insert into properties (property_id, organisation_id, name, calendar, contacts, rollout)
    values ('elm-house', 'elm-group', 'Elm House', $1, '{"onCall":[],"managers":[]}', '{}')`,
    [JSON.stringify(calendar)],
  );
  const people: Record<string, Staff> = {
    oak: { ...someone('oak', 'manager'), propertyIds: ['oak-house'] },
  };
  const hireHere: InboxHouse['hire'] = async (staffId, role = 'agent') => {
    await hire(records, { staffId, role });
    people[staffId] = someone(staffId, role);
  };
  await hireHere('theo');
  await hireHere('ines');
  await hireHere('mara', 'manager');
  const embedded = createEmbeddedPropertyPlatform({ url, connectionId: 'elm' });
  const faulty = faultyPlatform(embedded);
  const allow = authorize({ whoIs: async (request) => people[request.get('x-who') ?? ''] ?? null });
  const noted = notedProcesses();
  const { processes } = noted;
  const tellHandOffs = createTellHandOffs({ ...records, processes });
  const tellReleased = createTellReleased({ drafts: records.drafts, processes });
  const telling = { tellHandOffs, tellReleased };
  const assigning = createAssigning({ records, policyPacks: defaultPacks, ...telling });
  const { auditLog } = records;
  const platform = createAuditedPropertyPlatform({ platform: faulty.platform, auditLog });
  const options = { records, platform, allow, policyPacks: defaultPacks, assigning };
  const streams = eventRoutes({ deskEvents: records.deskEvents, allow });
  const clock = { lookedAt: '2026-11-23T15:00:00.000Z' };
  const now = () => new Date(clock.lookedAt);
  const replying = { ...telling, carrier: aCarrier(), webhookSecret: undefined };
  const server = await serveApp(() =>
    express()
      .use('/conversations', forgottenRoutes({ ...options, takeoverIdleMinutes: 120, now }))
      .use('/conversations', noteRoutes(options), revealedRoutes(options))
      .use('/conversations', assignmentRoutes(options), presenceRoutes(options))
      .use('/conversations', ledgerRoutes(options), inboxRoutes(options))
      .use('/conversations', conversationRoutes({ ...options, ...replying }))
      .use('/events', streams.router)
      .use(answerErrors),
  );
  const call: InboxHouse['call'] = async (who, path, { method = 'GET', body } = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'x-who': who, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: await response.json(), headers: response.headers };
  };
  return {
    url: server.url,
    records,
    platform: faulty,
    noted,
    assigning,
    clock,
    hire: hireHere,
    call,
    post: (who, path, body = {}) => call(who, path, { method: 'POST', body }),
    async aWriter(residentId = null, text = 'Hello?') {
      const { conversationId, messageId } = await aConversation(records, {
        residentId,
        propertyId: 'elm-house',
        assurance: residentId === null ? 'unknown' : 'channel',
        channel: 'portal',
        text,
      });
      return { conversationId, messageId, path: `/conversations/${conversationId}` };
    },
    async stop() {
      streams.close();
      await server.close();
      await embedded.close();
      await records.stop();
    },
  };
}
