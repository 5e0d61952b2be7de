import { Router } from 'express';
import type { Allow } from '../allow.ts';
import { Conflict } from '../errors.ts';
import { removeSample, type RemovalHouse, type SampleParts } from '../remove-sample.ts';
import { isCommand } from '../secret.ts';
import type { SignIn } from '../sign-in.ts';

interface SampleRoutesOptions extends RemovalHouse {
  sampleParts: SampleParts | null;
  allow: Allow;
  signIn: Pick<SignIn, 'hasAdmin'>;
  commandKey: string;
}

/** `DELETE /sample`: takes the sample out of the house for good. Admins, and operators' commands. */
export function sampleRoutes(options: SampleRoutesOptions): Router {
  const { sampleParts, allow, signIn, commandKey, ...house } = options;
  const router = Router();
  router.delete('/', async (request, response) => {
    if (!isCommand(request, commandKey)) {
      await allow(request, { action: 'sample.remove', propertyId: null });
    }
    if (!sampleParts) throw new Conflict('There is no sample in this house.');
    await removeSample(house, sampleParts);
    const { propertyIds } = sampleParts;
    response.json({ propertyIds, hasAdmin: await signIn.hasAdmin() });
  });
  return router;
}
