import { z } from 'zod';
import { ROLLOUT_PHASES, SKILLS } from '../../domain/rollout.ts';
import { SHADOW_MARKS } from '../../domain/shadow.ts';
import type {
  OrganisationRollout,
  PropertyRollout,
  RolloutAnswer,
  RolloutChangeAnswer,
  ShadowCountAnswer,
  ShadowTurnAnswer,
} from '../answers/rollout.ts';
import { ChangesFilter } from '../routes/rollout.ts';
import { RolloutBody, StopBody } from '../routes/rollout-switches.ts';
import { CountsFilter, MarkBody, ShadowFilter } from '../routes/shadow.ts';
import { DecisionSchema } from './decision.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Rollout';
const at = z.iso.datetime({ offset: true });
const phase = z.enum(ROLLOUT_PHASES);
const skill = z.enum(SKILLS);
const shadowSkill = z.enum([...SKILLS, 'general']);
const deed = z.enum(['answered', 'request', 'handed-over']);
const mark = z.enum(SHADOW_MARKS);
const percent = z.int().min(0).max(100);

const switches = {
  phase,
  skills: z.object({
    documents: phase.exactOptional(),
    account: phase.exactOptional(),
    maintenance: phase.exactOptional(),
  }),
  stopped: z.array(z.enum([...SKILLS, 'all'])),
};

const Property = exactly<PropertyRollout>()(
  z.object({
    propertyId: z.string(),
    organisationId: z.string(),
    rollout: z.object({ ...switches, sharePercent: percent }),
    version: z.int(),
    inForce: z.record(skill, phase).describe('What counts on the next turn'),
  }),
);

const stop = {
  organisationId: z.string(),
  isStopped: z.boolean(),
  version: z.int(),
  changedAt: at.nullable(),
  changedByName: z.string().nullable(),
};
const Organisation = exactly<OrganisationRollout>()(
  z.object({ ...stop, propertyIds: z.array(z.string()), mayStop: z.boolean() }),
);

const Standing = exactly<RolloutAnswer>()(
  z.object({ organisations: z.array(Organisation), properties: z.array(Property) }),
);

const past = z.object({ ...switches, sharePercent: percent.exactOptional() });
const Change = exactly<RolloutChangeAnswer>()(
  z.object({
    at,
    staffId: z.string(),
    byName: z.string().nullable(),
    subject: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('property'), propertyId: z.string(), from: past, to: past }),
      z.object({
        kind: z.literal('organisation'),
        organisationId: z.string(),
        from: z.boolean().describe('Whether it was stopped'),
        to: z.boolean(),
      }),
    ]),
  }),
);

const words = z.string().nullable().describe('Null for whoever may not read residents’ words');
const ShadowTurn = exactly<ShadowTurnAnswer>()(
  z.object({
    turnId: z.string(),
    conversationId: z.string(),
    propertyId: z.string().nullable(),
    askedAt: at,
    skills: z.array(shadowSkill),
    proposal: z.object({
      deed,
      kept: z.array(
        z.object({
          decision: DecisionSchema,
          text: words,
        }),
      ),
    }),
    staff: z.object({
      deed: deed.nullable(),
      isOver: z.boolean(),
      replies: z.array(z.object({ text: words, at })),
    }),
    asked: z.array(words),
    judged: z.object({ mark, byName: z.string().nullable(), at }).nullable(),
  }),
);

const share = percent.nullable().describe('Null below 20 cases: too few to say');
const Count = exactly<ShadowCountAnswer>()(
  z.object({
    propertyId: z.string().nullable(),
    skill: shadowSkill,
    turns: z.int(),
    sameDeed: z.int(),
    withDeed: z.int(),
    marks: z.object({ same: z.int(), different: z.int(), wrong: z.int() }),
    judged: z.int(),
    sameMarkPercent: share,
    sameDeedPercent: share,
  }),
);

/** How far the assistant may go, and what it would have done in shadow. */
export const rolloutDescriptions: RouteDescriptions = {
  'GET /rollout': {
    summary: 'How far the assistant may go at the properties of the one who asks',
    tag,
    answers: { 200: { description: 'As it stands', schema: Standing } },
  },
  'GET /rollout/changes': {
    summary: 'Who changed that, the newest first',
    tag,
    query: ChangesFilter,
    answers: { 200: { description: 'Changes', schema: z.array(Change) } },
  },
  'PUT /properties/:id/rollout': {
    summary: 'How far the assistant may go; counts from the next turn on',
    tag,
    body: RolloutBody,
    answers: { 200: { description: 'In force', schema: Property } },
    refusals: [409],
  },
  'PUT /properties/:id/stops/:what': {
    summary: 'Stops one skill or all of them at a property, or takes that back; danger stays',
    tag,
    body: StopBody,
    answers: { 200: { description: 'In force', schema: Property } },
    refusals: [409],
  },
  'PUT /organisations/:id/stop': {
    summary: 'Stops the assistant at every property of an organisation, or takes that back',
    tag,
    body: StopBody,
    answers: { 200: { description: 'In force', schema: z.object(stop) } },
    refusals: [409],
  },
  'GET /rollout/shadow': {
    summary: 'What the assistant would have done, beside what staff did; the newest fifty',
    tag,
    query: ShadowFilter,
    answers: { 200: { description: 'Turns', schema: z.array(ShadowTurn) } },
  },
  'GET /rollout/shadow/counts': {
    summary: 'How often they agree, for each property and skill',
    tag,
    query: CountsFilter,
    answers: { 200: { description: 'Counts', schema: z.array(Count) } },
  },
  'POST /rollout/shadow/:id/mark': {
    summary: 'Judges a proposal beside what staff answered',
    tag,
    body: MarkBody,
    answers: { 200: { description: 'As it is judged now', schema: z.object({ mark }) } },
  },
};
