import { Router } from 'express';
import { z } from 'zod';
import { phaseOf, type RolloutPhase, type Skill } from '../../domain/rollout.ts';
import type { Rollouts, StandingRollout } from '../../ports/rollouts.ts';
import type { Allow } from '../allow.ts';
import type {
  PropertyRollout,
  OrganisationRollout,
  RolloutAnswer,
  RolloutChangeAnswer,
} from '../answers/rollout.ts';
import { readAs } from '../read-as.ts';
import { mayDo, seesProperty, type Staff } from '../rights.ts';

/** Of which property; of all where none is named. */
export const ChangesFilter = z.object({
  property: z.string().min(1).max(100).nullable().default(null),
});

/** `/rollout`: how far the assistant may go at one's properties, and who changed that. */
export function rolloutRoutes({ rollouts, allow }: { rollouts: Rollouts; allow: Allow }): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const staff = await allow(request, { action: 'rollout.read', propertyId: null });
    const answer: RolloutAnswer = await readRollouts(rollouts, staff);
    response.json(answer);
  });

  router.get('/changes', async (request, response) => {
    const { property: propertyId } = readAs(ChangesFilter, request.query);
    const staff = await allow(request, { action: 'rollout.read', propertyId });
    const { organisations, properties } = await readRollouts(rollouts, staff);
    const shown = properties.filter((one) => propertyId === null || one.propertyId === propertyId);
    const theirs = new Set(shown.map(({ organisationId }) => organisationId));
    const answer: RolloutChangeAnswer[] = await rollouts.listChanges({
      propertyIds: shown.map((one) => one.propertyId),
      organisationIds: organisations
        .map(({ organisationId }) => organisationId)
        .filter((organisationId) => theirs.has(organisationId)),
    });
    response.json(answer);
  });

  return router;
}

async function readRollouts(rollouts: Rollouts, staff: Staff): Promise<RolloutAnswer> {
  const all = await rollouts.list();
  const organisations = await rollouts.listOrganisations();
  const stopped = new Set(await rollouts.listStopped());
  const seen = all.filter(({ propertyId }) => seesProperty(staff, propertyId));
  return {
    organisations: organisations.flatMap((stop): OrganisationRollout[] => {
      const { organisationId } = stop;
      const propertyIds = ofOrganisation(seen, organisationId);
      if (propertyIds.length === 0) return [];
      const mayStop = ofOrganisation(all, organisationId).every((propertyId) =>
        mayDo(staff, { action: 'rollout.change', propertyId }),
      );
      return [{ ...stop, propertyIds, mayStop }];
    }),
    properties: seen.map((standing) => toAnswer(standing, stopped.has(standing.organisationId))),
  };
}

const ofOrganisation = (all: StandingRollout[], organisationId: string): string[] =>
  all.filter((one) => one.organisationId === organisationId).map(({ propertyId }) => propertyId);

/** A property's switches as the desk reads them. */
export function toAnswer(
  { propertyId, organisationId, rollout, version }: StandingRollout,
  isOrganisationStopped: boolean,
): PropertyRollout {
  const { phase, sharePercent = 100, skills, stopped } = rollout;
  const counts = (skill: Skill): RolloutPhase =>
    isOrganisationStopped ? 'off' : phaseOf(rollout, skill);
  return {
    propertyId,
    organisationId,
    rollout: { phase, sharePercent, skills, stopped },
    version,
    inForce: {
      documents: counts('documents'),
      account: counts('account'),
      maintenance: counts('maintenance'),
    },
  };
}
