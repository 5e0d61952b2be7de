import { json, Router } from 'express';
import { z } from 'zod';
import type { Properties } from '../../ports/properties.ts';
import type { Allow } from '../allow.ts';
import { readAs } from '../read-as.ts';

const phase = z.enum(['off', 'shadow', 'answers', 'reads', 'writes']);
const skill = z.enum(['documents', 'account', 'maintenance']);
/** The switches of a property. */
export const RolloutBody = z.object({
  phase,
  skills: z.partialRecord(skill, phase).default({}),
  stopped: z.array(z.union([skill, z.literal('all')])).default([]),
});
const Params = z.object({ id: z.string().min(1).max(100) });

/** `/properties/:id/rollout`: how far the assistant may go; read again on every turn. */
export function rolloutRoutes({
  properties,
  allow,
}: {
  properties: Properties;
  allow: Allow;
}): Router {
  const router = Router();

  router.put('/:id/rollout', json({ limit: '4kb' }), async (request, response) => {
    const { id: propertyId } = readAs(Params, request.params);
    const { staffId } = await allow(request, { action: 'rollout.change', propertyId });
    const { phase: to, skills, stopped } = readAs(RolloutBody, request.body);
    const changed = Object.fromEntries(Object.entries(skills).filter(([, of]) => of !== undefined));
    const rollout = { phase: to, skills: changed, stopped };
    await properties.setRollout({ propertyId, rollout, staffId });
    response.json(rollout);
  });

  return router;
}
