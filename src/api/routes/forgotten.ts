import { Router } from 'express';
import { minutesOpenBetween } from '../../domain/business-hours.ts';
import { deskCalendar } from '../../domain/property.ts';
import type { PolicyPacks } from '../../ports/policy-packs.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import type { ForgottenAnswer } from '../answers/assignment.ts';

interface ForgottenRoutesOptions {
  records: Pick<Records, 'deskInbox' | 'properties'>;
  policyPacks: PolicyPacks;
  takeoverIdleMinutes: number;
  allow: Allow;
  now?: () => Date;
}

/**
 * `GET /conversations/forgotten`: what somebody took over without writing to anybody about it for so many minutes of
 * opening. The assistant is silent there and nobody else is called: who may give it to others must see it.
 */
export function forgottenRoutes(options: ForgottenRoutesOptions): Router {
  const { records, policyPacks, takeoverIdleMinutes, allow, now = () => new Date() } = options;
  const router = Router();
  router.get('/forgotten', async (request, response) => {
    const staff = await allow(request, { action: 'conversation.reassign', propertyId: null });
    const held = await records.deskInbox.listHeld(staff);
    const properties = await records.properties.list();
    const to = now().toISOString();
    const answer: ForgottenAnswer[] = held.flatMap(({ conversationId, propertyId, heldBy }) => {
      const property = properties.find((each) => each.propertyId === propertyId);
      const calendar = property?.calendar ?? deskCalendar(policyPacks.current(null));
      if (!heldBy) return [];
      const idle = minutesOpenBetween({ from: heldBy.actedAt, to, calendar });
      return idle < takeoverIdleMinutes ? [] : [{ conversationId, propertyId, heldBy }];
    });
    response.json(answer);
  });
  return router;
}
