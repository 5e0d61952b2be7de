import { describe, expect, test } from 'vitest';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import type { Circumstance } from '../../../src/domain/circumstance.ts';
import { issueOf } from '../../../src/domain/issue.ts';
import { planRequest } from '../../../src/domain/request-plan.ts';
import { defaultPack as pack } from './default-pack.ts';

const plan = (id: string, circumstances: Circumstance[] = [], now = '2026-07-15T15:00:00.000Z') => {
  const issue = issueOf({ pack, id });
  return planRequest({
    requestId: 'mr-1',
    reopenings: 0,
    issue,
    proposed: issue.class,
    isDanger: false,
    circumstances,
    relation: { kind: 'new' },
    pack,
    calendar: calendarOf({ pack, zone: 'America/Chicago' }),
    now,
    reportedAt: now,
  });
};

describe('what a resident tells raises the class, by the rules of the pack', () => {
  test.each<[string, Circumstance[], string, string]>([
    ['toilet.other', ['only-one'], 'P3', 'P1'],
    ['water.leak_contained', ['spreading'], 'P2', 'P1'],
    ['water.leak_contained', ['near-electrics'], 'P2', 'P0'],
    ['mould.patch', ['someone-unwell'], 'P3', 'P0'],
    ['elec.partial', ['medical-device'], 'P2', 'P1'],
    ['window.broken', ['security-exposure'], 'P2', 'P1'],
    ['appl.other', ['says-emergency'], 'P4', 'P2'],
  ])('%s with %j: %s becomes %s', (id, told, before, after) => {
    expect(plan(id).class).toBe(before);
    expect(plan(id, told).class).toBe(after);
  });

  test('never lowers it, whatever is told', () => {
    const all: Circumstance[] = ['only-one', 'spreading', 'vulnerable-person', 'says-emergency'];
    for (const id of Object.keys(pack.catalogue)) {
      expect(plan(id, all).class <= plan(id).class, id).toBe(true);
    }
  });

  test('a person looks when the resident says that it is an emergency', () => {
    expect(plan('appl.other').needsPerson).toBe(false);
    expect(plan('appl.other', ['says-emergency']).needsPerson).toBe(true);
  });
});

test("a home without heat is an emergency in the heat season of the property's own day", () => {
  expect(plan('heat.none').class).toBe('P2');
  expect(plan('heat.none', [], '2026-11-23T15:00:00.000Z').class).toBe('P1');
  // 30 September, 23:59 in Houston; 1 October elsewhere.
  expect(plan('heat.none', [], '2026-10-01T04:59:00.000Z').class).toBe('P2');
});
