import { createRandom, type Random } from './random.ts';

/** What a resident and the staff go through in a run. */
export const journeyKinds = ['question', 'leak', 'gas', 'takeover', 'document'] as const;
export type JourneyKind = (typeof journeyKinds)[number];

/** The processes that are killed. */
export const partNames = ['worker', 'api', 'temporal', 'postgres'] as const;
export type PartName = (typeof partNames)[number];

/** Where in a journey a part is killed: before the answer to that step is given, or while it is being asked for. */
export const steps = [
  'webhook-posting',
  'webhook-acknowledged',
  'model-asked',
  'send-arrived',
  'order-sent',
  'order-committed',
  'alert-rang',
  'decision-posting',
  'takeover-posting',
  'document-posting',
] as const;
export type Step = (typeof steps)[number];

export type ChannelFault = 'answer-lost' | 'slow-down' | 'failed-after' | 'unavailable' | 'slow';
export type ModelFault = 'hangs' | 'slow-down' | 'failed' | 'cut' | 'nonsense';
export type PlatformFault = 'answer-lost' | 'cut-before' | 'refused';
export type WebhookFault = 'duplicated' | 'delayed' | 'reordered';

/** One journey with what goes wrong on its own lines. */
export interface JourneyPlan {
  kind: JourneyKind;
  /** Which of the arriving sends is spoilt, 0 first. */
  channel: { fault: ChannelFault; nth: number } | null;
  /** As many calls in a row are spoilt; after three the house must have given the model up. */
  model: { fault: ModelFault; times: number } | null;
  platform: { fault: PlatformFault; times: number } | null;
  webhook: WebhookFault | null;
  /** Whether the model thinks until somebody has taken the conversation over. */
  isModelSlow: boolean;
}

/** A part that is killed: at a step of a journey, or so long after the run began. */
export interface Kill {
  part: PartName;
  at: { journey: number; step: Step } | { afterMs: number };
}

/** A process whose clock is wrong for a while. */
export interface ClockJump {
  part: 'worker' | 'api';
  afterMs: number;
  byMs: number;
  forMs: number;
}

/** All that a run does; the same for the same seed and number. */
export interface Plan {
  seed: number;
  run: number;
  journeys: JourneyPlan[];
  kills: Kill[];
  clock: ClockJump | null;
}

/** At which steps a journey can be hit, and which parts matter there. */
const STEPS_OF: Record<JourneyKind, readonly [Step, ...Step[]]> = {
  question: ['webhook-posting', 'webhook-acknowledged', 'model-asked', 'send-arrived'],
  leak: [
    'webhook-posting',
    'webhook-acknowledged',
    'model-asked',
    'send-arrived',
    'order-sent',
    'order-committed',
    'alert-rang',
    'decision-posting',
  ],
  gas: [
    'webhook-posting',
    'webhook-acknowledged',
    'send-arrived',
    'alert-rang',
    'order-sent',
    'order-committed',
  ],
  takeover: ['model-asked', 'send-arrived', 'takeover-posting', 'webhook-acknowledged'],
  document: ['document-posting', 'model-asked', 'webhook-acknowledged', 'send-arrived'],
};

/** Draws the plan of a run. */
export function planRun({ seed, run }: { seed: number; run: number }): Plan {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(run, 0x85ebca6b));
  const journeys = drawKinds(random, run).map((kind) => drawJourney(random, kind));
  const kills = [drawKill(random, journeys)];
  if (random.happens(0.4)) kills.push(drawKill(random, journeys));
  return { seed, run, journeys, kills, clock: random.happens(0.2) ? drawJump(random) : null };
}

// Three of the five in each run, another one always among them.
function drawKinds(random: Random, run: number): JourneyKind[] {
  const first = run % journeyKinds.length;
  const others = [1, 2, 3, 4].map((by) => (first + by) % journeyKinds.length);
  const left = others.toSpliced(random.below(others.length), 1);
  const chosen = [first, ...left.toSpliced(random.below(left.length), 1)];
  return chosen.flatMap((index) => journeyKinds[index] ?? []);
}

function drawJourney(random: Random, kind: JourneyKind): JourneyPlan {
  const channels = ['answer-lost', 'slow-down', 'failed-after', 'unavailable', 'slow'] as const;
  const models = ['hangs', 'slow-down', 'failed', 'cut', 'nonsense'] as const;
  const platforms = ['answer-lost', 'answer-lost', 'cut-before', 'refused'] as const;
  const webhooks = ['duplicated', 'delayed', 'reordered'] as const;
  const orders = kind === 'leak' || kind === 'gas';
  const isModelSlow = kind === 'takeover' && random.happens(0.75);
  return {
    kind,
    channel: random.happens(0.4) ? { fault: random.pick(channels), nth: random.below(2) } : null,
    model:
      random.happens(0.3) && !isModelSlow
        ? { fault: random.pick(models), times: random.pick([1, 1, 3]) }
        : null,
    platform: orders && random.happens(0.5) ? { fault: random.pick(platforms), times: 1 } : null,
    webhook: random.happens(0.5) ? random.pick(webhooks) : null,
    isModelSlow,
  };
}

function drawKill(random: Random, journeys: JourneyPlan[]): Kill {
  const part = random.pick(['worker', 'worker', 'api', 'api', 'temporal', 'postgres'] as const);
  if (random.happens(0.25)) return { part, at: { afterMs: random.below(12_000) } };
  const journey = random.below(journeys.length);
  const kind = journeys[journey]?.kind ?? 'question';
  return { part, at: { journey, step: random.pick(STEPS_OF[kind]) } };
}

function drawJump(random: Random): ClockJump {
  const minutes = random.pick([-90, -5, -1, 1, 5, 90] as const);
  return {
    part: random.pick(['worker', 'api'] as const),
    afterMs: random.below(5_000),
    byMs: minutes * 60_000,
    forMs: 3_000 + random.below(9_000),
  };
}
