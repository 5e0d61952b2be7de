import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import type { PropertySettings } from '../../../domain/property.ts';
import type { Properties } from '../../../ports/properties.ts';
import type { RecordsParts } from './parts.ts';
import { properties } from './tables/people.ts';

/** Properties in PostgreSQL. */
export function createProperties({ database, auditLog, now }: RecordsParts): Properties {
  return {
    async find(propertyId) {
      const [row] = await database
        .select()
        .from(properties)
        .where(eq(properties.propertyId, propertyId));
      return row ? toSettings(row) : null;
    },

    async list() {
      const rows = await database.select().from(properties).orderBy(asc(properties.name));
      return rows.map(toSettings);
    },

    save: ({ propertyId, organisationId, name, calendar, contacts, rollout }) =>
      database.transaction(async (tx) => {
        const settings = {
          organisationId,
          name,
          calendar,
          contacts,
          updatedAt: now().toISOString(),
        };
        await tx
          .insert(properties)
          .values({ propertyId, rollout, ...settings })
          .onConflictDoUpdate({ target: properties.propertyId, set: settings });
        await auditLog.appendAudit(tx, {
          chain: propertyId,
          key: `property/${propertyId}/saved/${randomUUID()}`,
          event: 'property.saved',
          facts: { propertyId, organisationId },
        });
      }),
  };
}

function toSettings(row: typeof properties.$inferSelect): PropertySettings {
  const { propertyId, organisationId, name, calendar, contacts, rollout } = row;
  return { propertyId, organisationId, name, calendar, contacts, rollout };
}
