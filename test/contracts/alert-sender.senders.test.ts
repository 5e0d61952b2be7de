import { createTableAlertSender } from '../../src/adapters/alert-senders/table/index.ts';
import { createWebhookAlertSender } from '../../src/adapters/alert-senders/webhook/index.ts';
import { isSignedBy } from '../../src/adapters/shared/signature.ts';
import type { Alert } from '../../src/ports/alert-sender.ts';
import {
  startLoopbackServer,
  type SeenRequest,
  type StandInAnswer,
} from '../fakes/loopback-server.ts';
import { alertSenderContract, type Heard } from './alert-sender.contract.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';

const SECRET = 'test-alert-secret-of-some-length';
const WELL: StandInAnswer = { kind: 'answer', status: 200, body: 'ok' };
let made = 0;

function anAlert(): Alert {
  made += 1;
  return {
    alertId: `alert-${made}`,
    kind: 'danger',
    propertyId: 'harbor-court',
    class: 'P0',
    headline: 'P0 gas reported at Harbor Court.',
    contacts: ['contact-1'],
    attempt: 0,
  };
}

/** A webhook with a listener that believes what is signed only, and knows a ring again by its id. */
async function aDoor() {
  const requests: SeenRequest[] = [];
  let answer = WELL;
  const server = await startLoopbackServer((request) => {
    if (answer === WELL) requests.push(request);
    return answer;
  });
  const door = createWebhookAlertSender({ url: server.url, secret: SECRET, timeoutMs: 1000 });
  return {
    door,
    /** The same door, closed for one call. */
    closed: {
      async send(alert: Alert) {
        answer = { kind: 'reset' };
        return door.send(alert).finally(() => (answer = WELL));
      },
    },
    heard: (alertId: string): Heard[] => {
      const rings = new Map<string, Heard>();
      for (const { body, headers } of requests) {
        const signature = String(headers['x-nightporter-signature']);
        if (!isSignedBy({ signature, secrets: [SECRET], bytes: body })) continue;
        const { ringId, isUnheard, alert } = JSON.parse(body.toString('utf8'));
        if (alert.alertId !== alertId) continue;
        const { attempt, contacts } = alert;
        rings.set(ringId, { alertId, attempt, contacts, isUnheard });
      }
      return [...rings.values()];
    },
    close: () => server.close(),
  };
}

/** An alert with its row, as `ring` finds it. */
async function aRowIn(records: HouseRecords): Promise<Alert> {
  const alert = anAlert();
  const { contacts, attempt: _, ...about } = alert;
  const ladder = [{ contacts, waitMinutes: 5 }];
  const row = { ...about, ladder, conversationId: null, subjectId: null };
  await records.alerts.open({ ...row, dedupeKey: alert.alertId });
  return alert;
}

async function onDesk(records: HouseRecords, alertId: string): Promise<Heard[]> {
  const { escalation = [] } = (await records.deskAlerts.find(alertId)) ?? {};
  return escalation.map(({ attempt, contacts, outcome }) => ({
    alertId,
    attempt,
    contacts: contacts.map(({ contactId }) => contactId),
    isUnheard: outcome === 'nobody',
  }));
}

alertSenderContract('webhook', async () => {
  const { door, closed, heard, close } = await aDoor();
  return {
    sender: door,
    taken: 'accepted',
    anAlert: async () => anAlert(),
    heard: async (alertId) => heard(alertId),
    broken: () => closed,
    close,
  };
});

alertSenderContract('table', async () => {
  const records = await startHouseRecords();
  const { alerts } = records;
  return {
    sender: createTableAlertSender({ alerts, door: null }),
    taken: 'recorded',
    anAlert: () => aRowIn(records),
    heard: (alertId) => onDesk(records, alertId),
    broken: () =>
      createTableAlertSender({
        alerts: { recordRing: () => Promise.reject(new Error('the database is away')) },
        door: null,
      }),
    close: () => records.stop(),
  };
});

alertSenderContract('table with a webhook as its door', async () => {
  const records = await startHouseRecords();
  const { door, closed, close } = await aDoor();
  const { alerts } = records;
  return {
    sender: createTableAlertSender({ alerts, door }),
    taken: 'accepted',
    anAlert: () => aRowIn(records),
    heard: (alertId) => onDesk(records, alertId),
    broken: () => createTableAlertSender({ alerts, door: closed }),
    async close() {
      await close();
      await records.stop();
    },
  };
});
