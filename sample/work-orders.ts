import type { PriorityClass } from '../src/domain/priority.ts';
import type { WorkOrderStatus } from '../src/domain/work-order.ts';
import { sampleBuildings } from './buildings.ts';
import { instantAt, shiftDay } from './days.ts';
import { daysLived, type Household } from './households.ts';
import { createRandom, type Random } from './random.ts';
import { sampleRepairs, type SampleRepair } from './repairs.ts';
import type { SampleVendor } from './vendors.ts';

/** A repair on record, past or open. */
export interface SampleWorkOrder {
  id: string;
  unitId: string;
  /** Booking id of the resident who reported it. */
  residentId: string;
  /** Issue id of the triage catalogue. */
  category: string;
  description: string;
  priority: PriorityClass;
  status: Extract<WorkOrderStatus, 'new' | 'assigned' | 'scheduled' | 'in-progress' | 'done'>;
  /** ISO 8601 UTC. */
  openedAt: string;
  /** ISO 8601 UTC; null while it is open. */
  completedAt: string | null;
  /** Null while nobody has been assigned. */
  vendorId: string | null;
}

interface WorkOrdersInput {
  households: readonly Household[];
  vendors: readonly SampleVendor[];
  anchorOn: string;
}

interface Draft {
  household: Household;
  repair: SampleRepair;
  status: SampleWorkOrder['status'];
  openedDaysAgo: number;
  doneDaysAgo: number;
}

const SEED = 1_609;
const DONE_COUNT = 26;
const FIRST_NUMBER = 1_001;
// One of each open state and more of the common ones, with the days since they were opened.
const OPEN: readonly (readonly [SampleWorkOrder['status'], number])[] = [
  ['new', 1],
  ['new', 1],
  ['assigned', 2],
  ['assigned', 3],
  ['scheduled', 4],
  ['scheduled', 5],
  ['in-progress', 6],
  ['scheduled', 8],
];

/** All work orders in order of opening. Unit 4B has one, done; unit 5A had the same drain repaired 12 days ago. */
export function sampleWorkOrders({
  households,
  vendors,
  anchorOn,
}: WorkOrdersInput): SampleWorkOrder[] {
  const drafts = [...storyDrafts(households), ...everydayDrafts({ households, anchorOn })];
  return drafts
    .toSorted((one, other) => other.openedDaysAgo - one.openedDaysAgo)
    .map((draft, index) => toWorkOrder({ draft, vendors, anchorOn, number: FIRST_NUMBER + index }));
}

function storyDrafts(households: readonly Household[]): Draft[] {
  const home = (unitId: string): Household => {
    const found = households.find(({ unit }) => unit.id === unitId);
    if (!found) throw new Error(`nobody lives in ${unitId}`);
    return found;
  };
  return [
    {
      household: home('harbor-court-4b'),
      repair: {
        category: 'disposal.jam',
        description: 'Garbage disposal hums but does not turn.',
        priority: 'P3',
        trade: 'maintenance',
      },
      status: 'done',
      openedDaysAgo: 54,
      doneDaysAgo: 52,
    },
    {
      household: home('harbor-court-5a'),
      repair: {
        category: 'drain.sink_bath',
        description: 'Kitchen sink is blocked, the plunger did not help.',
        priority: 'P3',
        trade: 'plumbing',
      },
      status: 'done',
      openedDaysAgo: 15,
      doneDaysAgo: 12,
    },
  ];
}

function everydayDrafts({ households, anchorOn }: Omit<WorkOrdersInput, 'vendors'>): Draft[] {
  const random = createRandom(SEED);
  // Homes with a story keep to it; past and future households have reported nothing.
  const storied = new Set(['harbor-court-4b', 'harbor-court-5a']);
  const homes = households.filter(
    ({ status, unit }) => status !== 'past' && status !== 'future' && !storied.has(unit.id),
  );
  const done = Array.from({ length: DONE_COUNT }, () => doneDraft({ homes, random, anchorOn }));
  const open = OPEN.map(([status, openedDaysAgo]) => ({
    household: random.pick(homes),
    repair: random.pick(sampleRepairs),
    status,
    openedDaysAgo,
    doneDaysAgo: 0,
  }));
  return [...done, ...open];
}

interface DoneDraftInput {
  homes: readonly Household[];
  random: Random;
  anchorOn: string;
}

function doneDraft({ homes, random, anchorOn }: DoneDraftInput): Draft {
  const household = random.pick(homes);
  const livedDays = Math.min(daysLived(household, anchorOn), 200);
  const openedDaysAgo = random.integer({ from: 32, to: livedDays });
  return {
    household,
    repair: random.pick(sampleRepairs),
    status: 'done',
    openedDaysAgo,
    doneDaysAgo: openedDaysAgo - random.integer({ from: 1, to: 6 }),
  };
}

interface ToWorkOrderInput {
  draft: Draft;
  vendors: readonly SampleVendor[];
  anchorOn: string;
  number: number;
}

function toWorkOrder({ draft, vendors, anchorOn, number }: ToWorkOrderInput): SampleWorkOrder {
  const { household, repair, status } = draft;
  const { id: unitId, propertyId } = household.unit;
  const zone = sampleBuildings.find(({ id }) => id === propertyId)?.timeZone ?? 'UTC';
  const daysAgo = (days: number): string => shiftDay(anchorOn, { days: -days });
  const vendor = vendors.find(
    ({ propertyIds, trades }) => propertyIds.includes(propertyId) && trades.includes(repair.trade),
  );
  return {
    id: `WO-${number}`,
    unitId,
    residentId: household.bookingIds[0] ?? '',
    category: repair.category,
    description: repair.description,
    priority: repair.priority,
    status,
    openedAt: instantAt({ on: daysAgo(draft.openedDaysAgo), time: openingTime(number), zone }),
    completedAt:
      status === 'done' ? instantAt({ on: daysAgo(draft.doneDaysAgo), time: '14:45', zone }) : null,
    vendorId: status === 'new' ? null : (vendor?.id ?? null),
  };
}

function openingTime(number: number): string {
  return `${String(8 + (number % 12)).padStart(2, '0')}:${String((number * 7) % 60).padStart(2, '0')}`;
}
