import { createDangerFloor, type DangerFloor, type DangerRules } from './danger.ts';

/** Floors by their rules, each compiled when it is first asked for and kept for as long as its rules are. */
export function createDangerFloors(): (rules: DangerRules) => DangerFloor {
  const floors = new WeakMap<DangerRules, DangerFloor>();
  return (rules) => {
    const known = floors.get(rules);
    if (known) return known;
    const floor = createDangerFloor(rules);
    floors.set(rules, floor);
    return floor;
  };
}
