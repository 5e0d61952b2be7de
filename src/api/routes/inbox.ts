import { Router, type Request } from 'express';
import { z } from 'zod';
import { HAND_OVER_REASONS } from '../../domain/decision.ts';
import { ENDED_STATES } from '../../domain/maintenance-request.ts';
import { CHANNEL_NAMES } from '../../domain/message.ts';
import { LANGUAGES } from '../../domain/resident.ts';
import { INBOX_PAGE, QUEUES, type ConversationSummary } from '../../ports/desk-inbox.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { hideNumbers } from '../hidden-numbers.ts';
import { lookThrough } from '../look-through.ts';
import { readAs } from '../read-as.ts';
import type {
  ConversationAnswer,
  ConversationListed,
  InboxCounts,
  MatterAnswer,
} from '../answers/inbox.ts';
import { createWriters } from '../writers.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
/** What is asked for. */
export const Filter = z.object({
  queue: z.enum(QUEUES).default('all'),
  property: z.string().min(1).max(100).nullable().default(null),
  search: z.string().trim().max(100).default(''),
  channel: z.enum(CHANNEL_NAMES).nullable().default(null),
  language: z.enum(LANGUAGES).nullable().default(null),
  reason: z.enum(HAND_OVER_REASONS).nullable().default(null),
  waiting: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .default(null)
    .describe('Minutes that it has waited at least'),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe('Where to go on; the Link header names it'),
});

interface InboxRoutesOptions {
  records: Pick<Records, 'conversations' | 'deskInbox' | 'maintenanceRequests' | 'notes'>;
  platform: PropertyPlatform;
  allow: Allow;
}

/** `/conversations`: the inbox of the desk, and one conversation with all that belongs to it. */
export function inboxRoutes({
  records: { conversations, deskInbox, maintenanceRequests, notes },
  platform,
  allow,
}: InboxRoutesOptions): Router {
  const router = Router();
  const writerOf = createWriters({ platform });
  const listed = async (
    summary: ConversationSummary,
    staffId: string,
  ): Promise<ConversationListed> => {
    const { residentId, propertyId, last } = summary;
    const writer = await writerOf({ residentId, propertyId, staffId });
    return { ...summary, last: last && hideNumbers(last), writer };
  };

  router.get('/', async (request, response) => {
    const { search, offset, ...filter } = filterOf(request);
    const { propertyId } = filter;
    const staff = await allow(request, { action: 'conversation.read', propertyId });
    const { staffId, propertyIds } = staff;
    const { found, next } = await lookThrough({
      offset,
      pageSize: INBOX_PAGE,
      async readPage(from) {
        const page = await deskInbox.list({ ...filter, offset: from, staffId, propertyIds });
        return Promise.all(page.map((summary) => listed(summary, staffId)));
      },
      isWanted: (conversation) => isFound(conversation, search.toLowerCase()),
    });
    if (next !== null) response.links({ next: placeAfter(request, next) });
    response.json(found);
  });

  router.get('/counts', async (request, response) => {
    const staff = await allow(request, { action: 'conversation.read', propertyId: null });
    const counts: InboxCounts = await deskInbox.count(staff);
    response.json(counts);
  });

  router.get('/:id', async (request, response) => {
    const { id: conversationId } = readAs(Params, request.params);
    const summary = await deskInbox.find(conversationId);
    if (!summary) throw new RecordNotFound(`no conversation ${conversationId}`);
    const { propertyId } = summary;
    const { staffId } = await allow(request, { action: 'conversation.read', propertyId });
    const [view, written, turns, requests] = await Promise.all([
      conversations.view({ conversationId, after: 0, reader: 'staff' }),
      notes.list(conversationId),
      deskInbox.listTurns(conversationId),
      maintenanceRequests.listOfConversation(conversationId),
    ]);
    const matters = requests.filter(({ state }) => !ENDED_STATES.includes(state)).map(toMatter);
    const isMine = summary.heldBy?.staffId === staffId;
    const lines = view.lines.map(hideNumbers);
    const shown = await listed(summary, staffId);
    const read = { ...view, lines, notes: written, turns };
    const answer: ConversationAnswer = { ...shown, ...read, isMine, matters };
    response.json(answer);
  });

  return router;
}

/** The same question, from where its answer ended. */
function placeAfter({ originalUrl }: Request, offset: number): string {
  const place = new URL(originalUrl, 'http://here');
  place.searchParams.set('offset', String(offset));
  return `${place.pathname}${place.search}`;
}

function filterOf(request: Request) {
  const { property: propertyId, waiting, ...filter } = readAs(Filter, request.query);
  const before = Date.now() - (waiting ?? 0) * 60_000;
  return {
    ...filter,
    propertyId,
    waitingSince: waiting === null ? null : new Date(before).toISOString(),
  };
}

function toMatter(
  row: Awaited<ReturnType<Records['maintenanceRequests']['list']>>[number],
): MatterAnswer {
  const { requestId, reference, state, words, openedAt } = row;
  return { requestId, reference, class: row.class, state, summary: words.summary, openedAt };
}

function isFound({ writer, last, ...conversation }: ConversationListed, search: string): boolean {
  const words = [
    writer?.name,
    writer?.unitNumber,
    conversation.residentId,
    conversation.conversationId,
    last?.text,
  ];
  return words.some((text) => text?.toLowerCase().includes(search) === true) || search === '';
}
