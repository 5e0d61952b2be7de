import type { AlertCase, Rung } from '../domain/alert.ts';
import { calleesAt } from '../ports/callees.ts';
import type { House } from './house.ts';

/** Something that somebody must see to; `once` makes ringing for it twice harmless. */
export interface Alarm {
  once: string;
  alertId: string;
  kind: AlertCase['kind'];
  propertyId: string | null;
  class: string | null;
  headline: string;
  conversationId: string | null;
  subjectId: string;
  ladder: Rung[];
}

type Needs = Pick<House, 'processes'> & { records: Pick<House['records'], 'alerts'> };

/** Opens an alert's row, once, and starts to ring; an earlier attempt that ended half way is completed. */
export async function ringFor({ records, processes }: Needs, alarm: Alarm): Promise<void> {
  const { once, subjectId, ...alert } = alarm;
  await records.alerts.open({ ...alert, dedupeKey: once, subjectId });
  await processes.openAlert(alert);
}

/** Everybody who manages a property, asked again every so often. */
export async function managersOf(
  { records }: { records: Pick<House['records'], 'properties' | 'staffAccounts'> },
  by: { propertyId: string | null; waitMinutes: number },
): Promise<Rung[]> {
  const { managers } = await calleesAt(records, by.propertyId);
  return [{ contacts: managers, waitMinutes: by.waitMinutes }];
}
