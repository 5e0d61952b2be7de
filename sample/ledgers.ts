import { monthStart, shiftDay } from './days.ts';
import type { Household } from './households.ts';
import type { SampleLease } from './leases.ts';
import { createRandom } from './random.ts';

/** One line of an account. */
export interface SampleLedgerEntry {
  id: string;
  kind: 'charge' | 'payment';
  /** Positive raises what is owed, negative lowers it. */
  amountCents: number;
  /** Calendar day in the property's zone. */
  postedOn: string;
  description: string;
}

/** The account of one lease over the last seven months, entries in order of day. */
export interface SampleLedger {
  leaseId: string;
  entries: SampleLedgerEntry[];
  /** What is owed after the last entry; negative is a credit. */
  balanceCents: number;
}

type Line = Omit<SampleLedgerEntry, 'id'>;

/** How a household pays: on which day of the month (1 to 28), and how many of the latest months not at all. */
interface Habit {
  payDay: number;
  monthsUnpaid: number;
}

interface LedgersInput {
  households: readonly Household[];
  leases: readonly SampleLease[];
  anchorOn: string;
}

const SEED = 77;
const MONTHS_SHOWN = 7;
// The resident policy, section 2: once a month, from the ninth day; 5 percent of any rent here is more than $50.
const LATE_FEE_CENTS = 5_000;
const GRACE_DAYS = 8;

/** The accounts of all leases up to and including the anchor day. */
export function sampleLedgers({ households, leases, anchorOn }: LedgersInput): SampleLedger[] {
  const random = createRandom(SEED);
  return leases.map((lease, index) => {
    const payDay = random.pick([1, 1, 1, 1, 1, 1, 4, 4, 12]);
    const household = households[index];
    const isFeatured = index === 0;
    const habit = habitOf({ lease, payDay: isFeatured ? 1 : payDay });
    const charges = monthlyCharges(lease, household);
    const months = monthsOf({ lease, anchorOn });
    const paidMonths = months.length - habit.monthsUnpaid;
    const lines = [
      ...months.flatMap((month, position) =>
        monthLines({ charges, month, payDay: position < paidMonths ? habit.payDay : null }),
      ),
      ...depositLines({ lease, anchorOn }),
      ...(isFeatured ? lockOutLines(anchorOn) : []),
    ];
    return ledgerOf({
      leaseId: lease.id,
      lines: lines.filter((line) => line.postedOn <= anchorOn),
    });
  });
}

function ledgerOf({ leaseId, lines }: { leaseId: string; lines: Line[] }): SampleLedger {
  const entries = lines
    .toSorted((one, other) => one.postedOn.localeCompare(other.postedOn))
    .map((line, index) => ({
      id: `${leaseId}-entry-${String(index + 1).padStart(2, '0')}`,
      ...line,
    }));
  const balanceCents = entries.reduce((sum, { amountCents }) => sum + amountCents, 0);
  return { leaseId, entries, balanceCents };
}

function habitOf({ lease, payDay }: { lease: SampleLease; payDay: number }): Habit {
  if (lease.status === 'eviction') return { payDay: 6, monthsUnpaid: 4 };
  return { payDay, monthsUnpaid: 0 };
}

function monthsOf({ lease, anchorOn }: { lease: SampleLease; anchorOn: string }): string[] {
  const thisMonth = monthStart(anchorOn);
  return Array.from({ length: MONTHS_SHOWN }, (_, index) =>
    shiftDay(thisMonth, { months: index + 1 - MONTHS_SHOWN }),
  ).filter((month) => lease.fromOn <= month && month <= lease.toOn);
}

function monthlyCharges(lease: SampleLease, household: Household | undefined): [string, number][] {
  const isHarborCourt = household?.unit.propertyId === 'harbor-court';
  const petCents = lease.pets.length * (isHarborCourt ? 3_500 : 2_500);
  const charges: [string, number][] = [
    ['Rent', lease.rentCents],
    ['Pet rent', petCents],
    ['Water and sewer', isHarborCourt ? 3_800 : 0],
    ['Garage space', lease.hasParking ? 14_000 : 0],
  ];
  return charges.filter(([, amountCents]) => amountCents > 0);
}

interface MonthInput {
  charges: [string, number][];
  /** First day of the month. */
  month: string;
  /** Null when nothing is paid. */
  payDay: number | null;
}

function monthLines({ charges, month, payDay }: MonthInput): Line[] {
  const lines = charges.map(([description, amountCents]) =>
    charge({ description, amountCents, postedOn: month }),
  );
  if (payDay === null || payDay > GRACE_DAYS) {
    const postedOn = shiftDay(month, { days: GRACE_DAYS });
    lines.push(charge({ description: 'Late fee', amountCents: LATE_FEE_CENTS, postedOn }));
  }
  if (payDay === null) return lines;
  const owedCents = lines.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const postedOn = shiftDay(month, { days: payDay - 1 });
  return [...lines, payment({ description: 'Bank transfer', amountCents: owedCents, postedOn })];
}

function depositLines({ lease, anchorOn }: { lease: SampleLease; anchorOn: string }): Line[] {
  if (lease.status === 'future') {
    const amountCents = lease.rentCents;
    return [
      charge({
        description: 'Security deposit',
        amountCents,
        postedOn: shiftDay(anchorOn, { days: -20 }),
      }),
      payment({
        description: 'Bank transfer',
        amountCents,
        postedOn: shiftDay(anchorOn, { days: -18 }),
      }),
    ];
  }
  if (lease.status !== 'past') return [];
  const postedOn = shiftDay(lease.toOn, { days: 10 });
  const amountCents = 16_000;
  return [
    charge({ description: 'Repainting a room after move-out', amountCents, postedOn }),
    payment({ description: 'Taken from the security deposit', amountCents, postedOn }),
  ];
}

function lockOutLines(anchorOn: string): Line[] {
  const postedOn = shiftDay(anchorOn, { days: -9 });
  return [charge({ description: 'Lock-out visit after hours', amountCents: 7_500, postedOn })];
}

function charge(line: Omit<Line, 'kind'>): Line {
  return { kind: 'charge', ...line };
}

function payment({ amountCents, ...line }: Omit<Line, 'kind'>): Line {
  return { kind: 'payment', amountCents: -amountCents, ...line };
}
