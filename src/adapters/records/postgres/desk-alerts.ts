import { and, asc, desc, eq, inArray, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { isUnheard, nextRing } from '../../../domain/alert.ts';
import type { AlertSummary, Contact, DeskAlerts } from '../../../ports/desk-alerts.ts';
import { toAlertRow } from './alerts.ts';
import type { RecordsParts } from './parts.ts';
import { isAtOneOf, staffNameOf } from './seen-by-staff.ts';
import { alertRings, alerts } from './tables/staff-work.ts';

const LISTED_MAX = 200;
const Named = z.array(z.object({ id: z.string(), name: z.string() }));

type Stored = typeof alerts.$inferSelect;
type StoredRing = typeof alertRings.$inferSelect;
type ContactOf = (contactId: string) => Contact;

/** Alerts in PostgreSQL as the desk reads them, each with its rings. */
export function createDeskAlerts(parts: RecordsParts): DeskAlerts {
  return {
    list({ state, propertyIds }) {
      const own = isAtOneOf(alerts.propertyId, propertyIds);
      const where = and(isIn(state), own && or(isNull(alerts.propertyId), own));
      const order =
        state === 'ringing'
          ? [sql`${alerts.class} asc nulls last`, asc(alerts.openedAt)]
          : [desc(alerts.openedAt)];
      return read(parts, { where, order: [...order, asc(alerts.alertId)] });
    },

    async find(alertId) {
      const [found] = await read(parts, { where: eq(alerts.alertId, alertId), order: [] });
      return found ?? null;
    },
  };
}

function isIn(state: Parameters<DeskAlerts['list']>[0]['state']): SQL | undefined {
  if (state === null) return undefined;
  return state === 'ended' ? ne(alerts.state, 'ringing') : eq(alerts.state, state);
}

async function read(
  parts: RecordsParts,
  by: { where: SQL | undefined; order: SQL[] },
): Promise<AlertSummary[]> {
  const { database } = parts;
  const rows = await database
    .select({ alert: alerts, acceptedByName: staffNameOf(alerts.acceptedBy) })
    .from(alerts)
    .where(by.where)
    .orderBy(...by.order)
    .limit(LISTED_MAX);
  const ids = rows.map(({ alert }) => alert.alertId);
  const rings = await database
    .select()
    .from(alertRings)
    .where(inArray(alertRings.alertId, ids))
    .orderBy(asc(alertRings.attempt));
  const stored = rows.map(({ alert }) => alert);
  const contactOf = await nameContacts(parts, { stored, rung: rings });
  return rows.map(({ alert, acceptedByName }) => {
    const own = rings.filter(({ alertId }) => alertId === alert.alertId);
    return { ...toSummary(alert, { rings: own, contactOf }), acceptedByName };
  });
}

function toSummary(
  alert: Stored,
  { rings, contactOf }: { rings: StoredRing[]; contactOf: ContactOf },
): Omit<AlertSummary, 'acceptedByName'> {
  const { ladder } = alert;
  const last = rings.at(-1);
  const isRinging = alert.state === 'ringing';
  const next = isRinging ? nextRing(ladder, last) : null;
  return {
    ...toAlertRow(alert, rings.length),
    acceptedAt: alert.acceptedAt,
    escalation: rings.map(({ attempt, rangAt, contacts, outcome }) => ({
      attempt,
      rangAt,
      outcome,
      contacts: contacts.map(contactOf),
    })),
    rungs: ladder.map((rung) => ({ ...rung, contacts: rung.contacts.map(contactOf) })),
    isUnheard: isRinging && isUnheard(ladder, last),
    next: next && { ...next, contacts: next.contacts.map(contactOf) },
  };
}

/** Everybody on the ladders and whoever was rung, by name; a contact who is no staff goes by the id that the property gave. */
async function nameContacts(
  { database }: RecordsParts,
  { stored, rung }: { stored: Stored[]; rung: StoredRing[] },
): Promise<ContactOf> {
  const onLadders = stored.flatMap(({ ladder }) => ladder.flatMap(({ contacts }) => contacts));
  const ids = [...onLadders, ...rung.flatMap(({ contacts }) => contacts)];
  const { rows } = await database.execute(
    sql`select id, name from staff_users
      where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
  );
  const names = new Map(Named.parse(rows).map(({ id, name }) => [id, name]));
  return (contactId) => ({ contactId, name: names.get(contactId) ?? contactId });
}
