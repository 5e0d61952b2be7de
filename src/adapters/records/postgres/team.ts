import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Team } from '../../../ports/team.ts';
import type { RecordsParts } from './parts.ts';

const Colleagues = z.array(z.object({ staffId: z.string(), name: z.string() }));

/** Staff with their rights in PostgreSQL. */
export function createTeam({ database }: Pick<RecordsParts, 'database'>): Team {
  return {
    async listAt({ propertyId, roles }) {
      const { rows } = await database.execute(sql`
        select u.id as "staffId", u.name from staff_users u
        where ${worksAt({ staffId: sql`u.id`, propertyId: sql`${propertyId}::text`, roles })}
        order by u.name, u.id`);
      return Colleagues.parse(rows);
    },
  };
}

/**
 * Whether somebody has one of these roles at a property; what belongs to no property is everybody's. Whoever was
 * deactivated keeps their rights and works nowhere.
 */
export function worksAt(by: { staffId: SQL; propertyId: SQL; roles: readonly string[] }): SQL {
  return sql`exists (
    select from staff_rights r join staff_users of_right on of_right.id = r.user_id
    where of_right.deactivated_at is null and r.user_id = ${by.staffId}
      and r.role in (select jsonb_array_elements_text(${JSON.stringify(by.roles)}::jsonb))
      and (r.property_id is null or ${by.propertyId} is null or r.property_id = ${by.propertyId}))`;
}
