import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLegalClockActivities } from '../../src/activities/legal-clocks.ts';
import { requestFacts } from '../../src/activities/request-facts.ts';
import { writeAbout } from '../../src/activities/request-news.ts';
import { createRequestOpeningActivities } from '../../src/activities/request-opening.ts';
import { createRequestActivities } from '../../src/activities/requests.ts';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
  type EmbeddedPropertyPlatform,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { MaintenanceRequestRow } from '../../src/ports/maintenance-requests.ts';
import type { PolicyPacks } from '../../src/ports/policy-packs.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { layersOnDisk, type LayersOnDisk } from '../support/pack-folders.ts';
import { elmHouse } from './elm-house.ts';
import { aMessage, aTurn, startHouseRecords, type HouseRecords } from './records/house-records.ts';

let records: HouseRecords;
let platform: EmbeddedPropertyPlatform;
let layers: LayersOnDisk;
beforeAll(async () => {
  records = await startHouseRecords();
  const { url } = records.postgres;
  await loadPlatformData({ url, data: elmHouse });
  platform = createEmbeddedPropertyPlatform({ url, connectionId: 'embedded' });
  await records.properties.save({
    propertyId: 'elm-house',
    organisationId: 'elm-group',
    name: 'Elm House',
    calendar: { zone: 'America/Los_Angeles', weekly: WEEKDAYS, holidays: [] },
    contacts: {
      emergency: '911',
      gasUtility: 'Elm Gas',
      crisisLine: '988',
      onCallName: 'The on-call team',
      onCall: ['lee'],
      managers: ['mo'],
    },
    rollout: { phase: 'writes', skills: {}, stopped: [] },
  });
});
afterAll(async () => {
  await platform.close();
  await records.stop();
});
beforeEach(async () => {
  layers = await layersOnDisk(records.packVersions);
});
afterEach(() => layers.remove());

const DAY = [{ from: '09:00', to: '17:00' }];
const WEEKDAYS = { monday: DAY, tuesday: DAY, wednesday: DAY, thursday: DAY, friday: DAY };
const ELM = 'property/elm-house';

/** The strict rules: every cost is approved, Washington's law is on, and the texts say so. */
async function writeStrict(): Promise<void> {
  await layers.write(`${ELM}/layer.json`, { version: '1' });
  await layers.write(`${ELM}/costs.json`, { approval: { noneUpToCents: 1, expiresAfterDays: 3 } });
  await layers.write(`${ELM}/legal-clocks.json`, { on: ['us-wa'] });
  await layers.write(`${ELM}/texts.json`, {
    'news-delayed': { en: '{reference} is late at Elm House.', es: '{reference} tarda en Elm.' },
  });
}

/** The lax rules, which come later. */
async function writeLax(): Promise<void> {
  await layers.write(`${ELM}/layer.json`, { version: '2' });
  await layers.write(`${ELM}/costs.json`, { approval: { noneUpToCents: 900_000 } });
  await layers.write(`${ELM}/legal-clocks.json`, { on: [] });
  await layers.write(`${ELM}/texts.json`, {
    'news-delayed': { en: '{reference} will be fine.', es: '{reference} irá bien.' },
  });
}

let reports = 0;

/** Kim of 1A reports something; `open` may be called again, as a retry would. */
async function aReport(issue: string, sentAt: string) {
  reports += 1;
  const committed = await records.inbox.commit({
    message: aMessage({
      channel: 'portal',
      from: { kind: 'portal_user', value: 'kim' },
      assurance: 'session',
      residentId: 'kim',
      propertyId: 'elm-house',
      sentAt,
    }),
    language: 'en',
    danger: null,
    consent: null,
  });
  const turn = aTurn(committed);
  const { turnId, conversationId } = turn;
  await records.conversations.takeTurn(turn);
  const part = { text: `Trouble number ${reports}`, detail: null, sources: [] };
  const proposal = { model: 'm', prompt: 'p', packVersion: 'v', decisions: [], parts: [part] };
  await records.conversations.saveProposal({ turnId, ...proposal });
  const { processes, of } = notedProcesses();
  return {
    async open(policyPacks: PolicyPacks): Promise<MaintenanceRequestRow> {
      const house = { records, platform, policyPacks, processes, channels: {} };
      const outcome = await createRequestOpeningActivities(house).openRequest({
        turnId,
        conversationId,
        decision: {
          kind: 'report-problem',
          part: 0,
          issue,
          class: 'P3',
          confidence: 1,
          missing: [],
          circumstances: [],
        },
        dangers: [],
      });
      return rowOf(outcome);
    },
    opened: () => of('openMaintenanceRequest'),
  };
}

async function rowOf(outcome: Outcome): Promise<MaintenanceRequestRow> {
  const requestId = 'requestId' in outcome ? outcome.requestId : 'none';
  const row = await records.maintenanceRequests.find(requestId);
  if (!row) throw new Error(`no request came of ${outcome.kind}`);
  return row;
}

const newsRoom = (policyPacks: PolicyPacks) => {
  const { processes, of } = notedProcesses();
  return { house: { records, channels: {}, policyPacks, processes }, of };
};

// Money and promises: what a resident was told when they reported holds, whatever the operator changes meanwhile.
test('a request keeps the clocks, texts and limits under which it was opened after others are in force', async () => {
  await writeStrict();
  const report = await aReport('light.unit', '2026-11-23T11:00:00.000Z');
  const row = await report.open(await layers.open());
  await writeLax();
  const later = await layers.open();

  expect((await requestFacts({ records, policyPacks: later }, row.requestId)).needsApproval).toBe(
    true,
  );
  const { house } = newsRoom(later);
  expect(await writeAbout(house, { row, key: 'news-delayed' })).toBe(
    `${row.reference} is late at Elm House.`,
  );
  const kept = await records.maintenanceRequests.find(row.requestId);
  expect(kept?.deadlines).toEqual(row.deadlines);
  expect(kept?.packVersion).toMatch(/\+property\/elm-house@1#/);

  const next = await (await aReport('light.common', '2026-11-23T11:00:00.000Z')).open(later);
  expect(next.packVersion).toMatch(/\+property\/elm-house@2#/);
  expect((await requestFacts({ records, policyPacks: later }, next.requestId)).needsApproval).toBe(
    false,
  );
  expect(next.deadlines.legal).toEqual([]);
});

test('opening that is tried again after the rules changed goes on under those it began with', async () => {
  await writeStrict();
  const report = await aReport('appl.laundry', '2026-11-23T11:00:00.000Z');
  const row = await report.open(await layers.open());
  await writeLax();
  await report.open(await layers.open());
  const [first, again] = report.opened();
  expect(first).toMatchObject({
    packVersion: row.packVersion,
    approval: { ceilingCents: 100_000 },
  });
  expect(again).toMatchObject({
    packVersion: row.packVersion,
    approval: { ceilingCents: 100_000 },
    deadlines: row.deadlines,
  });
});

test('a unit with rules of its own is judged by them, its neighbours are not', async () => {
  await layers.write('unit/elm-house-1a/layer.json', { version: '7', properties: ['elm-house'] });
  await layers.write('unit/elm-house-1a/costs.json', { approval: { noneUpToCents: 0 } });
  const packs = await layers.open();
  const row = await (await aReport('window.stuck', '2026-11-23T11:00:00.000Z')).open(packs);
  expect(row.packVersion).toMatch(/\+unit\/elm-house-1a@7#/);
  expect((await requestFacts({ records, policyPacks: packs }, row.requestId)).needsApproval).toBe(
    true,
  );
  expect(packs.current('elm-house', 'elm-house-1b').version).not.toContain('unit/');
});

// Law: an outage between report and ticket takes nothing from the resident's time (taxonomy rule 10).
test('a legal clock begins with the first message, six hours before the ticket', async () => {
  await writeStrict();
  const report = await aReport('appl.fridge', '2026-11-23T06:00:00.000Z');
  const row = await report.open(await layers.open());
  expect(row.openedAt).toBe('2026-11-23T12:00:00.000Z');
  expect(row.deadlines.legal).toMatchObject([
    { clock: 'legal_clock:us-wa', dueAt: '2026-11-26T06:00:00.000Z' },
  ]);
});

test('a legal clock rings for the managers once a step, tells the resident nothing, and is silent once its goal is reached', async () => {
  await writeStrict();
  const packs = await layers.open();
  const row = await (await aReport('appl.stove', '2026-11-23T11:00:00.000Z')).open(packs);
  const { requestId, reference } = row;
  const { house, of } = newsRoom(packs);
  const clock = { requestId, clock: 'legal_clock:us-wa' } as const;
  const { warnLegalClock } = createLegalClockActivities(house);
  const { missClock } = createRequestActivities(house);
  const sendsBefore = await records.postgres.query('select from sends');
  await warnLegalClock(clock);
  await warnLegalClock(clock);
  await missClock(clock);
  const rung = await records.postgres.query(
    'select headline, ladder from alerts where subject_id = $1 order by alert_id desc',
    [requestId],
  );
  expect(rung).toMatchObject([
    { headline: expect.stringContaining(`${reference}: legal_clock:us-wa runs out at 2026-11-26`) },
    { headline: expect.stringContaining('has run out'), ladder: [{ contacts: ['mo'] }] },
  ]);
  expect(await records.postgres.query('select from sends')).toHaveLength(sendsBefore.length);

  await records.maintenanceRequests.change(requestId, { state: 'in-progress' });
  const before = of('openAlert').length;
  await missClock(clock);
  expect(of('openAlert')).toHaveLength(before);
});
