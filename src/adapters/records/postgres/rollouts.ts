import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { isSameRollout, type Rollout } from '../../../domain/rollout.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Rollouts, StandingRollout, StandingStop } from '../../../ports/rollouts.ts';
import type { Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import type { RecordsParts } from './parts.ts';
import { listChanges } from './rollout-changes.ts';
import { staffNameOf } from './seen-by-staff.ts';
import { properties } from './tables/people.ts';
import { organisationStops } from './tables/rollout.ts';

/** Switches in PostgreSQL. */
export function createRollouts(parts: RecordsParts): Rollouts {
  const { database } = parts;
  return {
    async list() {
      const rows = await database.select().from(properties).orderBy(asc(properties.name));
      return rows.map(toStanding);
    },

    change: (by) => database.transaction((tx) => change(tx, { by, parts })),

    async listOrganisations() {
      const rows = await database
        .selectDistinct({ organisationId: properties.organisationId })
        .from(properties)
        .orderBy(asc(properties.organisationId));
      const stops = await readStops(parts);
      return rows.map(
        ({ organisationId }) => stops.get(organisationId) ?? neverPressed(organisationId),
      );
    },

    async listStopped() {
      const rows = await database
        .select({ organisationId: organisationStops.organisationId })
        .from(organisationStops)
        .where(eq(organisationStops.isStopped, true));
      return rows.map(({ organisationId }) => organisationId);
    },

    async stopOrganisation(by) {
      const isChanged = await database.transaction((tx) => stop(tx, { by, parts }));
      const standing =
        (await readStops(parts)).get(by.organisationId) ?? neverPressed(by.organisationId);
      return { kind: isChanged ? 'changed' : 'stale', standing };
    },

    listChanges: (by) => listChanges(database, by),
  };
}

const isStale = (seen: number | null, stands: number): boolean => seen !== null && seen !== stands;

type Change = Parameters<Rollouts['change']>[0];

async function change(
  tx: Transaction,
  { by, parts }: { by: Change; parts: RecordsParts },
): ReturnType<Rollouts['change']> {
  const { propertyId, staffId, version } = by;
  const isOurs = eq(properties.propertyId, propertyId);
  const [row] = await tx.select().from(properties).where(isOurs).for('no key update');
  if (!row) throw new RecordNotFound(`no property ${propertyId}`);
  const standing = toStanding(row);
  if (isStale(version, row.rolloutVersion)) return { kind: 'stale', standing };
  const rollout = by.to(row.rollout);
  if (isSameRollout(rollout, row.rollout)) return { kind: 'changed', standing };
  const rolloutVersion = row.rolloutVersion + 1;
  const updatedAt = parts.now().toISOString();
  await tx.update(properties).set({ rollout, rolloutVersion, updatedAt }).where(isOurs);
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(propertyId),
    // Committed together with its change, so it cannot come twice.
    key: `property/${propertyId}/rollout-changed/${randomUUID()}`,
    event: 'rollout.changed',
    facts: {
      propertyId,
      staffId,
      version: rolloutVersion,
      from: written(row.rollout),
      to: written(rollout),
    },
  });
  return { kind: 'changed', standing: { ...standing, rollout, version: rolloutVersion } };
}

// The record holds plain values only.
const written = ({ phase, sharePercent, skills, stopped }: Rollout): string =>
  JSON.stringify({ phase, sharePercent, skills, stopped });

type Stop = Parameters<Rollouts['stopOrganisation']>[0];

/** False when somebody else was first. */
async function stop(
  tx: Transaction,
  { by, parts }: { by: Stop; parts: RecordsParts },
): Promise<boolean> {
  const { organisationId, isStopped, staffId, version: seen } = by;
  const isOurs = eq(organisationStops.organisationId, organisationId);
  await tx.insert(organisationStops).values({ organisationId }).onConflictDoNothing();
  const [row] = await tx.select().from(organisationStops).where(isOurs).for('update');
  if (!row) throw new Error(`the stop of ${organisationId} was not written`);
  if (isStale(seen, row.version)) return false;
  if (row.isStopped === isStopped) return true;
  const version = row.version + 1;
  const changedAt = parts.now().toISOString();
  await tx
    .update(organisationStops)
    .set({ isStopped, version, changedAt, changedBy: staffId })
    .where(isOurs);
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(null),
    key: `organisation/${organisationId}/stop-changed/${randomUUID()}`,
    event: isStopped ? 'organisation.stopped' : 'organisation.resumed',
    facts: { organisationId, staffId, version, from: row.isStopped, to: isStopped },
  });
  return true;
}

async function readStops({ database }: RecordsParts): Promise<Map<string, StandingStop>> {
  const rows = await database
    .select({ stop: organisationStops, changedByName: staffNameOf(organisationStops.changedBy) })
    .from(organisationStops);
  return new Map(
    rows.map(({ stop: { organisationId, isStopped, version, changedAt }, changedByName }) => [
      organisationId,
      {
        organisationId,
        isStopped,
        version,
        changedAt: version === 0 ? null : changedAt,
        changedByName,
      },
    ]),
  );
}

const neverPressed = (organisationId: string): StandingStop => ({
  organisationId,
  isStopped: false,
  version: 0,
  changedAt: null,
  changedByName: null,
});

function toStanding(row: typeof properties.$inferSelect): StandingRollout {
  const { propertyId, organisationId, rollout, rolloutVersion: version } = row;
  return { propertyId, organisationId, rollout, version };
}
