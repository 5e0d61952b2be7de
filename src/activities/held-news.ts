import { keyAfterRelease } from '../domain/news.ts';
import type { DueDraft } from '../ports/drafts.ts';
import { findRequest, sendNews, writeNews, type NewsRoom } from './request-news.ts';

/** What becomes of news that a takeover held back. */
export function createHeldNewsActivities(house: NewsRoom) {
  return {
    /**
     * Nobody holds the person any more: the newest unsent draft of each request is told as it is true now, every other
     * one is let go. Does nothing to drafts of a person who was taken over again meanwhile.
     */
    async tellHeldNews({ conversationId }: { conversationId: string }): Promise<void> {
      for (const draft of await house.records.drafts.listDue(conversationId)) {
        await endDraft(house, { draft, conversationId });
      }
    },
  };
}

async function endDraft(
  house: NewsRoom,
  { draft, conversationId }: { draft: DueDraft; conversationId: string },
): Promise<void> {
  const { draftId, news, isSuperseded, isErased } = draft;
  const { drafts } = house.records;
  // What came of an alarm was an hour's news: whoever held the person has told it or not.
  if (news.kind === 'alarm' || isSuperseded || isErased) {
    return drafts.drop({ draftId, conversationId });
  }
  const row = await findRequest(house, news.requestId);
  const key = keyAfterRelease(news, row);
  const send = await writeNews(house, { row, key, conversationId });
  const dedupeKey = `draft/${draftId}`;
  const sendId = await drafts.tell({ draftId, send: { ...send, dedupeKey } });
  if (sendId) await sendNews(house, { row, sendId, once: dedupeKey });
}

export type HeldNewsActivities = ReturnType<typeof createHeldNewsActivities>;
