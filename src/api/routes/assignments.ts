import { json, Router, type Request } from 'express';
import { z } from 'zod';
import type { Assigned } from '../../ports/hand-offs.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import type { AssignedAnswer } from '../answers/assignment.ts';
import { ANSWERING, type createAssigning } from '../assigning.ts';
import { Conflict } from '../errors.ts';
import { conversationFor } from '../find-conversation.ts';
import { readAs } from '../read-as.ts';

/** To whom, null for the queue; who has it as the page shows it; and whether the assistant is silent from then on. */
export const Assign = z.object({
  to: z.string().min(1).max(100).nullable(),
  from: z.string().min(1).max(100).nullable(),
  silences: z.boolean().default(false),
});

interface AssignmentRoutesOptions {
  records: Pick<Records, 'conversations' | 'team'>;
  assigning: Pick<ReturnType<typeof createAssigning>, 'assign'>;
  allow: Allow;
}

/** Who can be given a conversation, and giving it: what one holds oneself, or what somebody else does. */
export function assignmentRoutes(options: AssignmentRoutesOptions): Router {
  const router = Router();
  const body = json({ limit: '4kb' });

  router.get('/:id/colleagues', async (request, response) => {
    const action = 'conversation.take-over' as const;
    const { conversation } = await conversationFor({ ...options, action }, request);
    const { propertyId } = conversation;
    response.json(await options.records.team.listAt({ propertyId, roles: ANSWERING }));
  });

  router.post('/:id/assign', body, async (request, response) => {
    response.json(await assign(options, { request, mayTakeAway: false }));
  });

  router.post('/:id/reassign', body, async (request, response) => {
    response.json(await assign(options, { request, mayTakeAway: true }));
  });

  return router;
}

async function assign(
  options: AssignmentRoutesOptions,
  { request, mayTakeAway }: { request: Request; mayTakeAway: boolean },
): Promise<AssignedAnswer> {
  const action = mayTakeAway ? 'conversation.reassign' : 'conversation.take-over';
  const { conversation, staff } = await conversationFor({ ...options, action }, request);
  const { to, from, silences } = readAs(Assign, request.body);
  const { conversationId, propertyId } = conversation;
  const colleagues = await options.records.team.listAt({ propertyId, roles: ANSWERING });
  if (to !== null && !colleagues.some(({ staffId }) => staffId === to)) {
    throw new Conflict('Nobody of that name answers at this property any more.');
  }
  const assigned = await options.assigning.assign({
    conversationId,
    propertyId,
    staffId: staff.staffId,
    toStaffId: to,
    fromStaffId: from,
    isSilencing: silences && to !== null,
    mayTakeAway,
  });
  if (assigned.kind !== 'assigned') throw new Conflict(sentenceFor(assigned));
  return { alreadySending: assigned.alreadySending };
}

function sentenceFor(refused: Exclude<Assigned, { kind: 'assigned' }>): string {
  switch (refused.kind) {
    case 'changed':
      return refused.name === null
        ? 'This conversation has gone back to the queue meanwhile.'
        : `${refused.name} has this conversation meanwhile.`;
    case 'held':
      return `${refused.name ?? 'Somebody'} holds this conversation: only they or a manager can give it away.`;
    case 'nobody-waits':
      return 'Nobody waits for a person here. Take it over if you want to answer.';
  }
}
