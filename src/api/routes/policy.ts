import { Router } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../../ports/errors.ts';
import type { PolicyPacks } from '../../ports/policy-packs.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { policyAnswer } from '../policy-answer.ts';
import { readAs } from '../read-as.ts';

const Params = z.object({ id: z.string().min(1).max(100) });

/** `GET /properties/:id/policy`: the rules in force there, whose layers they come from, and the versions before. */
export function policyRoutes({
  records: { properties, packVersions },
  policyPacks,
  allow,
}: {
  records: Pick<Records, 'properties' | 'packVersions'>;
  policyPacks: PolicyPacks;
  allow: Allow;
}): Router {
  const router = Router();
  router.get('/:id/policy', async (request, response) => {
    const { id: propertyId } = readAs(Params, request.params);
    await allow(request, { action: 'policy.read', propertyId });
    if (!(await properties.find(propertyId))) throw new RecordNotFound(`no property ${propertyId}`);
    const pack = policyPacks.current(propertyId);
    const layers = policyPacks.layersAt(propertyId);
    const kept = await packVersions.list();
    response.json(policyAnswer({ propertyId, pack, layers, kept }));
  });
  return router;
}
