import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { ROLLOUT_PHASES, SKILLS, type Rollout } from '../../../domain/rollout.ts';
import type { RolloutChange, Rollouts } from '../../../ports/rollouts.ts';
import type { Connection } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import { auditEntries } from './tables/audit.ts';

const LISTED_MAX = 100;

const phase = z.enum(ROLLOUT_PHASES);
const rollout = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(
    z.object({
      phase,
      sharePercent: z.number().exactOptional(),
      skills: z.partialRecord(z.enum(SKILLS), phase),
      stopped: z.array(z.enum([...SKILLS, 'all'])),
    }),
  )
  .transform(({ skills, ...rest }): Rollout => ({ ...rest, skills: withoutGaps(skills) }));

const ofProperty = z.object({
  propertyId: z.string(),
  staffId: z.string(),
  from: rollout,
  to: rollout,
});
const ofOrganisation = z.object({
  organisationId: z.string(),
  staffId: z.string(),
  from: z.boolean(),
  to: z.boolean(),
});

/** Changes of switches as the record keeps them, the newest first. */
export async function listChanges(
  using: Connection,
  { propertyIds, organisationIds }: Parameters<Rollouts['listChanges']>[0],
): Promise<RolloutChange[]> {
  const organisationId = sql<string>`${auditEntries.facts} ->> 'organisationId'`;
  const rows = await using
    .select({
      at: auditEntries.at,
      facts: auditEntries.facts,
      byName: sql<string | null>`(select name from staff_users where id = facts ->> 'staffId')`,
    })
    .from(auditEntries)
    .where(
      or(
        and(
          eq(auditEntries.event, 'rollout.changed'),
          inArray(auditEntries.chain, [...propertyIds]),
        ),
        and(
          inArray(auditEntries.event, ['organisation.stopped', 'organisation.resumed']),
          eq(auditEntries.chain, chainOf(null)),
          inArray(organisationId, [...organisationIds]),
        ),
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.position))
    .limit(LISTED_MAX);
  return rows.map(({ at, facts, byName }) => ({ at, byName, ...read(facts) }));
}

function read(facts: object): Pick<RolloutChange, 'staffId' | 'subject'> {
  if ('propertyId' in facts) {
    const { staffId, ...subject } = ofProperty.parse(facts);
    return { staffId, subject: { kind: 'property', ...subject } };
  }
  const { staffId, ...subject } = ofOrganisation.parse(facts);
  return { staffId, subject: { kind: 'organisation', ...subject } };
}

const withoutGaps = (skills: Partial<Rollout['skills']>): Rollout['skills'] =>
  Object.fromEntries(Object.entries(skills).filter(([, own]) => own !== undefined));
