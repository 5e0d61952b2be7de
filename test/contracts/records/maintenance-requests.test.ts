import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMaintenanceRequests } from '../../../src/adapters/records/postgres/maintenance-requests.ts';
import { RecordNotFound } from '../../../src/ports/errors.ts';
import { aNewRequest, startRequestRecords, type RequestRecords } from './request-records.ts';

let records: RequestRecords;
beforeAll(async () => {
  records = await startRequestRecords();
});
afterAll(() => records.stop());

it('makes a request once per dedupe key, and answers the one that stands', async () => {
  const first = aNewRequest();
  const made = await records.requests.create(first);
  const words = { ...first.words, summary: 'Something else' };
  const again = await records.requests.create({ ...first, requestId: 'other', words });

  expect(made.isNew).toBe(true);
  expect(again).toEqual({ request: made.request, isNew: false });
  expect(made.request).toMatchObject({
    reference: first.reference,
    words: first.words,
    facts: {},
    workOrderExternalId: null,
    openedAt: '2026-11-23T12:00:00.000Z',
    closedAt: null,
  });
});

it('makes one request of two that arrive at once', async () => {
  const request = aNewRequest();
  const both = await Promise.all([
    records.requests.create(request),
    records.requests.create(request),
  ]);
  expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
  const opened = await records.entries('request.opened');
  expect(opened.filter(({ facts }) => facts['requestId'] === request.requestId)).toHaveLength(1);
});

it('finds a request by its id, reference and work order', async () => {
  const { request } = await records.requests.create(aNewRequest());
  const { requestId, reference } = request;
  const workOrderExternalId = `wo-of-${requestId}`;
  const changed = await records.requests.change(requestId, { workOrderExternalId });
  expect(await records.requests.find(requestId)).toEqual(changed);
  expect(await records.requests.findByReference(reference)).toEqual(changed);
  expect(await records.requests.findByWorkOrder(workOrderExternalId)).toEqual(changed);
  expect(await records.requests.find('none')).toBeNull();
});

it('lists a unit since an instant, newest first, and nothing of other units', async () => {
  const unitId = 'elm-house-9z';
  const opened: string[] = [];
  for (const day of ['01', '10', '20']) {
    records.clock.at = `2026-10-${day}T09:00:00.000Z`;
    const { request } = await records.requests.create(aNewRequest({ unitId }));
    opened.unshift(request.requestId);
  }
  records.clock.at = '2026-11-23T12:00:00.000Z';
  const since = '2026-10-10T09:00:00.000Z';
  const found = await records.requests.listOfUnit({ unitId, since });
  expect(found.map(({ requestId }) => requestId)).toEqual(opened.slice(0, 2));
});

it('lists the requests of a conversation and of a property', async () => {
  const propertyId = 'birch-house';
  const { request } = await records.requests.create(aNewRequest({ propertyId }));
  const { request: staffOpened } = await records.requests.create(
    aNewRequest({ propertyId, conversationId: null, residentId: null }),
  );
  const ofProperty = await records.requests.list({ propertyId });
  expect(ofProperty).toEqual([staffOpened, request]);
  const ofConversation = await records.requests.listOfConversation(request.conversationId ?? '');
  expect(ofConversation).toContainEqual(request);
  expect(ofConversation).not.toContainEqual(staffOpened);
  expect(await records.requests.list({ propertyId: null })).toContainEqual(request);
});

it('writes only what a change sets, adds facts, and keeps the words but the place', async () => {
  const { request } = await records.requests.create(aNewRequest());
  const { requestId } = request;
  await records.requests.change(requestId, { facts: { entry: 'yes' }, vendorId: 'v-1' });
  await records.requests.change(requestId, {
    facts: { pets: 'cat' },
    words: { location: 'Bathroom' },
  });
  expect(await records.requests.change(requestId, { state: 'scheduled' })).toEqual({
    ...request,
    state: 'scheduled',
    vendorId: 'v-1',
    nextDeadlineAt: request.deadlines.doneBy,
    facts: { entry: 'yes', pets: 'cat' },
    words: { ...request.words, location: 'Bathroom' },
  });
});

it('says when a request closed, and takes it back when it is reopened', async () => {
  const { request } = await records.requests.create(aNewRequest());
  const closed = await records.requests.change(request.requestId, { state: 'closed' });
  expect(closed.closedAt).toBe(records.clock.at);
  const reopened = await records.requests.change(request.requestId, { state: 'open' });
  expect(reopened.closedAt).toBeNull();
});

it('does not lose one of two changes made at once', async () => {
  const { request } = await records.requests.create(aNewRequest());
  await Promise.all([
    records.requests.change(request.requestId, { facts: { entry: 'yes' } }),
    records.requests.change(request.requestId, { facts: { pets: 'dog' } }),
    records.requests.change(request.requestId, { words: { location: 'Kitchen' } }),
  ]);
  expect(await records.requests.find(request.requestId)).toMatchObject({
    facts: { entry: 'yes', pets: 'dog' },
    words: { location: 'Kitchen' },
  });
});

it('records each change once, and the same change again not at all', async () => {
  const { request } = await records.requests.create(aNewRequest());
  const { requestId } = request;
  const changes = async () =>
    (await records.entries('request.changed')).filter(
      ({ facts }) => facts['requestId'] === requestId,
    );

  await records.requests.change(requestId, { state: 'open', question: null });
  await records.requests.change(requestId, { state: 'open' });
  expect((await changes()).map(({ facts }) => facts)).toEqual([{ requestId, state: 'open' }]);
});

// Privacy: the record outlives the person's words, so it may never hold them.
it('keeps words, facts, places and names out of the record', async () => {
  const { request } = await records.requests.create(
    aNewRequest({
      words: { summary: 'canary-1', description: 'canary-2', location: 'canary-3' },
    }),
  );
  await records.requests.change(request.requestId, {
    words: { location: 'canary-4' },
    facts: { entry: 'canary-5' },
    vendorName: 'canary-6',
  });
  const written = JSON.stringify(await records.postgres.query('select facts from audit_entries'));
  expect(written).not.toContain('canary');
  const stored = await records.postgres.query(
    'select encode(words_sealed, $1) as words from maintenance_requests',
    ['escape'],
  );
  expect(JSON.stringify(stored)).not.toContain('canary');
});

it('refuses to change a request that it does not have', async () => {
  const change = records.requests.change('none', { state: 'open' });
  await expect(change).rejects.toBeInstanceOf(RecordNotFound);
});

it('leaves a record that holds together', async () => {
  expect(await records.auditLog.verify()).toEqual([]);
});

// Privacy: the last test, since it takes the person's key away.
it("reads the words of a forgotten person as empty, and keeps the words that are nobody's", async () => {
  const { request } = await records.requests.create(aNewRequest());
  const { request: house } = await records.requests.create(
    aNewRequest({ conversationId: null, residentId: null }),
  );
  const personKeys = await records.forgetPerson();
  const { database, auditLog, now } = records;
  const requests = createMaintenanceRequests({ database, personKeys, auditLog, now });
  expect(await requests.find(request.requestId)).toEqual({
    ...request,
    words: { summary: '', description: '', location: null },
  });
  expect(await requests.find(house.requestId)).toEqual(house);
});
