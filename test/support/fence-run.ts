import { randomUUID } from 'node:crypto';
import { conversationWorkflowId } from '../../src/workflows/conversation/contract.ts';
import { aNewRequest } from '../contracts/records/request-records.ts';
import { PROPERTY_ID, type FenceHouse } from './fence-house.ts';
import { judgeStory, type Judged, type Silence } from './fence-judge.ts';
import { WORDS, type Door, type Happening } from './fence-story.ts';
import type { WorkflowEnvironment } from './workflow-environment.ts';

const NEWS = {
  open: 'news-delayed',
  'vendor-assigned': 'news-vendor-chosen',
  'in-progress': 'news-in-progress',
} as const;
// More signals than a history may have events before it continues as new.
const SIGNALS_TO_GROW = 260;
const GIVE_UP_MS = 60_000;

/** One person, their two conversations, and everything that happens to them. */
interface Run {
  house: FenceHouse;
  environment: WorkflowEnvironment;
  conversations: Record<Door, string>;
  requestId: string;
  silences: Silence[];
  write(door: Door, text: string): Promise<{ conversationId: string }>;
}

/**
 * Lives through a story on a worker that restarts as told, lets everything come to rest, and judges what left. The
 * worker forgets a workflow after each task unless it `remembers`, as a long history needs; then it does not restart.
 */
export async function liveThrough(
  story: Happening[],
  by: { house: FenceHouse; environment: WorkflowEnvironment; remembers: boolean },
): Promise<Judged> {
  const { house, environment } = by;
  const residentId = `resident-${randomUUID()}`;
  const write: Run['write'] = (door, text) =>
    house.deliver({
      channel: door,
      providerMessageId: randomUUID(),
      from: { kind: 'portal_user', value: `${residentId}/${door}` },
      assurance: 'channel',
      residentId,
      propertyId: PROPERTY_ID,
      kind: 'text',
      text,
      sentAt: house.records.clock.at,
    });
  let run: Run | null = null;
  const chapters = chaptersOf(story);
  const { withWorker, withCachingWorker } = environment;
  const onWorker = by.remembers ? withCachingWorker : withWorker;
  for (const [index, happenings] of chapters.entries()) {
    const isLast = index === chapters.length - 1;
    await onWorker(house.activities, async () => {
      try {
        run ??= await begin({ house, environment, write });
        for (const happening of happenings) {
          house.records.clock.pass(100);
          await happen(run, happening);
        }
        if (isLast) await comeToRest(run);
        else house.faults.letGo(); // a worker that stops lets its steps end
      } catch (error) {
        house.faults.calm(); // or the worker would wait for them
        throw error;
      }
    });
  }
  if (!run) throw new Error('nothing was lived through');
  return judgeStory(run);
}

function chaptersOf(story: Happening[]): Happening[][] {
  const chapters: Happening[][] = [[]];
  for (const happening of story) {
    if (happening.kind === 'worker-restarts') chapters.push([]);
    else chapters.at(-1)?.push(happening);
  }
  return chapters;
}

async function begin({
  house,
  environment,
  write,
}: Pick<Run, 'house' | 'environment' | 'write'>): Promise<Run> {
  const portal = await write('portal', WORDS.hello);
  const webChat = await write('web-chat', WORDS.hello);
  const { request } = await house.records.maintenanceRequests.create({
    ...aNewRequest({ conversationId: portal.conversationId, residentId: null, state: 'open' }),
    requestId: randomUUID(),
    reference: `MR-${randomUUID().slice(0, 10).toUpperCase()}`,
    dedupeKey: randomUUID(),
  });
  return {
    house,
    environment,
    write,
    requestId: request.requestId,
    conversations: { portal: portal.conversationId, 'web-chat': webChat.conversationId },
    silences: [],
  };
}

const happen = (run: Run, happening: Happening): Promise<void> =>
  isDeed(happening) ? act(run, happening) : befall(run, happening);

const DEEDS = [
  'writes',
  'is-taken-over',
  'is-released',
  'is-answered',
  'draft-is-sent',
  'request-has-news',
] as const;
type Deed = Extract<Happening, { kind: (typeof DEEDS)[number] }>;

/** Whether somebody does it; what is none befalls the house. */
const isDeed = (happening: Happening): happening is Deed =>
  DEEDS.some((kind) => kind === happening.kind);

async function act(run: Run, happening: Deed): Promise<void> {
  const { conversations } = run;
  switch (happening.kind) {
    case 'writes':
      await run.write(happening.door, WORDS[happening.words]);
      return;
    case 'is-taken-over':
      return takeOver(run, { ...happening, conversationId: conversations[happening.door] });
    case 'is-released':
      return release(run, { ...happening, conversationId: conversations[happening.door] });
    case 'is-answered':
      return answer(run, { ...happening, conversationId: conversations[happening.door] });
    case 'draft-is-sent':
      return sendDraft(run, happening);
    case 'request-has-news':
      return tellNews(run, happening);
  }
}

async function befall(run: Run, happening: Exclude<Happening, Deed>): Promise<void> {
  const { faults, records, sweep, underWay } = run.house;
  switch (happening.kind) {
    case 'step-fails':
      return faults.lay(happening.step, happening.fault);
    case 'channel-fails':
      return void faults.layForChannel(happening.fault);
    case 'is-let-go':
      return faults.letGo();
    case 'is-swept':
      underWay.push(sweep.sendRows(), sweep.wakeConversations());
      return;
    case 'time-passes':
      return records.clock.pass(15_000);
    case 'is-waited-for':
      return waitUntil(
        async () =>
          faults.isStanding || ((await isAnswered(run, 'staff')) && (await isAlarmed(run))),
      );
    case 'history-grows':
      return growHistory(run);
    case 'worker-restarts':
      throw new Error('a restart is between two chapters');
  }
}

interface ByStaff {
  conversationId: string;
  staff: string;
}

async function takeOver(run: Run, { conversationId, staff }: ByStaff): Promise<void> {
  const { records, faults } = run.house;
  const taken = await records.handOffs.takeOver({ conversationId, staffId: staff });
  if (!taken) return;
  const { takeoverId, alreadySending } = taken;
  const known = run.silences.find((silence) => silence.takeoverId === takeoverId);
  for (const sendId of alreadySending) known?.listed.add(sendId);
  if (known) return;
  const listed = new Set(alreadySending);
  run.silences.push({ takeoverId, listed, from: faults.order(), to: Infinity });
}

async function release(run: Run, { conversationId, staff }: ByStaff): Promise<void> {
  const { records, faults, tellReleased } = run.house;
  const at = faults.order(); // the fence comes down somewhere between the call and its answer
  if (!(await records.handOffs.release({ conversationId, staffId: staff }))) return;
  const last = run.silences.at(-1);
  if (last) last.to = at;
  await tellReleased();
}

// A channel that refuses is one of the faults; what became of the row is judged at the end.
const refused = (): void => undefined;

async function answer(run: Run, { conversationId, staff: staffId }: ByStaff): Promise<void> {
  const { records, carrier, underWay } = run.house;
  if (!(await records.handOffs.begin({ conversationId, staffId }))) return;
  const sendId = await records.outbox.queue(aStaffReply(conversationId));
  underWay.push(records.outbox.sendOnce(sendId, carrier).catch(refused));
}

async function sendDraft(run: Run, { staff: staffId }: { staff: string }): Promise<void> {
  const { records, carrier, underWay } = run.house;
  const [draft] = await records.drafts.list({ conversationId: run.conversations.portal });
  if (!draft) return;
  const { draftId, conversationId } = draft;
  const send = aStaffReply(conversationId);
  const sent = await records.drafts.reply({ draftId, staffId, send });
  if (sent.kind !== 'done') return;
  underWay.push(records.outbox.sendOnce(sent.sendId, carrier).catch(refused));
}

const aStaffReply = (conversationId: string) => ({
  conversationId,
  dedupeKey: `staff/${randomUUID()}`,
  purpose: 'staff' as const,
  text: 'This is Mara of the front desk.',
  sources: [],
  turnId: null,
});

async function tellNews(run: Run, { state }: { state: keyof typeof NEWS }): Promise<void> {
  const { records, underWay, tellNews: tell } = run.house;
  const row = await records.maintenanceRequests.change(run.requestId, { state });
  underWay.push(tell({ row, key: NEWS[state], once: randomUUID() }).catch(refused));
}

/** The conversation hears so much that its history ends, and goes on with a fresh one. */
async function growHistory({ house, environment, conversations }: Run): Promise<void> {
  const conversationId = conversations.portal;
  const handle = environment.env.client.workflow.getHandle(conversationWorkflowId(conversationId));
  const { runId } = await handle.describe();
  const told = { conversationId, propertyId: PROPERTY_ID };
  const signals = Array.from({ length: SIGNALS_TO_GROW }, () =>
    house.tellConversationReleased(told),
  );
  await Promise.all(signals);
  await waitUntil(async () => {
    house.faults.letGo(); // a history ends only once nothing of it is under way
    return (await handle.describe()).runId !== runId;
  });
}

/** Nothing fails any more, nobody holds the person, and everything that waited is done. */
async function comeToRest(run: Run): Promise<void> {
  const { faults, records, sweep, underWay } = run.house;
  const { conversations } = run;
  faults.calm();
  for (const staff of ['staff-1', 'staff-2']) {
    await release(run, { conversationId: conversations.portal, staff });
  }
  await waitUntil(async () => {
    await Promise.allSettled(underWay.splice(0));
    records.clock.pass(60_000);
    await sweep.sendRows();
    await sweep.wakeConversations();
    return underWay.length === 0 && (await isAnswered(run, 'resident')) && !(await hasDrafts(run));
  });
  for (const conversationId of Object.values(conversations)) {
    const id = conversationWorkflowId(conversationId);
    await run.environment.env.client.workflow.getHandle(id).terminate();
  }
}

async function isAnswered(
  { house, conversations }: Run,
  reader: 'staff' | 'resident',
): Promise<boolean> {
  const views = await Promise.all(
    Object.values(conversations).map((conversationId) =>
      house.records.conversations.view({ conversationId, after: 0, reader }),
    ),
  );
  return views.every(({ isSettled }) => isSettled);
}

async function isAlarmed({ house, conversations }: Run): Promise<boolean> {
  const dangers = await house.records.postgres.query(
    'select danger_id from dangers where conversation_id = any($1)',
    [Object.values(conversations)],
  );
  return dangers.every(({ danger_id: id }) => house.alarmsTold.has(`al_${String(id)}`));
}

async function hasDrafts({ house, conversations }: Run): Promise<boolean> {
  const due = await Promise.all(
    Object.values(conversations).map((id) => house.records.drafts.listDue(id)),
  );
  return due.flat().length > 0;
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('the house did not come so far');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
