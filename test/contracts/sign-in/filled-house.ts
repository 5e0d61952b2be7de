import { aConversation, type HouseRecords } from '../records/house-records.ts';
import { HERE } from './door-examples.ts';

/** One thing of each kind at a property; answers with their ids. */
export async function fillHouse(records: HouseRecords): Promise<{
  conversation: string;
  alert: string;
  approval: string;
  request: string;
  document: string;
  property: string;
  staff: string;
  organisation: string;
  shadow: string;
}> {
  const query = (text: string) => records.postgres.query(text);
  await query(`insert into properties (property_id, organisation_id, name, calendar, contacts, rollout)
    values ('elm-house', 'org', 'Elm House', '{"zone":"America/New_York","weekly":{"monday":[{"from":"09:00","to":"17:00"}]},"holidays":[]}', '{}',
      '{"phase":"writes","skills":{},"stopped":[]}')`);
  const door = { residentId: 'resident-rights', propertyId: HERE, assurance: 'channel' } as const;
  const { conversationId } = await aConversation(records, { ...door, channel: 'portal' });
  await query(`insert into alerts (alert_id, dedupe_key, property_id, kind, headline, ladder, state)
    values ('alert-1', 'alert-1', 'elm-house', 'operator', 'h', '[]', 'ringing')`);
  await records.maintenanceRequests.create({
    requestId: 'mr-1',
    reference: 'MR-0000000001',
    dedupeKey: 'mr-1',
    propertyId: HERE,
    unitId: null,
    leaseId: null,
    residentId: 'resident-rights',
    conversationId,
    issue: 'plumbing.leak',
    family: 'plumbing',
    trade: 'plumbing',
    class: 'P2',
    state: 'open',
    words: { summary: 'A leak', description: 'Under the sink', location: null },
    isRepeat: false,
    packVersion: 'default@1',
    deadlines: {
      acceptBy: records.clock.at,
      dispatchBy: records.clock.at,
      doneBy: records.clock.at,
      legal: [],
    },
  });
  await query(`insert into approvals (approval_id, request_id, property_id, subject, digest, state, remind_at,
      escalate_at, expires_at)
    values ('ap-1', 'mr-1', 'elm-house', '{"requestId":"mr-1","reference":"MR-0000000001",
      "propertyId":"elm-house","class":"P2","trade":"plumbing","ceilingCents":25000}', 'd', 'pending', now(), now(), now())`);
  await query(`insert into documents (document_id, version, title, kind, scope_kind, scope_id, state, file, sha256)
    values ('rules', 1, 't', 'other', 'property', 'elm-house', 'published', '', '')`);
  await records.documentQuestions.ask({
    questionId: 'question-1',
    documentId: 'rules',
    askedBy: 'manager',
    text: 'When are quiet hours?',
  });
  await query(`insert into staff_users (id, name, email, email_verified)
    values ('staff-ines', 'Ines', 'ines@staff.example', true)`);
  await query(`insert into staff_rights (id, user_id, role, property_id)
    values ('right-ines', 'staff-ines', 'agent', 'elm-house')`);
  await query(`insert into turns (turn_id, conversation_id, state, assurance, decisions, verdicts)
    values ('turn-1', '${conversationId}', 'settled', 'channel', '[]', '[]')`);
  await query(`insert into shadow_turns (turn_id, conversation_id, property_id, skills, deed, asked_at)
    values ('turn-1', '${conversationId}', '${HERE}', '["documents"]', 'answered', now())`);
  const things = { alert: 'alert-1', approval: 'ap-1', request: 'mr-1', document: 'rules' };
  return {
    ...things,
    conversation: conversationId,
    property: HERE,
    staff: 'staff-ines',
    organisation: 'org',
    shadow: 'turn-1',
  };
}
