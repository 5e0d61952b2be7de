import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuditedAlertSender } from '../../src/adapters/alert-senders/audited/index.ts';
import type { Alert, AlertSender } from '../../src/ports/alert-sender.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';

// Design promise 10: a ring at an outside door is an outside call, with an intent before and an outcome after.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const ringing = (send: AlertSender['send'], auditLog = records.auditLog) =>
  createAuditedAlertSender({ alertSender: { send }, auditLog });
const anAlert = (alertId: string): Alert => ({
  alertId,
  kind: 'danger',
  propertyId: 'elm-house',
  class: 'P0',
  headline: 'canary-headline',
  contacts: ['lou', 'mara'],
  attempt: 1,
});
const calls = (alertId: string) =>
  records.postgres.query(
    `select chain, event, facts - 'durationMs' as facts from audit_entries
    where facts ->> 'alertId' = $1 order by position`,
    [alertId],
  );

test('says before a ring whom it shall wake, and after it what came of it, without its headline', async () => {
  expect(await ringing(async () => 'accepted').send(anAlert('al-1'))).toBe('accepted');
  const facts = { alertId: 'al-1', kind: 'danger', attempt: 1, contacts: 'lou mara' };
  const intent = { ...facts, operation: 'ring-alert-webhook' };
  expect(await calls('al-1')).toEqual([
    { chain: 'elm-house', event: 'call.started', facts: intent },
    { chain: 'elm-house', event: 'call.ended', facts: { ...intent, outcome: 'ok' } },
  ]);
});

test('a ring that nobody took ends by the name of its failure, and the next is a call of its own', async () => {
  const failing = ringing(() => Promise.reject(new ProviderUnavailable('503')));
  await expect(failing.send(anAlert('al-2'))).rejects.toBeInstanceOf(ProviderUnavailable);
  await ringing(async () => 'accepted').send(anAlert('al-2'));
  expect((await calls('al-2')).map(({ facts }) => Object(facts).outcome)).toEqual([
    undefined,
    'ProviderUnavailable',
    undefined,
    'ok',
  ]);
  records.clock.pass(300_001);
  expect(await records.auditLog.verify()).toEqual([]);
});

// Safety: better two rings on the record than one that nobody can account for, and none that the record forbids for long.
test('rings nobody where the intent cannot be written: the ring is tried again', async () => {
  let rung = 0;
  const send = async () => {
    rung += 1;
    return 'accepted' as const;
  };
  const append = () => Promise.reject(new Error('database away'));
  const sender = ringing(send, { ...records.auditLog, append });
  await expect(sender.send(anAlert('al-3'))).rejects.toThrow('database away');
  expect(rung).toBe(0);
});
