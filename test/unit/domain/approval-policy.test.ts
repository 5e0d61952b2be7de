import { expect, test } from 'vitest';
import { approvalRule } from '../../../src/domain/approval-policy.ts';
import { issueOf } from '../../../src/domain/issue.ts';
import type { PriorityClass } from '../../../src/domain/priority.ts';
import { defaultPack as pack } from './default-pack.ts';

const ruleOf = (id: string, of: PriorityClass) =>
  approvalRule({ issue: issueOf({ pack, id }), class: of, pack });

// Safety: nobody waits for a signature while something burns or floods.
test('no emergency of the catalogue waits for a manager', () => {
  for (const id of Object.keys(pack.catalogue)) {
    for (const priority of ['P0', 'P1'] as const)
      expect(ruleOf(id, priority).isNeeded, id).toBe(false);
  }
});

// Money: what is made safe at once is made safe under the emergency limit.
test('an emergency is made safe under the emergency limit, life safety without any', () => {
  expect(ruleOf('water.flood', 'P1').ceilingCents).toBe(pack.costs.emergency.makeSafeUpToCents);
  expect(ruleOf('lock.lockout', 'P1').ceilingCents).toBeLessThanOrEqual(
    pack.costs.emergency.makeSafeUpToCents,
  );
  expect(ruleOf('gas.odor', 'P0').ceilingCents).toBe(pack.costs.bands.M.ceilingCents);
});

test('whatever may cost more than the limit waits, of every trade', () => {
  for (const [id, issue] of Object.entries(pack.catalogue)) {
    const ceiling = issue.cost ? pack.costs.bands[issue.cost].ceilingCents : 0;
    const rule = ruleOf(id, 'P2');
    expect(rule.ceilingCents, id).toBe(ceiling);
    if (ceiling > pack.costs.approval.noneUpToCents) expect(rule.isNeeded, id).toBe(true);
  }
});

test('a cheap repair waits only where its trade is under review', () => {
  expect(ruleOf('light.unit', 'P3')).toEqual({
    isNeeded: false,
    ceilingCents: pack.costs.bands.L.ceilingCents,
    trade: 'general',
  });
  expect(ruleOf('water.drip', 'P3')).toMatchObject({ isNeeded: true, trade: 'plumbing' });
});

test('what costs nothing never waits', () => {
  expect(ruleOf('nonmaint.neighbour', 'P3')).toMatchObject({ isNeeded: false, ceilingCents: 0 });
  const hvac = { ...issueOf({ pack, id: 'cool.none' }), cost: null };
  expect(approvalRule({ issue: hvac, class: 'P3', pack }).isNeeded).toBe(false);
});
