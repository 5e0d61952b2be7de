import type { HouseRecords } from './house-records.ts';

/** Somebody of the staff as rows; `propertyId` null: every property. */
export async function hire(
  records: Pick<HouseRecords, 'postgres'>,
  by: { staffId: string; role?: string; propertyId?: string | null },
): Promise<string> {
  const { staffId, role = 'agent', propertyId = 'elm-house' } = by;
  const name = `${staffId[0]?.toUpperCase() ?? ''}${staffId.slice(1)}`;
  await records.postgres.query(
    `insert into staff_users (id, name, email, email_verified) values ($1, $2, $3, true)`,
    [staffId, name, `${staffId}@staff.example`],
  );
  await records.postgres.query(
    `insert into staff_rights (id, user_id, role, property_id) values ($1, $2, $3, $4)`,
    [`right-${staffId}`, staffId, role, propertyId],
  );
  return staffId;
}
