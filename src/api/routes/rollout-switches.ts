import { json, Router, type Request } from 'express';
import { z } from 'zod';
import {
  ROLLOUT_PHASES,
  SKILLS,
  withStop,
  type Rollout,
  type StopSwitch,
} from '../../domain/rollout.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Changed, Rollouts, StandingRollout, StandingStop } from '../../ports/rollouts.ts';
import type { Allow } from '../allow.ts';
import { Conflict } from '../errors.ts';
import { readAs } from '../read-as.ts';
import { toAnswer } from './rollout.ts';

const phase = z.enum(ROLLOUT_PHASES);
const stopSwitch = z.enum([...SKILLS, 'all']);
const version = z
  .int()
  .min(0)
  .describe('As it was read: who changes what somebody else has changed since is refused with 409');

/** The switches of a property. */
export const RolloutBody = z.object({
  version,
  phase,
  sharePercent: z
    .int()
    .min(0)
    .max(100)
    .default(100)
    .describe('Of how many conversations in a hundred the phase shadow keeps proposals'),
  skills: z.partialRecord(z.enum(SKILLS), phase).default({}),
  stopped: z.array(stopSwitch).default([]),
});
/** A stop switch. To stop is never refused for what somebody else did meanwhile; to take it back is. */
export const StopBody = z.discriminatedUnion('isStopped', [
  z.object({ isStopped: z.literal(true) }),
  z.object({ isStopped: z.literal(false), version }),
]);
const Params = z.object({ id: z.string().min(1).max(100) });
const StopParams = Params.extend({ what: stopSwitch });

interface Needs {
  rollouts: Rollouts;
  allow: Allow;
}

/** `/properties/:id/rollout` and `/properties/:id/stops/:what`: how far the assistant may go; counts from the next turn. */
export function propertySwitchRoutes(house: Needs): Router {
  const router = Router();

  router.put('/:id/rollout', json({ limit: '4kb' }), async (request, response) => {
    const { id: propertyId } = readAs(Params, request.params);
    const { staffId } = await house.allow(request, { action: 'rollout.change', propertyId });
    const { version: seen, ...body } = readAs(RolloutBody, request.body);
    const wished = { ...body, skills: withoutGaps(body.skills) };
    const changed = await house.rollouts.change({
      propertyId,
      staffId,
      version: seen,
      to: () => wished,
    });
    response.json(await answerOf(house, changed));
  });

  router.put('/:id/stops/:what', json({ limit: '1kb' }), async (request, response) => {
    const { id: propertyId, what } = readAs(StopParams, request.params);
    const { staffId } = await house.allow(request, { action: 'rollout.change', propertyId });
    const body = readAs(StopBody, request.body);
    const { isStopped } = body;
    const changed = await house.rollouts.change({
      propertyId,
      staffId,
      version: body.isStopped ? null : body.version,
      to: (standing) => withStop(standing, { what, isStopped }),
    });
    response.json(await answerOf(house, changed));
  });

  return router;
}

/** `/organisations/:id/stop`: stops the assistant at every property of an organisation; danger stays. */
export function organisationSwitchRoutes(house: Needs): Router {
  const router = Router();

  router.put('/:id/stop', json({ limit: '1kb' }), async (request, response) => {
    const { id: organisationId } = readAs(Params, request.params);
    const staffId = await allowAtAll(house, { request, organisationId });
    const body = readAs(StopBody, request.body);
    const changed = await house.rollouts.stopOrganisation({
      organisationId,
      staffId,
      isStopped: body.isStopped,
      version: body.isStopped ? null : body.version,
    });
    if (changed.kind === 'stale') throw new Conflict(saidOfStop(changed.standing));
    response.json(changed.standing);
  });

  return router;
}

/** Who stops an organisation stops each of its properties, and needs the right at each. */
async function allowAtAll(
  { rollouts, allow }: Needs,
  { request, organisationId }: { request: Request; organisationId: string },
): Promise<string> {
  const { staffId } = await allow(request, { action: 'rollout.change', propertyId: null });
  const all = await rollouts.list();
  const theirs = all.filter((one) => one.organisationId === organisationId);
  if (theirs.length === 0) throw new RecordNotFound(`no organisation ${organisationId}`);
  for (const { propertyId } of theirs) {
    await allow(request, { action: 'rollout.change', propertyId });
  }
  return staffId;
}

async function answerOf({ rollouts }: Needs, changed: Changed<StandingRollout>) {
  const { standing } = changed;
  const { propertyId, organisationId } = standing;
  if (changed.kind === 'changed') {
    const stopped = await rollouts.listStopped();
    return toAnswer(standing, stopped.includes(organisationId));
  }
  const [last] = await rollouts.listChanges({ propertyIds: [propertyId], organisationIds: [] });
  throw new Conflict(
    `${last?.byName ?? 'Somebody else'} has changed this since you read it. ${saidOf(standing.rollout)} Nothing of yours was saved.`,
  );
}

function saidOf({ phase: stands, sharePercent = 100, skills, stopped }: Rollout): string {
  const share = stands === 'shadow' ? ` for ${sharePercent} % of conversations` : '';
  const own = SKILLS.flatMap((skill) => (skills[skill] ? [`${skill} at “${skills[skill]}”`] : []));
  const stops = stopped.map((what: StopSwitch) => (what === 'all' ? 'everything' : what));
  const rest = [...own, ...(stops.length > 0 ? [`stopped: ${stops.join(', ')}`] : [])];
  return `It stands at “${stands}”${share} now${rest.map((text) => `, ${text}`).join('')}.`;
}

const saidOfStop = ({ changedByName, isStopped }: StandingStop): string =>
  `${changedByName ?? 'Somebody else'} has changed this since you read it. ` +
  `The assistant ${isStopped ? 'is stopped' : 'answers'} there now. Nothing of yours was saved.`;

const withoutGaps = (skills: z.infer<typeof RolloutBody>['skills']): Rollout['skills'] =>
  Object.fromEntries(Object.entries(skills).filter(([, own]) => own !== undefined));
