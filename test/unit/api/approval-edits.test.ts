import { expect, test } from 'vitest';
import { NO_EDITS } from '../../../src/domain/approval-edits.ts';
import type { Vendor } from '../../../src/domain/work-order.ts';
import { decided } from './approval-door.ts';

const pipes: Vendor = {
  id: 'v-pipes',
  name: 'Pipes & Sons',
  trades: ['plumbing'],
  isEmergency: false,
  licenceExpiresOn: '2100-01-01',
};
const roofs: Vendor = { ...pipes, id: 'v-roofs', name: 'Roofs', trades: ['roofing'] };
const lapsed: Vendor = { ...pipes, id: 'v-lapsed', licenceExpiresOn: '2020-01-01' };
const vendors = [pipes, roofs, lapsed];

/** A yes with edits; what was shown costs 1,000 dollars at most, class P2, plumbing. */
const edited = (edits: object, by: Partial<Parameters<typeof decided>[0]> = {}) =>
  decided({
    ending: 'approved',
    endedBy: 'mara',
    vendors,
    ...by,
    body: { decision: 'approve', reason: undefined, edits, ...by.body },
  });

test('edits go to the process as typed values, with the digest of what was shown', async () => {
  const window = { from: '2100-01-04T09:00:00Z', to: '2100-01-04T11:00:00Z' };
  const { status, decisions } = await edited({
    ceiling_cents: 45_000,
    vendor_id: 'v-pipes',
    window,
  });
  expect(status).toBe(200);
  expect(decisions).toMatchObject([
    {
      decision: 'approve',
      digest: 'd'.repeat(64),
      edits: {
        ...NO_EDITS,
        ceilingCents: 45_000,
        vendorId: 'v-pipes',
        windowFromAt: '2100-01-04T09:00:00.000Z',
        windowToAt: '2100-01-04T11:00:00.000Z',
      },
    },
  ]);
});

test('an edit to what was shown anyway is none', async () => {
  const { decisions } = await edited(
    { ceiling_cents: 100_000, trade: 'plumbing', class: 'P2' },
    {
      body: { reason: 'as it is' },
    },
  );
  expect(decisions).toMatchObject([{ edits: null }]);
});

// Money: nobody raises a cost above what they may agree to.
test.each([
  ['manager', 100_001, 403, /up to \$1,000 here. Above that an administrator must decide/],
  ['admin', 500_001, 403, /up to \$5,000 here. Above that the owner must decide/],
] as const)('a %s who would agree to %i cents is refused and told who decides', async (...by) => {
  const [role, ceiling_cents, refused, says] = by;
  const { status, body, decisions } = await edited({ ceiling_cents }, { role });
  expect(status).toBe(refused);
  expect(body).toMatchObject({ detail: expect.stringMatching(says) });
  expect(decisions).toEqual([]);
});

test('an administrator agrees to what is above a manager', async () => {
  const { status, decisions } = await edited({ ceiling_cents: 500_000 }, { role: 'admin' });
  expect(status).toBe(200);
  expect(decisions).toMatchObject([{ edits: { ceilingCents: 500_000 } }]);
});

test.each([
  [{ vendor_id: 'v-roofs' }, 'edits.vendor_id', /not the vendor’s trade/],
  [{ vendor_id: 'v-lapsed' }, 'edits.vendor_id', /licence has expired/],
  [{ vendor_id: 'v-nobody' }, 'edits.vendor_id', /does not serve the property/],
  [{ trade: 'gas-utility' }, 'edits.trade', /nobody of this trade/],
  [{ class: 'P3' }, 'edits.class', /less urgent/],
  [{ class: 'P1' }, 'edits.class', /emergency/],
  [{ ceiling_cents: 0 }, 'edits.ceiling_cents', /./],
  [{ ceiling_cents: 10.5 }, 'edits.ceiling_cents', /./],
  [
    { window: { from: '2100-01-04T09:00:00Z', to: '2100-01-04T11:00:00Z' } },
    'edits.window.from',
    /choose who comes/,
  ],
  [
    { vendor_id: 'v-pipes', window: { from: '2100-01-04T11:00:00Z', to: '2100-01-04T09:00:00Z' } },
    'edits.window.to',
    /ends after it begins/,
  ],
  [
    { vendor_id: 'v-pipes', window: { from: '2020-01-04T09:00:00Z', to: '2020-01-04T11:00:00Z' } },
    'edits.window.to',
    /over already/,
  ],
])('%j is refused by the name of its field and decides nothing', async (edits, field, says) => {
  const { status, body, decisions } = await edited(edits, { body: { reason: 'because' } });
  expect(status).toBe(400);
  expect(body).toMatchObject({ issues: [{ field, message: expect.stringMatching(says) }] });
  expect(decisions).toEqual([]);
});

test('another trade lets a vendor of that trade be sent', async () => {
  const { status } = await edited({ trade: 'roofing', vendor_id: 'v-roofs' });
  expect(status).toBe(200);
});

test('another class needs a reason, and a rejection changes nothing', async () => {
  const raised = await edited({ class: 'P2' }, { row: {} });
  expect(raised).toMatchObject({ status: 400, body: { issues: [{ field: 'reason' }] } });
  const no = { decision: 'reject', reason: 'too dear' };
  const rejected = await edited({ ceiling_cents: 1 }, { body: no });
  expect(rejected).toMatchObject({ status: 400, body: { issues: [{ field: 'edits' }] } });
});

// Money: the one whose edits did not count must not believe that they do.
test('the same yes with other values is a conflict, with the same values it is one decision', async () => {
  const row = {
    state: 'approved',
    decidedBy: 'mara',
    decidedByName: 'Mara',
    edits: { ...NO_EDITS, ceilingCents: 45_000 },
  } as const;
  expect(await edited({ ceiling_cents: 45_000 }, { row })).toMatchObject({
    status: 200,
    decisions: [],
  });
  expect(await edited({ ceiling_cents: 46_000 }, { row })).toMatchObject({
    status: 409,
    decisions: [],
  });
  expect(await edited({}, { row })).toMatchObject({ status: 409, decisions: [] });
});

test('two yeses of one person that cross with other values are a conflict for the later one', async () => {
  const { status } = await edited({ ceiling_cents: 45_000 }, { endedWith: null });
  expect(status).toBe(409);
});

test('edits of what changed after it was shown are refused', async () => {
  const { status, decisions } = await edited(
    { ceiling_cents: 45_000 },
    { row: { digest: 'e'.repeat(64) } },
  );
  expect(status).toBe(409);
  expect(decisions).toEqual([]);
});
