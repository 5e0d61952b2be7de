import type { AccountTopic } from '../domain/decision.ts';
import { accountText } from '../domain/account.ts';
import type { Outcome } from '../domain/outcome.ts';
import { ProviderUnavailable, RecordNotFound } from '../ports/errors.ts';
import type { House } from './house.ts';

/** Reads a person's own records, and asks who somebody is. */
export function createResidentActivities({
  records: { conversations, properties },
  platform,
  policyPacks,
}: Pick<House, 'records' | 'platform' | 'policyPacks'>) {
  return {
    /** Puts what the platform says of the person's own account into the turn's part, with the time of the reading. */
    async readAccount(by: {
      turnId: string;
      conversationId: string;
      part: number;
      topic: AccountTopic;
    }): Promise<Outcome> {
      const conversation = await conversations.find(by.conversationId);
      const residentId = conversation?.residentId;
      if (!conversation || !residentId) throw new RecordNotFound('nobody to read the account of');
      const { conversationId, turnId } = by;
      const ids = { conversationId, turnId, residentId };
      const asked = { propertyId: conversation.propertyId, ids };
      const resident = await platform.findResident(residentId, asked);
      const { leaseId, propertyId } = resident ?? {};
      if (!leaseId || !propertyId) throw new RecordNotFound('no lease to read');

      const ledger = await platform.readLedger(leaseId, { ...asked, propertyId });
      const lease = await platform.findLease(leaseId, { ...asked, propertyId });
      const property = await properties.find(propertyId);
      if (!lease || !property) throw new ProviderUnavailable('the lease cannot be read now');
      const text = accountText({
        topic: by.topic,
        ledger,
        lease,
        zone: property.calendar.zone,
        language: conversation.language,
        pack: policyPacks.current(propertyId),
      });
      await conversations.savePart({ turnId: by.turnId, part: by.part, text });
      return { kind: 'answered', part: by.part };
    },

    /** Notes that the next message may say who is writing. */
    async askIdentity({ conversationId }: { conversationId: string }): Promise<void> {
      await conversations.awaitIdentity(conversationId);
    },
  };
}

export type ResidentActivities = ReturnType<typeof createResidentActivities>;
