import { createHeldNewsActivities } from '../../../src/activities/held-news.ts';
import { tellResident } from '../../../src/activities/request-news.ts';
import type { ToldNeeds } from '../../../src/activities/request-told.ts';
import type { Draft } from '../../../src/ports/drafts.ts';
import type { RequestChange } from '../../../src/ports/maintenance-requests.ts';
import type { NewSend } from '../../../src/ports/outbox.ts';
import { notedProcesses } from '../../fakes/noted-processes.ts';
import { aConversation, type HouseRecords } from './house-records.ts';
import { aNewRequest } from './request-records.ts';
import { aHouse } from './told-scene.ts';

/** A resident with a request, whom staff may take over, and what reached their phone. */
export interface DraftScene {
  conversationId: string;
  requestId: string;
  reference: string;
  /** What left by the channel, oldest first. */
  reached: string[];
  takeOver(staffId?: string): Promise<unknown>;
  release(staffId?: string): Promise<boolean>;
  /** The request comes to stand so, and the resident is told. */
  tell(key: string, change: RequestChange): Promise<void>;
  drafts(): Promise<Draft[]>;
  /** What the conversation does once it hears that nobody holds the person any more. */
  tellHeldNews(): Promise<void>;
  /** What became of the drafts, oldest first. */
  ends(): Promise<string[]>;
  rung(): unknown[];
}

let told = 0;

/** A scene over these records with somebody new. */
export async function aDraftScene(records: HouseRecords): Promise<DraftScene> {
  const { conversationId } = await aConversation(records);
  const made = await records.maintenanceRequests.create(
    aNewRequest({ conversationId, residentId: null }),
  );
  const { requestId, reference } = made.request;
  const reached: string[] = [];
  const { processes, of } = notedProcesses();
  const house: ToldNeeds = {
    ...aHouse(records, processes),
    channels: {
      whatsapp: {
        name: 'whatsapp',
        windowMs: null,
        hasOptOut: true,
        async send({ sendId, text }) {
          reached.push(text);
          return { providerMessageId: `provider/${sendId}` };
        },
      },
    },
  };
  return {
    conversationId,
    requestId,
    reference,
    reached,
    takeOver: (staffId = 'staff-1') => records.handOffs.takeOver({ conversationId, staffId }),
    release: (staffId = 'staff-1') => records.handOffs.release({ conversationId, staffId }),
    async tell(key, change) {
      told += 1;
      const row = await records.maintenanceRequests.change(requestId, change);
      await tellResident(house, { row, key, once: `told-${told}` });
    },
    drafts: () => records.drafts.list({ conversationId }),
    tellHeldNews: () => createHeldNewsActivities(house).tellHeldNews({ conversationId }),
    async ends() {
      const rows = await records.postgres.query(
        `select drafts.state from drafts join sends using (send_id)
        where drafts.conversation_id = $1 order by position`,
        [conversationId],
      );
      return rows.map(({ state }) => String(state));
    },
    rung: () => of('openAlert'),
  };
}

/** Staff take the person over, and news comes; answers the draft that it became. */
export async function anOpenDraft(scene: DraftScene): Promise<string> {
  await scene.takeOver();
  await scene.tell('news-in-progress', { state: 'in-progress' });
  const [draft] = await scene.drafts();
  return draft?.draftId ?? 'none';
}

/** A reply of staff; the same key is the same press of the button. */
export const aStaffReply = (
  { conversationId }: DraftScene,
  key: string,
  text = 'We come.',
): NewSend => ({
  conversationId,
  dedupeKey: `staff/${conversationId}/${key}`,
  purpose: 'staff',
  text,
  sources: [],
  turnId: null,
});
