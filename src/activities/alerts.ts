import { dangerLadder, type AlertEnding, type RingOutcome } from '../domain/alert.ts';
import type { ApprovalState } from '../domain/approval.ts';
import { everyone } from '../domain/callees.ts';
import { safetyText } from '../domain/danger.ts';
import type { HandOffState } from '../domain/hand-off.ts';
import { safetyContacts, type PropertySettings } from '../domain/property.ts';
import { renderText } from '../domain/texts.ts';
import { logger } from '../logger.ts';
import type { AlertRow } from '../ports/alerts.ts';
import { calleesAt } from '../ports/callees.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { CommittedDanger, DangerRecord } from '../ports/inbox.ts';
import { ringFor } from './alarms.ts';
import { expiryAlertIdOf } from './approvals.ts';
import type { House } from './house.ts';
import { sendRow } from './send-row.ts';

type Needs = Pick<
  House,
  'records' | 'channels' | 'classifier' | 'alertSender' | 'policyPacks' | 'processes'
>;

/** Finds danger that no rule knows, and wakes people. */
export function createAlertActivities(house: Needs) {
  return {
    /** The second net: asks the embedded classifier; a danger found here gets its safety text at once, like any other. */
    classifyDanger: (by: { messageId: string }) => classifyDanger(house, by),
    /** Opens the alert of a danger, once, and starts to ring. */
    raiseAlarm: (by: { dangerId: string }) => raiseAlarm(house, by),
    /** Rings one rung where its row still asks for it; says whether the alert's door took it, or how it has ended. */
    ring: (by: { alertId: string; attempt: number; contacts: string[] }) => ring(house, by),
    /** Tells the resident that somebody was alerted: only now is it true. */
    tellAlerted: (by: { alertId: string }) => tellAlerted(house, by),
    /** Tells the resident that a person has taken the danger on. */
    tellAccepted: (by: { alertId: string }) => tellAccepted(house, by),
  };
}

async function classifyDanger(
  house: Needs,
  { messageId }: { messageId: string },
): Promise<CommittedDanger | null> {
  const { classifier, policyPacks } = house;
  const { inbox, properties } = house.records;
  const settings = await properties.list();
  const recorded = await inbox.recordClassified({
    messageId,
    classify: (text) => classifier.classify(text),
    safetyText: ({ hazard }, { propertyId, language }) => {
      const pack = policyPacks.current(propertyId);
      const property = settings.find((known) => known.propertyId === propertyId) ?? null;
      return safetyText({ hazard, language, pack, contacts: safetyContacts(property) }).say;
    },
  });
  if (!recorded) return null;
  for (const sendId of recorded.sendIds) await sendRow(house, sendId);
  return recorded.danger;
}

async function raiseAlarm(house: Needs, { dangerId }: { dangerId: string }): Promise<void> {
  const { records, policyPacks } = house;
  const danger = await records.inbox.findDanger(dangerId);
  if (!danger) throw new RecordNotFound(`no danger ${dangerId}`);
  const { propertyId } = danger;
  const place = propertyId ? await records.properties.find(propertyId) : null;
  const { nextContactMinutes } = policyPacks.current(propertyId).classes[danger.class];
  await ringFor(house, {
    once: `danger/${dangerId}`,
    alertId: alertIdOf(dangerId),
    propertyId,
    kind: 'danger',
    class: danger.class,
    headline: `${danger.class} ${danger.hazard} reported${place ? ` at ${place.name}` : ''}.`,
    conversationId: danger.conversationId,
    subjectId: dangerId,
    ladder: dangerLadder({
      ...(await calleesAt(records, propertyId)),
      waitMinutes: nextContactMinutes ?? 5,
    }),
  });
}

async function ring(
  { records, alertSender }: Needs,
  by: { alertId: string; attempt: number; contacts: string[] },
): Promise<RingOutcome | 'already-accepted' | 'closed'> {
  const row = await found(records.alerts, by.alertId);
  const { alertId, kind, propertyId, headline, state } = row;
  if (state === 'accepted') return 'already-accepted';
  if (state === 'closed') return 'closed';
  const because = await endingOf(records, row);
  if (because) {
    return (await records.alerts.close({ alertId, because })) ? 'closed' : 'already-accepted';
  }
  const { attempt } = by;
  // Whoever came on call since the ladder was made hears it too.
  const contacts =
    by.contacts.length > 0 ? by.contacts : everyone(await calleesAt(records, propertyId));
  const call = { alertId, kind, propertyId, headline, contacts, attempt, class: row.class };
  const outcome = await alertSender.send(call);
  if (outcome === 'nobody') {
    logger.error(
      { alertId, kind, propertyId, attempt },
      'an alert rings and there is nobody to ring',
    );
  }
  return outcome;
}

/** How what an alert rings about was seen to elsewhere; a process that was not told must wake nobody. */
async function endingOf(
  { handOffs, approvals }: House['records'],
  { alertId, kind, subjectId }: AlertRow,
): Promise<AlertEnding | null> {
  if (!subjectId) return null;
  if (alertId === expiryAlertIdOf(subjectId)) return null; // it rings because its approval ended
  switch (kind) {
    case 'hand-off':
      return endingIn(await handOffs.find(subjectId));
    case 'approval':
      return endingIn(await approvals.find(subjectId));
    case 'danger':
    case 'maintenance-request':
    case 'operator':
      return null; // only a person ends these
  }
}

const endingIn = (matter: { state: HandOffState | ApprovalState } | null): AlertEnding | null =>
  ENDINGS[matter?.state ?? 'gone'];

const ENDINGS: Record<HandOffState | ApprovalState | 'gone', AlertEnding | null> = {
  waiting: null,
  owned: 'taken-over',
  released: 'given-back',
  pending: null,
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  revoked: 'revoked',
  gone: 'gone',
};

async function tellAlerted(house: Needs, { alertId }: { alertId: string }): Promise<void> {
  const told = await dangerOf(house, alertId);
  if (!told) return;
  const { hazard, language, propertyId } = told.danger;
  const pack = house.policyPacks.current(propertyId);
  const contacts = safetyContacts(told.property);
  const { afterAlert } = safetyText({ hazard, language, pack, contacts });
  if (afterAlert) await say(house, { ...told, once: `alerted/${alertId}`, text: afterAlert });
}

async function tellAccepted(house: Needs, { alertId }: { alertId: string }): Promise<void> {
  const told = await dangerOf(house, alertId);
  if (!told) return;
  const { language, propertyId } = told.danger;
  const pack = house.policyPacks.current(propertyId);
  const text = renderText({ pack, key: 'alarm-accepted', language });
  await say(house, { ...told, once: `accepted/${alertId}`, text });
}

/** The danger that an alert rings for; null when it rings for something else. */
async function dangerOf(
  { records: { alerts, inbox, properties } }: Needs,
  alertId: string,
): Promise<{ danger: DangerRecord; property: PropertySettings | null } | null> {
  const { kind } = await found(alerts, alertId);
  if (kind !== 'danger') return null;
  const danger = await inbox.findDanger(dangerIdOf(alertId));
  if (!danger) return null;
  const { propertyId } = danger;
  return { danger, property: propertyId ? await properties.find(propertyId) : null };
}

async function say(
  house: Needs,
  by: { danger: DangerRecord; once: string; text: string },
): Promise<void> {
  const sendId = await house.records.outbox.queue({
    conversationId: by.danger.conversationId,
    dedupeKey: by.once,
    purpose: 'safety',
    text: by.text,
    sources: [],
    turnId: null,
    news: { kind: 'alarm', dangerId: by.danger.dangerId },
  });
  await sendRow(house, sendId);
}

async function found(alerts: House['records']['alerts'], alertId: string): Promise<AlertRow> {
  const alert = await alerts.find(alertId);
  if (!alert) throw new RecordNotFound(`no alert ${alertId}`);
  return alert;
}

const alertIdOf = (dangerId: string): string => `al_${dangerId}`;
const dangerIdOf = (alertId: string): string => alertId.replace(/^al_/, '');

export type AlertActivities = ReturnType<typeof createAlertActivities>;
