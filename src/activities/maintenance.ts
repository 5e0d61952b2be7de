import { createHash } from 'node:crypto';
import { approvalIdOf, canonicalSubject } from '../domain/approval.ts';
import type { QuestionAnswer } from '../domain/decision.ts';
import {
  ENDED_STATES,
  questionOf,
  type ApprovalNeed,
  type MaintenanceRequestState,
  type RequestNews,
} from '../domain/maintenance-request.ts';
import type { Outcome } from '../domain/outcome.ts';
import { deskCalendar } from '../domain/property.ts';
import { requestText, statusKey } from '../domain/request-text.ts';
import { carrierOf } from '../ports/channel.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';
import { requestFacts } from './request-facts.ts';

type Needs = Pick<House, 'records' | 'channels' | 'platform' | 'policyPacks' | 'processes'>;

/** Carries a maintenance request through its states and tells the resident. */
export function createMaintenanceActivities(house: Needs) {
  const { records, channels, policyPacks, processes } = house;
  const { maintenanceRequests, conversations, properties, outbox, approvals, alerts } = records;
  const carrier = carrierOf(channels);

  const found = async (requestId: string): Promise<MaintenanceRequestRow> => {
    const row = await maintenanceRequests.find(requestId);
    if (!row) throw new RecordNotFound(`no maintenance request ${requestId}`);
    return row;
  };

  const write = async (row: MaintenanceRequestRow, key: string): Promise<string> => {
    const { propertyId, packVersion: version } = row;
    const conversation = row.conversationId ? await conversations.find(row.conversationId) : null;
    const pack = policyPacks.pinned({ version, propertyId });
    const property = await properties.find(propertyId);
    return requestText(key, {
      request: await requestFacts(house, row.requestId),
      pack,
      language: conversation?.language ?? 'en',
      calendar: property?.calendar ?? deskCalendar(pack),
      now: new Date().toISOString(),
    });
  };

  /** Tells the resident once a key; a request that staff opened has nobody to tell. */
  const tell = async (
    row: MaintenanceRequestRow,
    by: { key: string; once: string },
  ): Promise<void> => {
    if (!row.conversationId) return;
    const sendId = await outbox.queue({
      conversationId: row.conversationId,
      dedupeKey: `news/${row.requestId}/${by.once}`,
      purpose: 'news',
      text: await write(row, by.key),
      sources: [],
      turnId: null,
    });
    await outbox.sendOnce(sendId, carrier);
  };

  const alarm = async (
    row: MaintenanceRequestRow,
    by: { step: string; headline: string },
  ): Promise<void> => {
    const property = await properties.find(row.propertyId);
    const alert = {
      alertId: `al_${row.requestId}-${by.step}`,
      propertyId: row.propertyId,
      kind: 'maintenance-request' as const,
      class: row.class,
      headline: `${row.reference}: ${by.headline}`,
      conversationId: row.conversationId,
      ladder: [{ contacts: property?.contacts.managers ?? [], waitMinutes: 30 }],
    };
    const { requestId } = row;
    await alerts.open({ ...alert, dedupeKey: `${requestId}/${by.step}`, subjectId: requestId });
    await processes.openAlert(alert);
  };

  return {
    /** Writes a state with the question it asks, and tells the resident its news, once a state and round. */
    async advance(by: {
      requestId: string;
      to: MaintenanceRequestState;
      news: RequestNews | null;
    }): Promise<void> {
      const before = await found(by.requestId);
      const row = await maintenanceRequests.change(by.requestId, {
        state: by.to,
        question: questionOf(by),
      });
      if (!by.news) return;
      // A state can come again (reopened, scheduled anew); what it said then names the round.
      const round = `${before.windowFromAt ?? ''}/${before.vendorId ?? ''}/${before.state}`;
      await tell(row, { key: `news-${by.news}`, once: `${by.news}/${by.to}/${round}` });
    },

    /** No answer in time: it opens as unconfirmed, the resident hears so, and a person looks. */
    async openUnconfirmed({ requestId }: { requestId: string }): Promise<void> {
      const row = await maintenanceRequests.change(requestId, { question: null });
      await tell(row, { key: 'news-opened', once: 'unconfirmed' });
      await alarm(row, { step: 'unconfirmed', headline: 'opened without confirmation.' });
    },

    /** Says how the person's open requests stand, from the rows that the platform's sync keeps. */
    async readStatus(by: {
      turnId: string;
      conversationId: string;
      part: number;
    }): Promise<Outcome> {
      const rows = await maintenanceRequests.listOfConversation(by.conversationId);
      const open = rows.filter(({ state }) => !ENDED_STATES.includes(state));
      if (open.length === 0) return { kind: 'nothing-open' };
      const lines = await Promise.all(open.map((row) => write(row, statusKey(row.state))));
      await conversations.savePart({
        turnId: by.turnId,
        part: by.part,
        text: lines.join('\n'),
      });
      return { kind: 'answered', part: by.part };
    },

    /** Takes a resident's answer to the request that asked. */
    async answerQuestion(by: {
      turnId: string;
      conversationId: string;
      requestId: string;
      answer: QuestionAnswer;
    }): Promise<Outcome> {
      const { requestId, answer, turnId } = by;
      const { question } = await found(requestId);
      if (!question) return { kind: 'small-talk', topic: 'thanks' }; // answered by an earlier message
      if (answer.kind === 'score') {
        await maintenanceRequests.change(requestId, { surveyScore: answer.score });
      }
      await maintenanceRequests.change(requestId, { question: null });
      await processes.tellResidentAnswered({ requestId, messageId: turnId, question, answer });
      if (question !== 'confirm-request') {
        return { kind: 'question-answered', requestId, question };
      }
      if (answer.kind === 'no') return { kind: 'request-dropped', requestId };
      return { kind: 'request-opened', requestId, isDanger: false };
    },

    /** Queues the work order for the connection's one writer; held without a vendor where approval is needed. */
    async queueWorkOrder({ requestId }: { requestId: string }): Promise<void> {
      const row = await found(requestId);
      const { needsApproval } = await requestFacts(house, requestId);
      const { reference, propertyId, unitId, residentId, trade, words } = row;
      const place = words.location ? `\nWhere: ${words.location}` : '';
      await records.platformOutbox.queue({
        connectionId: house.platform.connectionId,
        dedupeKey: reference,
        requestId,
        urgency: Number(row.class.slice(1)),
        write: {
          kind: 'create-work-order',
          order: {
            reference,
            propertyId,
            unitId,
            residentId,
            class: row.class,
            trade,
            brief: words.summary,
            description: `${words.description}${place}`,
            permissionToEnter: 'unknown',
            isHeldForApproval: needsApproval,
          },
        },
      });
      await processes.wakePlatformOutbox(house.platform.connectionId);
    },

    /** Asks the managers, bound to a digest of exactly what they are shown. */
    async openApproval(by: { requestId: string; approval: ApprovalNeed }): Promise<void> {
      const { requestId, reference, propertyId, trade, ...row } = await found(by.requestId);
      const { ceilingCents, remindAt, escalateAt, expiresAt } = by.approval;
      const subject = {
        requestId,
        reference,
        propertyId,
        class: row.class,
        trade,
        ceilingCents,
      };
      const digest = createHash('sha256').update(canonicalSubject(subject)).digest('hex');
      const approvalId = approvalIdOf(requestId);
      const approval = { approvalId, subject, digest, remindAt, escalateAt, expiresAt };
      await approvals.open(approval);
      await processes.openApproval(approval);
    },

    /** Approved: the held order may be given to a vendor. */
    async releaseWorkOrder({ requestId }: { requestId: string }): Promise<void> {
      await changeStatus(requestId, 'approved');
    },

    /** Not done after all: the order is open again. */
    async reopenWorkOrder({ requestId }: { requestId: string }): Promise<void> {
      await changeStatus(requestId, `reopened-${new Date().toISOString()}`);
      await alarm(await found(requestId), {
        step: 'reopened',
        headline: 'the resident says that it is not done.',
      });
    },

    async saveWindow(by: {
      requestId: string;
      windowFromAt: string | null;
      windowToAt: string | null;
    }): Promise<void> {
      const { requestId, ...window } = by;
      await maintenanceRequests.change(requestId, window);
    },

    /** A clock has run out: the managers' alert rings, once. */
    async missClock(by: { requestId: string; clock: 'dispatch' }): Promise<void> {
      await alarm(await found(by.requestId), {
        step: `${by.clock}-missed`,
        headline: 'no vendor has been sent in time.',
      });
    },

    /** The platform refused the order or cannot say: a person takes it from here. */
    async giveToPerson({ requestId }: { requestId: string }): Promise<void> {
      await alarm(await found(requestId), {
        step: 'platform',
        headline: 'the platform did not take the work order, a person must look.',
      });
    },
  };

  async function changeStatus(requestId: string, step: string): Promise<void> {
    const { workOrderExternalId: externalId, ...row } = await found(requestId);
    if (!externalId) throw new RecordNotFound(`no work order yet for ${requestId}`);
    const { connectionId } = house.platform;
    await records.platformOutbox.queue({
      connectionId,
      dedupeKey: `${row.reference}/${step}`,
      requestId,
      urgency: Number(row.class.slice(1)),
      write: { kind: 'change-work-order', externalId, change: { status: 'new' } },
    });
    await processes.wakePlatformOutbox(connectionId);
  }
}

export type MaintenanceActivities = ReturnType<typeof createMaintenanceActivities>;
