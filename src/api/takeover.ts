import type { HandOffs, Takeover } from '../ports/hand-offs.ts';
import type { Processes } from '../ports/processes.ts';
import { Conflict } from './errors.ts';

/** The hand over a conversation; an open hand-off hears that somebody came, and that they went. */
export function createTakeover({
  handOffs,
  processes,
}: {
  handOffs: HandOffs;
  processes: Processes;
}) {
  return {
    /** @throws Conflict when somebody else holds it */
    async takeOver(by: { conversationId: string; staffId: string }): Promise<Takeover> {
      const takeover = await handOffs.takeOver(by);
      if (!takeover) throw new Conflict('Somebody else has taken this conversation over.');
      const handOff = await handOffs.findOpen(by.conversationId);
      if (handOff) await processes.tellHandOff({ handOffId: handOff.handOffId, fact: 'taken' });
      return takeover;
    },
    /** @throws Conflict when they do not hold it */
    async release(by: { conversationId: string; staffId: string }): Promise<void> {
      const handOff = await handOffs.findOpen(by.conversationId);
      if (!(await handOffs.release(by))) throw new Conflict('You do not hold this conversation.');
      if (handOff) await processes.tellHandOff({ handOffId: handOff.handOffId, fact: 'released' });
    },
  };
}
