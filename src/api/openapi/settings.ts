import { z } from 'zod';
import { policyScopes } from '../../domain/policy-pack.ts';
import type { ConnectionListed } from '../answers/connection.ts';
import type { PolicyAnswer } from '../answers/policy.ts';
import type { RightAnswer } from '../answers/right.ts';
import { ACTIONS, ROLES } from '../rights.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Settings';
const at = z.iso.datetime({ offset: true });
const Clock = z.object({ name: z.string(), time: z.string() });
const Safety = z.object({ say: z.string(), afterAlert: z.string().nullable() });
const cents = z.int();
const version = { label: z.string(), digest: z.string() };

const Policy = exactly<PolicyAnswer>()(
  z.object({
    propertyId: z.string(),
    ...version,
    inForceSince: at.nullable(),
    layers: z.array(
      z.object({
        scope: z.enum(policyScopes),
        id: z.string(),
        version: z.string(),
        files: z.array(z.string()),
      }),
    ),
    classes: z.array(z.object({ class: z.string(), label: z.string(), clocks: z.array(Clock) })),
    costs: z.object({
      currency: z.string(),
      noneUpToCents: cents,
      managerUpToCents: cents,
      ownerUpToCents: cents,
      isOwnerStageOn: z.boolean(),
      makeSafeUpToCents: cents,
      bands: z.array(z.object({ band: z.string(), ceilingCents: cents })),
      reviewTrades: z.array(z.string()),
      clocks: z.array(Clock),
    }),
    handOff: z.array(Clock),
    hours: z.array(z.object({ day: z.string(), spans: z.array(z.string()) })),
    holidays: z.array(z.string()),
    safetyTexts: z.array(z.object({ hazard: z.string(), en: Safety, es: Safety })),
    legalClocks: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        source: z.string(),
        isOn: z.boolean(),
        clocks: z.array(
          z.object({ meaning: z.string(), time: z.string(), goal: z.enum(['begun', 'done']) }),
        ),
      }),
    ),
    versions: z.array(z.object({ ...version, keptAt: at, isInForce: z.boolean() })),
  }),
);

const Connection = exactly<ConnectionListed>()(
  z.object({
    kind: z.enum(['language-model', 'embedder', 'property-platform', 'channel', 'alerts']),
    name: z.string(),
    inUse: z.string(),
    isOpen: z.boolean(),
    missing: z.array(z.string()).describe('Names of settings, never their values'),
    state: z.object({ syncedUntil: at.nullable(), blockedSince: at.nullable() }).nullable(),
  }),
);

const [first = 'desk.watch', ...others] = ACTIONS;
const Right = exactly<RightAnswer>()(
  z.object({ action: z.enum([first, ...others]), roles: z.array(z.enum(ROLES)) }),
);

/** How the house is set. */
export const settingsDescriptions: RouteDescriptions = {
  'GET /properties/:id/policy': {
    summary: 'The rules in force at a property, as one reads them',
    tag,
    answers: { 200: { description: 'The rules', schema: Policy } },
  },
  'GET /connections': {
    summary: 'What the house is connected to; never a secret',
    tag,
    answers: { 200: { description: 'Connections', schema: z.array(Connection) } },
  },
  'GET /rights': {
    summary: 'Which role may do what, at its properties',
    tag,
    answers: { 200: { description: 'The table of rights', schema: z.array(Right) } },
  },
};
