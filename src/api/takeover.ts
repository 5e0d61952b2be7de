import type { HandOffs, Takeover } from '../ports/hand-offs.ts';
import { Conflict } from './errors.ts';
import type { TellReleased } from './draft-news.ts';
import type { TellHandOffs } from './hand-off-news.ts';

/**
 * The hand over a conversation; an open hand-off hears that somebody came, and that they went, and the conversation that
 * news held back for them can be told.
 */
export function createTakeover({
  handOffs,
  tellHandOffs,
  tellReleased,
}: {
  handOffs: HandOffs;
  tellHandOffs: TellHandOffs;
  tellReleased: TellReleased;
}) {
  return {
    /** @throws Conflict when somebody else holds it */
    async takeOver(by: { conversationId: string; staffId: string }): Promise<Takeover> {
      const takeover = await handOffs.takeOver(by);
      if (!takeover) throw new Conflict('Somebody else has taken this conversation over.');
      await tellHandOffs();
      return takeover;
    },
    /** @throws Conflict when they do not hold it */
    async release(by: { conversationId: string; staffId: string }): Promise<void> {
      if (!(await handOffs.release(by))) throw new Conflict('You do not hold this conversation.');
      await tellHandOffs();
      await tellReleased();
    },
  };
}
