import { z } from 'zod';
import { priorityClasses } from '../../../domain/priority.ts';
import type { PlatformWrite } from '../../../ports/platform-outbox.ts';

const workOrderStatuses = [
  'awaiting-approval',
  'new',
  'assigned',
  'scheduled',
  'in-progress',
  'on-hold',
  'done',
  'cancelled',
  'unknown',
] as const;

const permissions = ['yes', 'no', 'call-first', 'unknown'] as const;

/** A write as it stands in its sealed payload. */
export const platformWrite: z.ZodType<PlatformWrite> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create-work-order'),
    order: z.object({
      reference: z.string(),
      propertyId: z.string(),
      unitId: z.string().nullable(),
      residentId: z.string().nullable(),
      class: z.enum(priorityClasses),
      trade: z.string(),
      brief: z.string(),
      description: z.string(),
      permissionToEnter: z.enum(permissions),
      isHeldForApproval: z.boolean(),
    }),
  }),
  z.object({
    kind: z.literal('change-work-order'),
    externalId: z.string().nullable(),
    change: z.object({
      status: z.enum(workOrderStatuses).exactOptional(),
      vendorId: z.string().exactOptional(),
      windowFromAt: z.string().exactOptional(),
      windowToAt: z.string().exactOptional(),
      class: z.enum(priorityClasses).exactOptional(),
      trade: z.string().exactOptional(),
      costLimitCents: z.int().exactOptional(),
      permissionToEnter: z.enum(permissions).exactOptional(),
      note: z.string().exactOptional(),
    }),
  }),
]);
