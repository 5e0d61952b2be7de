import { once } from 'node:events';
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { DeskEvent, DeskEvents, DeskTopic, PresenceChange } from '../../ports/desk-events.ts';
import { logger } from '../../logger.ts';
import type { Allow } from '../allow.ts';
import { readAs } from '../read-as.ts';
import type { LiveEvent, LivePresence } from '../answers/live.ts';
import { mayDo, type Action, type Staff } from '../rights.ts';
import { createBell } from '../bell.ts';

/** Where the reader stood. */
export const Query = z.object({ after: z.string().max(40).optional() });

/** Whoever may read a thing hears that it changed. */
const NEEDED: Record<DeskTopic, Action> = {
  conversation: 'conversation.read',
  'hand-off': 'conversation.read',
  alert: 'alert.read',
  approval: 'approval.read',
  request: 'request.read',
  document: 'document.read',
  property: 'property.read',
  staff: 'staff.manage',
  rollout: 'rollout.read',
  health: 'health.read',
};

// A burst is read at once; transactions that still run are looked at again soon; and a notice that got lost does not
// stop the stream. The heartbeat keeps proxies from cutting it, and ends it for whoever may no longer listen.
const TOGETHER_MS = 100;
const STILL_RUNNING_MS = 200;
const HEARTBEAT_MS = 15_000;

/** `GET /events`: what changes at the properties of the one who listens, by server-sent events; and its end. */
export function eventRoutes({
  deskEvents,
  allow,
  heartbeatMs = HEARTBEAT_MS,
}: {
  deskEvents: DeskEvents;
  allow: Allow;
  heartbeatMs?: number;
}): { router: Router; close(): void } {
  const router = Router();
  const open = new Set<() => void>();

  router.get('/', async (request, response) => {
    const staffNow = (): Promise<Staff> =>
      allow(request, { action: 'desk.watch', propertyId: null });
    const after = cursorOf(request);
    const listening = { deskEvents, response, staffNow, staff: await staffNow(), heartbeatMs };
    const bell = createBell();
    const end = (): void => {
      response.end();
      bell.ring();
    };
    open.add(end);
    const stop = deskEvents.onCommit(bell.ring);
    const seen = new Map<string, PresenceChange>();
    const unwatch = deskEvents.onPresence((change) => {
      seen.set(change.conversationId, change);
      bell.ring();
    });
    response.on('close', bell.ring);
    response.set({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    try {
      await follow({ ...listening, bell, after, seen });
    } catch (error) {
      logger.info({ error: error instanceof Error ? error.name : 'unknown' }, 'live stream ended');
    } finally {
      stop();
      unwatch();
      open.delete(end);
      response.end();
    }
  });

  return {
    router,
    close() {
      for (const end of open) end();
    },
  };
}

/** The browser's own memory of where it was comes before that of the page. */
function cursorOf(request: Request): string | null {
  return request.get('last-event-id') ?? readAs(Query, request.query).after ?? null;
}

interface Following {
  deskEvents: DeskEvents;
  response: Response;
  /** The person's rights, read anew. @throws when they may no longer listen */
  staffNow: () => Promise<Staff>;
  staff: Staff;
  heartbeatMs: number;
  bell: ReturnType<typeof createBell>;
  after: string | null;
  /** Conversations whose readers changed and of which the reader was not told yet. */
  seen: Map<string, PresenceChange>;
}

async function follow({ response, bell, ...by }: Following): Promise<void> {
  let { staff } = by;
  let cursor = by.after ?? (await by.deskEvents.now());
  await say(response, by.after === null ? { event: 'ready', cursor } : { cursor });
  let beatAt = Date.now() + by.heartbeatMs;
  while (isOpen(response)) {
    const told = await tellNews({ ...by, response, staff, cursor });
    cursor = told.cursor;
    await tellPresence({ ...by, response, staff, cursor });
    if (Date.now() >= beatAt) {
      staff = await by.staffNow();
      await say(response, { cursor });
      beatAt = Date.now() + by.heartbeatMs;
    }
    const idleMs = Math.max(0, beatAt - Date.now());
    await bell.wait(told.hasMore ? STILL_RUNNING_MS : idleMs, TOGETHER_MS);
  }
}

/** Says where people came or went. It moves no cursor: who was away asks again by themselves. */
async function tellPresence({
  seen,
  response,
  staff,
  cursor,
}: Pick<Following, 'seen' | 'response' | 'staff'> & { cursor: string }): Promise<void> {
  const changes = [...seen.values()];
  seen.clear();
  for (const { conversationId, propertyId } of changes) {
    if (!mayDo(staff, { action: 'conversation.read', propertyId })) continue;
    await say(response, { event: 'presence', cursor, data: { conversationId } });
  }
}

/** Says what has changed since a cursor; answers where the reader stands then, and whether more is about to come. */
async function tellNews({
  deskEvents,
  response,
  staff,
  cursor,
}: Pick<Following, 'deskEvents' | 'response' | 'staff'> & { cursor: string }): Promise<{
  cursor: string;
  hasMore: boolean;
}> {
  const read = await deskEvents.readAfter(cursor);
  if (read.kind === 'lost') {
    const now = await deskEvents.now();
    await say(response, { event: 'reset', cursor: now });
    return { cursor: now, hasMore: false };
  }
  for (const event of read.events.filter((each) => isFor(staff, each))) {
    const { topic, subjectId, propertyId } = event;
    const data = { topic, subjectId, propertyId };
    await say(response, { event: 'change', cursor: event.cursor, data });
  }
  return { cursor: read.events.at(-1)?.cursor ?? cursor, hasMore: read.hasMore };
}

const isOpen = (response: Response): boolean => !response.writableEnded && !response.closed;

function isFor(staff: Staff, { topic, propertyId }: DeskEvent): boolean {
  return mayDo(staff, { action: NEEDED[topic], propertyId });
}

/** Without an event only the cursor moves on. Waits for a reader who is slow. */
async function say(
  response: Response,
  {
    event,
    cursor,
    data = null,
  }: { event?: string; cursor: string; data?: LiveEvent | LivePresence | null },
): Promise<void> {
  if (!isOpen(response)) return;
  const named = event === undefined ? '' : `event: ${event}\ndata: ${JSON.stringify(data)}\n`;
  const hasRoom = response.write(`id: ${cursor}\n${named}\n`);
  if (!hasRoom) await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
