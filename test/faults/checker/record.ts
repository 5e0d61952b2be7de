import type { Pool } from 'pg';

// The checker reads the product's tables by itself and shares no code with it: what both got wrong in the same way
// would pass.

export interface MessageRecord {
  message_id: string;
  provider_message_id: string;
  conversation_id: string;
  position: number;
  turn_id: string | null;
  is_settled: boolean;
}

export interface SendRecord {
  send_id: string;
  conversation_id: string;
  purpose: string;
  state: string;
  resends: number;
  dedupe_key: string;
  turn_id: string | null;
  position: number;
}

export interface RequestRecord {
  request_id: string;
  reference: string;
  state: string;
}

export interface OrderRecord {
  work_order_id: string;
  status: string;
  vendor_id: string | null;
  description: string;
}

export interface WriteRecord {
  request_id: string;
  state: string;
}

export interface ApprovalRecord {
  approval_id: string;
  request_id: string;
  state: string;
  opened_at: Date;
  remind_at: Date;
  escalate_at: Date;
  decided_at: Date | null;
}

export interface AlertRecord {
  alert_id: string;
  kind: string;
  subject_id: string | null;
  state: string;
}

/** What the product wrote down about one resident. */
export interface PersonRecord {
  messages: MessageRecord[];
  sends: SendRecord[];
  dangers: { danger_id: string; message_id: string }[];
  requests: RequestRecord[];
  orders: OrderRecord[];
  writes: WriteRecord[];
  approvals: ApprovalRecord[];
  alerts: AlertRecord[];
  handOffs: { hand_off_id: string }[];
  takeovers: { takeover_id: string }[];
  /** Keys of the audit trail's entries that name any of it. */
  auditKeys: Set<string>;
}

/** Reads everything about a resident in one instant. */
export async function readPerson(
  database: Pool,
  { residentId, providerMessageIds }: { residentId: string; providerMessageIds: string[] },
): Promise<PersonRecord> {
  const client = await database.connect();
  const all = async <Row extends object>(text: string, value: unknown): Promise<Row[]> =>
    (await client.query<Row>(text, [value])).rows;
  try {
    await client.query('begin isolation level repeatable read read only');
    const messages = await all<MessageRecord>(MESSAGES, providerMessageIds);
    const talks = [...new Set(messages.map(({ conversation_id: id }) => id))];
    const requests = await all<RequestRecord>(REQUESTS, residentId);
    const requestIds = requests.map(({ request_id: id }) => id);
    const sends = await all<SendRecord>(SENDS, talks);
    const approvals = await all<ApprovalRecord>(APPROVALS, requestIds);
    const takeovers = await all<{ takeover_id: string }>(TAKEOVERS, talks);
    const named = [
      ...messages.map(({ message_id: id }) => id),
      ...sends.map(({ send_id: id }) => id),
      ...approvals.map(({ approval_id: id }) => id),
      ...takeovers.map(({ takeover_id: id }) => id),
    ];
    const keys = await all<{ entry_key: string }>(AUDIT, named);
    return {
      messages,
      sends,
      requests,
      approvals,
      takeovers,
      dangers: await all(DANGERS, talks),
      orders: await all(ORDERS, residentId),
      writes: await all(WRITES, requestIds),
      alerts: await all(ALERTS, talks),
      handOffs: await all(HAND_OFFS, talks),
      auditKeys: new Set(keys.map(({ entry_key: key }) => key)),
    };
  } finally {
    client.release(true);
  }
}

const MESSAGES = `
  select m.message_id, m.provider_message_id, m.conversation_id, m.position::float8 as position, m.turn_id,
    t.settled_at is not null as is_settled
  from inbound_messages m left join turns t using (turn_id)
  where m.provider_message_id = any ($1)`;
const SENDS = `
  select send_id, conversation_id, purpose, state, resends, dedupe_key, turn_id, position::float8 as position
  from sends where conversation_id = any ($1)`;
const REQUESTS =
  'select request_id, reference, state from maintenance_requests where resident_id = $1';
const ORDERS = `
  select work_order_id, status, vendor_id, description from embedded_platform.work_orders where resident_id = $1`;
const WRITES = 'select request_id, state from platform_outbox where request_id = any ($1)';
const APPROVALS = `
  select approval_id, request_id, state, opened_at, remind_at, escalate_at, decided_at
  from approvals where request_id = any ($1)`;
const DANGERS = 'select danger_id, message_id from dangers where conversation_id = any ($1)';
const ALERTS = `
  select alert_id, kind, subject_id, state from alerts
  where conversation_id = any ($1) or subject_id in (
    select approval_id from approvals p join maintenance_requests r using (request_id)
    where r.conversation_id = any ($1))`;
const HAND_OFFS = 'select hand_off_id from hand_offs where conversation_id = any ($1)';
const TAKEOVERS = 'select takeover_id from takeovers where conversation_id = any ($1)';
const AUDIT = `
  select entry_key from audit_entries
  where facts ->> 'messageId' = any ($1) or facts ->> 'sendId' = any ($1)
    or facts ->> 'approvalId' = any ($1) or facts ->> 'takeoverId' = any ($1)`;
