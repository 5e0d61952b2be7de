/** What can be wrong; each is an invariant of docs/faults.md. */
export const faultKinds = [
  'message lost',
  'message unanswered',
  'reply doubled',
  'reply lost',
  'order doubled',
  'order missing',
  'order not held',
  'clock missed',
  'clock late',
  'clock early',
  'danger text missing',
  'danger alert missing',
  'silence broken',
  'decision lost',
  'stale document told',
  'audit gap',
  'journey stalled',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One thing that is not as it must be, by ids. */
export interface Finding {
  kind: FaultKind;
  what: string;
}

/** What a run came to, in numbers. */
export interface Counted {
  acknowledged: number;
  arrived: number;
  /** Sends whose fate the product says it does not know. */
  unknown: number;
  orders: number;
  /** Orders that the product gave to a person, saying so. */
  ordersLeftToPerson: number;
  clocks: number;
  warnings: number;
}

/** The judgement of one run or of one journey. */
export interface Judged {
  findings: Finding[];
  counted: Counted;
}

/** Nothing found and nothing counted. */
export function nothingJudged(): Judged {
  const counted = {
    acknowledged: 0,
    arrived: 0,
    unknown: 0,
    orders: 0,
    ordersLeftToPerson: 0,
    clocks: 0,
    warnings: 0,
  };
  return { findings: [], counted };
}
