import { z } from 'zod';
import type { LedgerEntry } from '../../../ports/property-platform.ts';

const instant = z.date().transform((at) => at.toISOString());

/** A resident's row. A status or language that we do not know becomes `unknown` or English, never a guess. */
export const residentRow = z.object({
  id: z.string(),
  propertyId: z.string(),
  unitId: z.string().nullable(),
  unitNumber: z.string().nullable(),
  leaseId: z.string().nullable(),
  status: z
    .enum(['applicant', 'future', 'current', 'notice', 'eviction', 'past', 'cancelled', 'unknown'])
    .catch('unknown'),
  firstName: z.string(),
  lastName: z.string(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  language: z.enum(['en', 'es']).catch('en'),
});

/** A lease's row; days are calendar days of the property. */
export const leaseRow = z.object({
  id: z.string(),
  unitId: z.string(),
  fromOn: z.string(),
  toOn: z.string().nullable(),
  rentCents: z.number(),
});

const ledgerEntry: z.ZodType<LedgerEntry> = z.object({
  postedOn: z.string(),
  description: z.string(),
  amountCents: z.number(),
});

/** A lease's currency, sum and entries, all of one reading. */
export const ledgerRow = z.object({
  currency: z.string(),
  balanceCents: z.coerce.number(),
  entries: z.array(ledgerEntry),
});

/** A vendor's row. */
export const vendorRow = z.object({
  id: z.string(),
  name: z.string(),
  trades: z.array(z.string()),
  isEmergency: z.boolean(),
  licenceExpiresOn: z.string().nullable(),
});

/** A work order's row, its status still in the platform's word. */
export const workOrderRow = z.object({
  externalId: z.string(),
  propertyId: z.string(),
  unitId: z.string().nullable(),
  nativeStatus: z.string(),
  description: z.string(),
  vendorId: z.string().nullable(),
  windowFromAt: instant.nullable(),
  windowToAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
});

/** The id of a work order that was written. */
export const writtenRow = z.object({ externalId: z.string() });
