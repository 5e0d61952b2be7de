import { json, Router } from 'express';
import { z } from 'zod';
import { SKILLS } from '../../domain/rollout.ts';
import { SHADOW_MARKS, shareOf } from '../../domain/shadow.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { ShadowComparison, ShadowCount } from '../../ports/shadow-comparison.ts';
import type { Allow } from '../allow.ts';
import type { ShadowCountAnswer, ShadowTurnAnswer } from '../answers/rollout.ts';
import { readAs } from '../read-as.ts';
import { mayDo } from '../rights.ts';

const property = z.string().min(1).max(100).nullable().default(null);
/** Which turns. */
export const ShadowFilter = z.object({
  property,
  skill: z
    .enum([...SKILLS, 'general'])
    .nullable()
    .default(null),
  show: z.enum(['to-judge', 'judged', 'all']).default('all'),
});
/** Of which property. */
export const CountsFilter = z.object({ property });
/** How a proposal is judged beside the answer. */
export const MarkBody = z.object({ mark: z.enum(SHADOW_MARKS) });
const Params = z.object({ id: z.string().min(1).max(200) });

const IS_JUDGED = { 'to-judge': false, judged: true, all: null };

/** `/rollout/shadow`: what the assistant would have done, beside what staff did, and how that was judged. */
export function shadowRoutes({
  shadowComparison,
  allow,
}: {
  shadowComparison: ShadowComparison;
  allow: Allow;
}): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const { property: propertyId, skill, show } = readAs(ShadowFilter, request.query);
    const staff = await allow(request, { action: 'rollout.read', propertyId });
    // An auditor sees that and how proposals were judged, never what anybody wrote.
    const withWords = mayDo(staff, { action: 'conversation.read', propertyId });
    const { propertyIds } = staff;
    const isJudged = IS_JUDGED[show];
    const answer: ShadowTurnAnswer[] = await shadowComparison.list({
      propertyIds,
      propertyId,
      skill,
      isJudged,
      withWords,
    });
    response.json(answer);
  });

  router.get('/counts', async (request, response) => {
    const { property: propertyId } = readAs(CountsFilter, request.query);
    const { propertyIds } = await allow(request, { action: 'rollout.read', propertyId });
    const counts = await shadowComparison.count({ propertyIds, propertyId });
    response.json(counts.map(toAnswer));
  });

  router.post('/:id/mark', json({ limit: '1kb' }), async (request, response) => {
    const { id } = readAs(Params, request.params);
    const found = await shadowComparison.find(id);
    if (!found) throw new RecordNotFound(`no turn ${id} in shadow`);
    const { turnId, propertyId } = found;
    const { staffId } = await allow(request, { action: 'shadow.mark', propertyId });
    const { mark } = readAs(MarkBody, request.body);
    await shadowComparison.mark({ turnId, mark, staffId });
    response.json({ mark });
  });

  return router;
}

function toAnswer(count: ShadowCount): ShadowCountAnswer {
  const { marks, sameDeed, withDeed } = count;
  const judged = marks.same + marks.different + marks.wrong;
  return {
    ...count,
    judged,
    sameMarkPercent: shareOf({ count: marks.same, total: judged }),
    sameDeedPercent: shareOf({ count: sameDeed, total: withDeed }),
  };
}
