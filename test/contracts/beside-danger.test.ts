import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommittedDanger } from '../../src/ports/inbox.ts';
import type { ProposedDecision } from '../../src/ports/language-model.ts';
import { startReadingHouse, type ReadingHouse } from './reading-house.ts';

// Safety: a danger opens its own request; what else a message reports is not lost beside it.

let house: ReadingHouse;
beforeAll(async () => {
  house = await startReadingHouse();
});
afterAll(() => house.stop());

const aDanger = (about: Partial<CommittedDanger> = {}): CommittedDanger => ({
  dangerId: 'danger-1',
  hazard: 'gas',
  issue: 'gas.odor',
  class: 'P0',
  isNew: true,
  ...about,
});
const report = (issue: string): ProposedDecision => ({
  kind: 'report-problem',
  issue,
  class: 'P2',
  summary: 'a trouble',
  confidence: 0.9,
  missing: [],
  circumstances: [],
});

/** The issues for which requests open, and all other kinds, beside these dangers. */
async function openedBeside(dangers: CommittedDanger[], proposed: ProposedDecision[]) {
  house.script.push(proposed);
  const turn = await house.somebody().write('I smell gas and my fridge does not cool');
  const { decisions } = await house.propose({ ...turn, dangers });
  return decisions.map((each) => (each.kind === 'report-problem' ? each.issue : each.kind));
}

test('a trouble of another kind than the danger opens a request of its own', async () => {
  const proposed = [report('gas.no_supply'), report('appl.fridge')];
  expect(await openedBeside([aDanger()], proposed)).toEqual(['gas.odor', 'appl.fridge']);
});

test('nothing else of the model opens, ends or hands over anything beside a danger', async () => {
  const proposed: ProposedDecision[] = [
    report('gas.odor'),
    report('other.unclear'),
    { kind: 'cancel-request', reference: null },
    { kind: 'hand-over', reason: 'low-confidence' },
  ];
  expect(await openedBeside([aDanger()], proposed)).toEqual(['gas.odor']);
});

test('each new danger of a message opens its request, a known one and a second name for one none', async () => {
  const dangers = [
    aDanger({ isNew: false }),
    aDanger({ dangerId: 'danger-2', hazard: 'crisis', issue: 'nonmaint.crisis' }),
    aDanger({ dangerId: 'danger-3', hazard: 'medical', issue: 'nonmaint.crisis' }),
    aDanger({ dangerId: 'danger-4', hazard: 'fire', issue: 'fire.active' }),
  ];
  expect(await openedBeside(dangers, [report('fire.active')])).toEqual([
    'nonmaint.crisis',
    'fire.active',
  ]);
});
