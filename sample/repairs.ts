import type { PriorityClass } from '../src/domain/priority.ts';

/** A repair that happens in any building: what the work orders are written from. */
export interface SampleRepair {
  /** Id of the triage catalogue. */
  category: string;
  description: string;
  priority: PriorityClass;
  trade: string;
}

/** Everyday repairs in the words that residents used. */
export const sampleRepairs: readonly SampleRepair[] = [
  {
    category: 'water.drip',
    description: 'Bathroom tap drips all night, even when turned hard.',
    priority: 'P3',
    trade: 'plumbing',
  },
  {
    category: 'toilet.running',
    description: 'Toilet keeps running after each flush.',
    priority: 'P3',
    trade: 'plumbing',
  },
  {
    category: 'water.leak_contained',
    description: 'Slow leak under the kitchen sink, a bowl holds it.',
    priority: 'P2',
    trade: 'plumbing',
  },
  {
    category: 'drain.sink_bath',
    description: 'Shower drains slowly, water stands at the ankles.',
    priority: 'P3',
    trade: 'plumbing',
  },
  {
    category: 'elec.outlet_dead',
    description: 'Outlet beside the bed has no power.',
    priority: 'P3',
    trade: 'electrician',
  },
  {
    category: 'elec.breaker_trips',
    description: 'Kitchen breaker trips when the microwave runs.',
    priority: 'P2',
    trade: 'electrician',
  },
  {
    category: 'heat.partial',
    description: 'Bedroom radiator stays cold while the others are warm.',
    priority: 'P2',
    trade: 'hvac',
  },
  {
    category: 'hotwater.none',
    description: 'No hot water since the morning.',
    priority: 'P2',
    trade: 'hvac',
  },
  {
    category: 'appl.fridge',
    description: 'Refrigerator is warm, the freezer still works.',
    priority: 'P2',
    trade: 'appliance',
  },
  {
    category: 'appl.dishwasher',
    description: 'Dishwasher does not drain at the end.',
    priority: 'P3',
    trade: 'appliance',
  },
  {
    category: 'pest.roach',
    description: 'Two roaches seen under the sink this week.',
    priority: 'P3',
    trade: 'pest-control',
  },
  {
    category: 'lock.key_fob',
    description: 'Fob opens the lobby but not the gym.',
    priority: 'P3',
    trade: 'locksmith',
  },
  {
    category: 'window.stuck',
    description: 'Living room window does not slide open.',
    priority: 'P3',
    trade: 'maintenance',
  },
  {
    category: 'smoke.alarm_fault',
    description: 'Smoke alarm chirps once a minute.',
    priority: 'P2',
    trade: 'maintenance',
  },
  {
    category: 'fin.cabinet_caulk',
    description: 'Cabinet hinge is loose, the door hangs crooked.',
    priority: 'P4',
    trade: 'maintenance',
  },
];
