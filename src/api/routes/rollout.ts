import { json, Router } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../../ports/errors.ts';
import type { AuditLog } from '../../ports/audit-log.ts';
import type { Properties } from '../../ports/properties.ts';
import type { Allow } from '../allow.ts';

const phase = z.enum(['off', 'shadow', 'answers', 'reads', 'writes']);
const skill = z.enum(['documents', 'account', 'maintenance']);
const RolloutBody = z.object({
  phase,
  skills: z.partialRecord(skill, phase).default({}),
  stopped: z.array(z.union([skill, z.literal('all')])).default([]),
});
const Params = z.object({ id: z.string().min(1).max(100) });

/** `/properties/:id/rollout`: how far the assistant may go; read again on every turn. */
export function rolloutRoutes({
  properties,
  auditLog,
  allow,
}: {
  properties: Properties;
  auditLog: AuditLog;
  allow: Allow;
}): Router {
  const router = Router();

  router.put('/:id/rollout', json({ limit: '4kb' }), async (request, response) => {
    const { id: propertyId } = Params.parse(request.params);
    const { staffId } = await allow(request, { action: 'rollout.change', propertyId });
    if (!(await properties.find(propertyId))) throw new RecordNotFound(`no property ${propertyId}`);
    const { phase: to, skills, stopped } = RolloutBody.parse(request.body);
    const changed = Object.fromEntries(Object.entries(skills).filter(([, of]) => of !== undefined));
    const rollout = { phase: to, skills: changed, stopped };
    await properties.setRollout(propertyId, rollout);
    await auditLog.append({
      chain: propertyId,
      key: `rollout/${crypto.randomUUID()}`,
      event: 'rollout.changed',
      facts: { staffId, phase: to, stopped: stopped.join(',') },
    });
    response.json(rollout);
  });

  return router;
}
