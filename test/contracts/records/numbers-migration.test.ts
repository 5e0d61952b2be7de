import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, migrate } from '../../../src/adapters/shared/database.ts';
import { startMigratedPostgres, type MigratedPostgres } from '../migrated-postgres.ts';
import { migrationsFolder } from './house-records.ts';

let postgres: MigratedPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startMigratedPostgres();
  folder = await mkdtemp(join(tmpdir(), 'nightporter-numbers-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
});

const NUMBERS = '0019_numbers.sql';
const hour = (number: number): string => `2026-03-02T${String(number).padStart(2, '0')}:00:00.000Z`;

// What the record knows need not be lost to the figures of a house that ran before they existed.
test('takes from the record when replies left, vendors were sent and hand-offs were taken', async () => {
  await postgres.query('create database older');
  const url = new URL(postgres.url);
  url.pathname = '/older';
  for (const name of (await readdir(migrationsFolder)).filter((each) => each < NUMBERS)) {
    await cp(join(migrationsFolder, name), join(folder, name));
  }
  await migrate({ url: url.href, folder });
  const { $client: older } = createDatabase({ url: url.href, poolMax: 1 });
  await older.query(`insert into person_keys (key_id) values ('k');
    insert into persons (person_id, key_id) values ('p', 'k');
    insert into conversations (conversation_id, person_id, channel, address_kind, address_hash, address_sealed,
      property_id) values ('c', 'p', 'portal', 'portal_user', 'h', '', 'elm-house');
    insert into turns (turn_id, conversation_id, state, assurance) values ('t', 'c', 'settled', 'channel');
    insert into sends (send_id, conversation_id, person_id, turn_id, dedupe_key, purpose, body_sealed, state)
      values ('s', 'c', 'p', 't', 's', 'reply', '', 'read');
    insert into hand_offs (hand_off_id, conversation_id, reason, state, opened_at, warn_at, breach_at)
      values ('h', 'c', 'frustrated', 'owned', '${hour(9)}', '${hour(9)}', '${hour(10)}');
    insert into takeovers (takeover_id, person_id, conversation_id, staff_id, opened_at)
      values ('t', 'p', 'c', 'staff-1', '${hour(11)}');
    insert into maintenance_requests (request_id, reference, dedupe_key, property_id, issue, family, trade, class,
      state, words_sealed, pack_version, deadlines, survey_score, closed_at)
      values ('r', 'r', 'r', 'elm-house', 'i', 'f', 't', 'P3', 'closed', '', 'v', '{}', 4, '${hour(20)}')`);
  const entries: [event: string, facts: object, at: string][] = [
    ['send.ended', { sendId: 's', state: 'refused' }, hour(1)],
    ['send.ended', { sendId: 's', state: 'sent' }, hour(2)],
    ['request.opened', { requestId: 'r', state: 'opening' }, hour(9)],
    ['request.changed', { requestId: 'r', state: 'vendor-assigned' }, hour(10)],
    ['request.changed', { requestId: 'r', vendorId: 'v' }, hour(11)],
    ['request.changed', { requestId: 'r', state: 'open' }, hour(12)],
    ['request.changed', { requestId: 'r', state: 'scheduled' }, hour(13)],
    ['request.changed', { requestId: 'r', state: 'in-progress' }, hour(14)],
    ['request.changed', { requestId: 'r', state: 'closed' }, hour(20)],
  ];
  for (const [position, [event, facts, at]] of entries.entries()) {
    await older.query(
      `insert into audit_entries (chain, position, entry_key, at, event, facts, previous_hash, hash)
        values ('elm-house', $1, $2, $3, $4, $5, '', '')`,
      [position, `key-${position}`, at, event, facts],
    );
  }

  await cp(join(migrationsFolder, NUMBERS), join(folder, NUMBERS));
  await migrate({ url: url.href, folder });
  const { rows } = await older.query(
    `select t.property_id, s.sent_at, h.taken_at, r.vendor_sent_at, r.work_begun_at, r.work_done_at, r.surveyed_at
      from turns t, sends s, hand_offs h, maintenance_requests r`,
  );
  await older.end();
  const [{ property_id: propertyId, ...instants }] = rows;
  expect(propertyId).toBe('elm-house');
  expect(JSON.parse(JSON.stringify(instants))).toEqual({
    sent_at: hour(2),
    taken_at: hour(11),
    vendor_sent_at: hour(13), // not at 10: it was taken back
    work_begun_at: hour(14),
    work_done_at: hour(20),
    surveyed_at: hour(20),
  });
});
