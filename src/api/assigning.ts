import { handOffClocks, type HandOffClocks } from '../domain/hand-off.ts';
import { deskCalendar } from '../domain/property.ts';
import type { Assigned, Assignment } from '../ports/hand-offs.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Records } from '../ports/records.ts';
import { logger } from '../logger.ts';
import type { TellReleased } from './draft-news.ts';
import type { TellHandOffs } from './hand-off-news.ts';
import { RIGHTS } from './rights.ts';

/** The roles that can be given a conversation. */
export const ANSWERING = RIGHTS['conversation.take-over'];

type Wish = Omit<Assignment, 'clocks'> & { propertyId: string | null };

/** Gives conversations from hand to hand; whatever waits anew gets the clocks of its property. */
export function createAssigning(house: {
  records: Pick<Records, 'handOffs' | 'properties'>;
  policyPacks: PolicyPacks;
  tellHandOffs: TellHandOffs;
  tellReleased: TellReleased;
}) {
  const { records, tellHandOffs, tellReleased } = house;
  const assign = async ({ propertyId, ...wish }: Wish): Promise<Assigned> => {
    const clocks = await clocksAt(house, propertyId);
    const assigned = await records.handOffs.assign({ ...wish, clocks });
    if (assigned.kind === 'assigned') await Promise.all([tellHandOffs(), tellReleased()]);
    return assigned;
  };
  return {
    assign,
    /** Puts back into the queue what people have who may no longer answer there; never throws, the next round tries again. */
    async returnStranded(): Promise<void> {
      try {
        for (const { staffId, ...stranded } of await records.handOffs.listStranded(ANSWERING)) {
          const nobody = { staffId: null, toStaffId: null, isSilencing: false };
          await assign({ ...stranded, ...nobody, fromStaffId: staffId, mayTakeAway: true });
          const { conversationId } = stranded;
          logger.info({ conversationId, staffId }, 'conversation went back to the queue');
        }
      } catch (error) {
        const name = error instanceof Error ? error.name : 'unknown';
        logger.warn({ error: name }, 'conversations could not go back to the queue yet');
      }
    },
  };
}

async function clocksAt(
  { records, policyPacks }: Parameters<typeof createAssigning>[0],
  propertyId: string | null,
): Promise<HandOffClocks> {
  const property = propertyId === null ? null : await records.properties.find(propertyId);
  const calendar = property?.calendar ?? deskCalendar(policyPacks.current(null));
  const rules = policyPacks.current(propertyId).handOff;
  return handOffClocks({ openedAt: new Date().toISOString(), calendar, rules });
}
