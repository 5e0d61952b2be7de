import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPlatformClient } from '../../src/adapters/property-platforms/embedded/client.ts';
import {
  createEmbeddedPropertyBooks,
  loadPlatformData,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { ProviderUnauthorized } from '../../src/ports/errors.ts';
import { elmHouse } from './elm-house.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';

// The platform shares our server: nothing that it holds open may rewrite the record (design promise 10).

let records: HouseRecords;
let url: string;
beforeAll(async () => {
  records = await startHouseRecords();
  ({ url } = records.postgres); // the owner's, as the settings have it
  const entry = { chain: 'elm-house', key: 'began', event: 'property.began', facts: {} };
  await records.auditLog.append(entry);
});
afterAll(() => records.stop());

it.each([
  "update audit_entries set event = 'forged.word'",
  'delete from audit_entries',
  'truncate audit_entries',
  'delete from audit_heads',
])('refuses the connections of the platform to %s', async (text) => {
  const client = createPlatformClient({ url });
  const written = client.write({ text, values: [] }, z.unknown());
  await expect(written).rejects.toThrow(ProviderUnauthorized);
  await client.close();
  expect(await records.auditLog.verify()).toEqual([]);
});

describe('works as the role of the application, which owns nothing:', () => {
  beforeAll(async () => {
    await records.postgres.query(`
      create function tell_role() returns trigger language plpgsql as $$
      begin raise exception 'written as %', current_user; end $$;
      create trigger tell before insert or delete on embedded_platform.work_orders
        for each statement execute function tell_role();`);
  });

  it.each([
    { what: 'the loader', run: () => loadPlatformData({ url, data: elmHouse }) },
    {
      what: 'the books',
      run: () => createEmbeddedPropertyBooks({ url }).removeProperties(['elm-house']),
    },
  ])('$what', async ({ run }) => {
    await expect(run()).rejects.toThrow('written as nightporter_app');
  });
});
