/** What may make a trouble worse than the catalogue says (taxonomy section 3), where a resident's words can tell it. */
export const circumstances = [
  'only-one',
  'near-electrics',
  'spreading',
  'someone-unwell',
  'medical-device',
  'security-exposure',
  'vulnerable-person',
  'says-emergency',
] as const;

/** An id of the policy pack's modifiers that a resident's words can tell. */
export type Circumstance = (typeof circumstances)[number];

/** Whether a name is one of a circumstance. */
export function isCircumstance(name: string): name is Circumstance {
  return circumstances.some((known) => known === name);
}

/** The circumstances in a list that was kept as one text. */
export function readCircumstances(list: string | undefined): Circumstance[] {
  return (list ?? '').split(',').filter(isCircumstance);
}
