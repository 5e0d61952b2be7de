import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { policyAnswer } from '../../src/api/policy-answer.ts';
import { layersOnDisk, type LayersOnDisk } from '../support/pack-folders.ts';
import { startPackRecords, type PackRecords } from './pack-records.ts';

let records: PackRecords;
let layers: LayersOnDisk;
beforeAll(async () => {
  records = await startPackRecords();
});
afterAll(() => records.stop());
beforeEach(async () => {
  layers = await layersOnDisk(records.versions);
});
afterEach(() => layers.remove());

const limit = (noneUpToCents: number) => ({ approval: { noneUpToCents } });

async function seenAt(propertyId: string) {
  const packs = await layers.open();
  return policyAnswer({
    propertyId,
    pack: packs.current(propertyId),
    layers: packs.layersAt(propertyId),
    kept: await records.versions.list(),
  });
}

test('shows which layers a property has, the widest first, and what each changes', async () => {
  await layers.write('property/aspen/layer.json', { version: '2' });
  await layers.write('property/aspen/costs.json', limit(15_000));
  await layers.write('organisation/group/layer.json', { version: '1', properties: ['aspen'] });
  await layers.write('organisation/group/legal-clocks.json', { on: ['us-wa'] });
  const seen = await seenAt('aspen');
  expect(seen.layers).toEqual([
    { scope: 'organisation', id: 'group', version: '1', files: ['legal-clocks.json'] },
    { scope: 'property', id: 'aspen', version: '2', files: ['costs.json'] },
  ]);
  expect(seen.label).toBe('2026-11-1+organisation/group@1+property/aspen@2');
  expect(seen.costs.noneUpToCents).toBe(15_000);
  expect(seen.legalClocks.filter(({ isOn }) => isOn).map(({ id }) => id)).toEqual(['us-wa']);
});

test('lists the versions before, each with the instant since which it was kept, and none of another place', async () => {
  await layers.write('property/birch/layer.json', { version: '1' });
  await layers.write('property/birch/costs.json', limit(15_000));
  const first = await seenAt('birch');
  await layers.write('property/birch/layer.json', { version: '2' });
  await layers.write('property/cedar/layer.json', { version: '1' });
  const second = await seenAt('birch');
  const labels = second.versions.map(({ label }) => label);
  expect(labels.slice(0, 2)).toEqual(['2026-11-1+property/birch@2', first.label]);
  expect(labels.some((label) => label.includes('cedar'))).toBe(false);
  expect(second.versions.filter(({ isInForce }) => isInForce)).toEqual([second.versions[0]]);
  expect(second.inForceSince).toBe(second.versions[0]?.keptAt);
});

test('says every clock in words', async () => {
  const { classes, costs } = await seenAt('a-property-without-layers');
  const [p0] = classes;
  expect(p0?.label).toBe('danger to life');
  expect(p0?.clocks.slice(0, 4)).toEqual([
    { name: 'First answer', time: 'within 10 seconds' },
    { name: 'Alert out', time: 'within 1 minute' },
    { name: 'Accepted by a person', time: 'within 5 minutes' },
    { name: 'Vendor sent', time: 'at once' },
  ]);
  const all = classes.flatMap(({ clocks }) => clocks).concat(costs.clocks);
  expect(all.filter(({ time }) => /undefined|NaN|\.\d{3}/.test(time))).toEqual([]);
});

test('says when somebody who waits for a person is brought up, by the rules of the property', async () => {
  await layers.write('property/dogwood/layer.json', { version: '1' });
  await layers.write('property/dogwood/hand-off.json', { warnAfterMinutes: 5 });
  expect((await seenAt('dogwood')).handOff).toEqual([
    { name: 'The desk is warned', time: '5 minutes of working time' },
    { name: 'The managers are told', time: '30 minutes of working time' },
  ]);
});
