import { dangerLadder } from '../domain/alert.ts';
import { safetyText } from '../domain/danger.ts';
import { safetyContacts } from '../domain/property.ts';
import type { AlertRow } from '../ports/alerts.ts';
import { carrierOf } from '../ports/channel.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { CommittedDanger } from '../ports/inbox.ts';
import type { House } from './house.ts';

/** Finds danger that no rule knows, and wakes people. */
export function createAlertActivities({
  records,
  channels,
  classifier,
  alertSender,
  policyPacks,
  processes,
}: Pick<
  House,
  'records' | 'channels' | 'classifier' | 'alertSender' | 'policyPacks' | 'processes'
>) {
  const { alerts, inbox, properties, outbox } = records;
  const carrier = carrierOf(channels);

  const found = async (alertId: string): Promise<AlertRow> => {
    const alert = await alerts.find(alertId);
    if (!alert) throw new RecordNotFound(`no alert ${alertId}`);
    return alert;
  };

  return {
    /** The second net: asks the embedded classifier; a danger found here gets its safety text at once, like any other. */
    async classifyDanger({ messageId }: { messageId: string }): Promise<CommittedDanger | null> {
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
      for (const sendId of recorded.sendIds) await outbox.sendOnce(sendId, carrier);
      return recorded.danger;
    },

    /** Opens the alert of a danger, once, and starts to ring. */
    async raiseAlarm({ dangerId }: { dangerId: string }): Promise<void> {
      const danger = await inbox.findDanger(dangerId);
      if (!danger) throw new RecordNotFound(`no danger ${dangerId}`);
      const known = await properties.list();
      const concerned = known.filter(({ propertyId }) => propertyId === danger.propertyId);
      const asked = concerned.length > 0 ? concerned : known; // nobody knows where: everybody on call is asked
      const pack = policyPacks.current(danger.propertyId);
      const alert = {
        alertId: `al_${dangerId}`,
        propertyId: danger.propertyId,
        kind: 'danger' as const,
        class: danger.class,
        headline: `${danger.class} ${danger.hazard} reported${concerned[0] ? ` at ${concerned[0].name}` : ''}.`,
        conversationId: danger.conversationId,
        ladder: dangerLadder({
          onCall: asked.flatMap(({ contacts }) => contacts.onCall),
          managers: asked.flatMap(({ contacts }) => contacts.managers),
          waitMinutes: pack.classes[danger.class].nextContactMinutes ?? 5,
        }),
      };
      await alerts.open({ ...alert, dedupeKey: `danger/${dangerId}`, subjectId: dangerId });
      await processes.openAlert(alert);
    },

    /** Rings one rung; says whether the alert's door took it, or that somebody has accepted already. */
    async ring(by: {
      alertId: string;
      attempt: number;
      contacts: string[];
    }): Promise<'accepted' | 'recorded' | 'already-accepted'> {
      const alert = await found(by.alertId);
      if (alert.state !== 'ringing') return 'already-accepted';
      const { alertId, kind, propertyId, headline } = alert;
      const outcome = await alertSender.send({
        alertId,
        kind,
        propertyId,
        class: alert.class,
        headline,
        contacts: by.contacts,
        attempt: by.attempt,
      });
      await alerts.recordRing({ ...by, outcome });
      return outcome;
    },

    /** Tells the resident that somebody was alerted: only now is it true. */
    async tellAlerted({ alertId }: { alertId: string }): Promise<void> {
      const alert = await found(alertId);
      if (alert.kind !== 'danger' || !alert.conversationId) return;
      const danger = await inbox.findDanger(alertId.replace(/^al_/, ''));
      if (!danger) return;
      const property = alert.propertyId ? await properties.find(alert.propertyId) : null;
      const { afterAlert } = safetyText({
        hazard: danger.hazard,
        language: danger.language,
        pack: policyPacks.current(alert.propertyId),
        contacts: safetyContacts(property),
      });
      if (!afterAlert) return;
      const sendId = await outbox.queue({
        conversationId: alert.conversationId,
        dedupeKey: `alerted/${alertId}`,
        purpose: 'safety',
        text: afterAlert,
        sources: [],
        turnId: null,
      });
      await outbox.sendOnce(sendId, carrier);
    },
  };
}

export type AlertActivities = ReturnType<typeof createAlertActivities>;
