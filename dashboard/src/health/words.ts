import type { HealthPart, PartState } from '../../../src/api/answers/health-report.ts';
import { plural } from '../shell/plural.ts';

/** What staff call a state, and the colour that stands beside the word. */
export const STATES: Record<PartState, { label: string; color: string }> = {
  ok: { label: 'OK', color: 'teal' },
  slow: { label: 'slow', color: 'orange' },
  attention: { label: 'needs a look', color: 'orange' },
  down: { label: 'down', color: 'red' },
  unknown: { label: 'no answer', color: 'red' },
};

// What is worst comes first.
const GRAVITY: PartState[] = ['down', 'unknown', 'slow', 'attention', 'ok'];

/** Parts in the order in which somebody should look at them; those alike stay as they came. */
export const byGravity = (parts: readonly HealthPart[]): HealthPart[] =>
  parts.toSorted((one, other) => GRAVITY.indexOf(one.state) - GRAVITY.indexOf(other.state));

/** The house in one sentence. */
export function summaryOf(parts: readonly HealthPart[]): string {
  const count = (...states: PartState[]): number =>
    parts.filter(({ state }) => states.includes(state)).length;
  const down = count('down');
  const silent = count('unknown');
  const slow = count('slow', 'attention');
  const rest = parts.length - down - silent - slow;
  if (rest === parts.length) return `All ${rest} parts of the house are well.`;
  const said = [
    down > 0 ? `${plural(down, { one: 'part is', many: 'parts are' })} down` : null,
    silent > 0 ? `${plural(silent, { one: 'gives', many: 'give' })} no answer` : null,
    slow > 0 ? `${plural(slow, { one: 'needs', many: 'need' })} a look` : null,
  ];
  const troubles = said.filter((words) => words !== null).join(', ');
  return `${troubles}; the other ${rest} ${rest === 1 ? 'is' : 'are'} well.`;
}
