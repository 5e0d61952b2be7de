import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createEmbeddedPropertyBooks,
  loadPlatformData,
} from '../../../src/adapters/property-platforms/embedded/index.ts';
import { removeSample } from '../../../src/api/remove-sample.ts';
import { ProviderUnavailable } from '../../../src/ports/errors.ts';
import type { PropertyProcesses } from '../../../src/ports/removals.ts';
import { elmHouse } from '../elm-house.ts';
import { startHouseRecords, type HouseRecords } from './house-records.ts';

let records: HouseRecords;
let url: string;
beforeAll(async () => {
  records = await startHouseRecords();
  url = `${records.postgres.url}?options=${encodeURIComponent('-c role=nightporter_app')}`;
  await loadPlatformData({ url: records.postgres.url, data: elmHouse });
  await fill('elm-house', 'kim');
  await fill('oak-house', 'ash');
});
afterAll(() => records.stop());

const sealed = "'\\x00'::bytea";
/** A property with a resident who wrote, was answered, was in danger and reported a leak; behind everybody's back. */
async function fill(propertyId: string, residentId: string): Promise<void> {
  const of = (word: string) => `'${word}-${propertyId}'`;
  const statements = [
    `insert into properties values ('${propertyId}', 'elm-group', 'A house', '{}', '{}', '{}')`,
    `insert into person_keys values (${of('key')}, '\\x00')`,
    `insert into persons (person_id, key_id, resident_id) values (${of('person')}, ${of('key')}, '${residentId}')`,
    `insert into conversations (conversation_id, person_id, channel, address_kind, address_hash, address_sealed)
      values (${of('conversation')}, ${of('person')}, 'portal', 'id', ${of('hash')}, ${sealed})`,
    `insert into inbound_messages (message_id, conversation_id, sequence, channel, provider_message_id, kind, body_sealed, sent_at)
      values (${of('message')}, ${of('conversation')}, 1, 'portal', ${of('provider')}, 'text', ${sealed}, now())`,
    `insert into dangers (danger_id, conversation_id, message_id, hazard, issue, class, found_by, floor_version)
      values (${of('danger')}, ${of('conversation')}, ${of('message')}, 'gas', 'gas', 'P0', 'rules', '1')`,
    `insert into turns (turn_id, conversation_id, state, assurance) values (${of('turn')}, ${of('conversation')}, 'settled', 'channel')`,
    `insert into sends (send_id, conversation_id, person_id, dedupe_key, purpose, body_sealed)
      values (${of('send')}, ${of('conversation')}, ${of('person')}, ${of('send')}, 'reply', ${sealed})`,
    `insert into takeovers (takeover_id, person_id, conversation_id, staff_id) values (${of('takeover')}, ${of('person')}, ${of('conversation')}, 'staff')`,
    `insert into hand_offs (hand_off_id, conversation_id, property_id, reason, state, opened_at, warn_at, breach_at)
      values (${of('hand-off')}, ${of('conversation')}, '${propertyId}', 'asked', 'waiting', now(), now(), now())`,
    `insert into alerts (alert_id, dedupe_key, property_id, kind, headline, ladder, state)
      values (${of('alert')}, ${of('alert')}, '${propertyId}', 'danger', 'gas', '[]', 'ringing')`,
    `insert into alert_rings (alert_id, attempt, contacts, outcome) values (${of('alert')}, 1, '[]', 'taken')`,
    `insert into maintenance_requests (request_id, reference, dedupe_key, property_id, person_id, conversation_id, issue, family,
        trade, class, state, words_sealed, pack_version, deadlines)
      values (${of('request')}, ${of('MR')}, ${of('request')}, '${propertyId}', ${of('person')}, ${of('conversation')}, 'leak', 'water',
        'plumbing', 'P2', 'open', ${sealed}, '1', '{}')`,
    `insert into approvals (approval_id, request_id, property_id, subject, digest, state, remind_at, escalate_at, expires_at)
      values (${of('approval')}, ${of('request')}, '${propertyId}', '{}', 'd', 'pending', now(), now(), now())`,
    `insert into approval_questions (question_id, approval_id, conversation_id, asked_by, words_sealed, send_id)
      values (${of('question')}, ${of('approval')}, ${of('conversation')}, 'staff', ${sealed}, ${of('send')})`,
    `insert into platform_outbox (outbox_id, connection_id, dedupe_key, operation, request_id, urgency, payload_sealed)
      values (${of('outbox')}, 'embedded', ${of('outbox')}, 'create', ${of('request')}, 1, ${sealed})`,
    `insert into documents (document_id, version, title, kind, scope_kind, scope_id, state, file, sha256)
      values (${of('document')}, 1, 'Rules', 'rules', 'property', '${propertyId}', 'published', '\\x00', 'x')`,
    `insert into passages (passage_id, document_id, version, page, ordinal, heading, text, embedder, embedding)
      values (${of('passage')}, ${of('document')}, 1, 1, 1, '', '', 'e', '\\x00')`,
    `insert into staff_users (id, name, email, email_verified) values (${of('user')}, 'Theo', 'theo@${propertyId}.example', true)`,
    `insert into staff_rights (id, user_id, role, property_id) values (${of('right')}, ${of('user')}, 'admin', '${propertyId}')`,
    `insert into on_call_duties (id, user_id, property_id) values (${of('duty')}, ${of('user')}, '${propertyId}')`,
  ];
  for (const statement of statements) await records.postgres.query(statement);
  const chain = { chain: propertyId, key: 'began', event: 'property.began', facts: {} };
  await records.auditLog.append(chain);
}

const elm = {
  propertyIds: ['elm-house'],
  organisationIds: ['elm-group'],
  staffEmails: ['theo@elm-house.example'],
};
const remove = (endProcesses: (processes: PropertyProcesses) => Promise<void>) =>
  removeSample(
    { removals: records.removals, books: createEmbeddedPropertyBooks({ url }), endProcesses },
    elm,
  );
/** Each table, with the rows that say elm-house somewhere. */
async function tablesThatNameElm(): Promise<string[]> {
  const tables = await records.postgres.query(`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('public', 'embedded_platform') order by 1`);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await records.postgres.query(
      `select 1 from ${String(name)} t where t::text ~ 'elm-house|elm-group|"kim"|lease-1a' limit 1`,
    );
    if (rows.length > 0) found.push(String(name));
  }
  return found;
}

describe('taking a property away', () => {
  it('changes nothing while its processes cannot be ended', async () => {
    const before = await tablesThatNameElm();
    const engineIsAway = () => Promise.reject(new ProviderUnavailable('the engine is away'));
    await expect(remove(engineIsAway)).rejects.toThrow(ProviderUnavailable);
    expect(await tablesThatNameElm()).toEqual(before);
  });

  // Privacy: what is left of a person after this would be left for good, since no list shows it any more.
  it('ends each of its processes, leaves no row of it but the record, and touches nobody else', async () => {
    const ended: PropertyProcesses[] = [];
    await remove(async (processes) => void ended.push(processes));

    const one = {
      conversations: ['conversation-elm-house'],
      requests: ['request-elm-house'],
      approvals: ['approval-elm-house'],
      handOffs: ['hand-off-elm-house'],
      alerts: ['alert-elm-house'],
      documents: [{ documentId: 'document-elm-house', version: 1 }],
    };
    expect(ended).toEqual([one, one]); // once more after the rows are gone: somebody may have written in between
    expect(await tablesThatNameElm()).toEqual([
      'public.audit_entries',
      'public.audit_heads',
      // ids of what changed, for pages that are open; thrown away within the day
      'public.desk_events',
      // the other property's owner has the same name in our settings of it
      'public.properties',
    ]);
    const kept = await records.postgres.query('select * from conversations');
    expect(kept).toHaveLength(1);
    expect(await records.postgres.query('select * from approvals')).toHaveLength(1);
    expect(
      await records.postgres.query("select * from person_keys where key_id like 'key-%'"),
    ).toHaveLength(1);
    expect(await records.auditLog.verify()).toEqual([]);
  });

  it('is refused the second time, in another process too', async () => {
    await expect(remove(async () => undefined)).rejects.toThrow(/removed already/);
    const other = await records.another();
    expect(await other.removals.isDone('sample-removed')).toBe(true);
  });
});
