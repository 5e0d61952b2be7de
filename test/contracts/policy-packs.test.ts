import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFilePolicyPacks } from '../../src/adapters/policy-packs/files/index.ts';
import { digestOf, mergeFolders } from '../../src/adapters/policy-packs/files/merge.ts';
import { createDangerFloors } from '../../src/domain/danger-floors.ts';
import {
  layersOnDisk,
  sampleLayers,
  standardFolder,
  type LayersOnDisk,
} from '../support/pack-folders.ts';
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

const ASPEN = 'property/aspen';
const limit = (noneUpToCents: number): object => ({ approval: { noneUpToCents } });
const aspen = { propertyId: 'aspen' };

async function writeAspen(noneUpToCents: number, version = '1'): Promise<void> {
  await layers.write(`${ASPEN}/layer.json`, { version });
  await layers.write(`${ASPEN}/costs.json`, limit(noneUpToCents));
}

// Money: what began under one set of limits is not judged by another.
test('a version stays readable after its files have changed and its process has ended', async () => {
  await writeAspen(15_000);
  const before = (await layers.open()).current('aspen');
  await writeAspen(99_000, '2');
  const afterwards = await layers.open();
  expect(afterwards.current('aspen').costs.approval.noneUpToCents).toBe(99_000);
  expect(await afterwards.pinned({ version: before.version, ...aspen })).toEqual(before);
});

test('files that changed without a new number are another version all the same', async () => {
  await writeAspen(15_000);
  const before = (await layers.open()).current('aspen').version;
  await writeAspen(15_001);
  const after = (await layers.open()).current('aspen').version;
  expect(before).toMatch(/^2026-11-1\+property\/aspen@1#[0-9a-f]{16}$/);
  expect(after.split('#')[0]).toBe(before.split('#')[0]);
  expect(after).not.toBe(before);
});

test('a version that nobody kept is refused by name, and no other rules are taken for it', async () => {
  const packs = await layers.open();
  await expect(packs.pinned({ version: '2019-1', ...aspen })).rejects.toThrow(
    /policy pack 2019-1 is not kept, and something of aspen is pinned to it/,
  );
});

test('the application can add versions and neither change nor take away any', async () => {
  await layers.open();
  for (const statement of [
    `update policy_packs set version = 'x'`,
    'delete from policy_packs',
    'truncate policy_packs',
  ]) {
    await expect(records.database.$client.query(statement)).rejects.toThrow(/permission denied/);
  }
});

test('a kept version that somebody altered is refused', async () => {
  await writeAspen(15_000);
  const { version } = (await layers.open()).current('aspen');
  await writeAspen(20_000);
  const packs = await layers.open();
  await records.postgres.query(
    `update policy_packs set files = replace(files::text, '15000', '95000')::json where version = $1`,
    [version],
  );
  await expect(packs.pinned({ version, ...aspen })).rejects.toThrow(/was changed/);
});

test('processes that start at once keep a version once', async () => {
  await writeAspen(31_000);
  const [one] = await Promise.all([layers.open(), layers.open(), layers.open()]);
  const found = await records.postgres.query('select from policy_packs where version = $1', [
    one?.current('aspen').version,
  ]);
  expect(found).toHaveLength(1);
});

// A newer program has texts and files that an older version of the rules cannot know.
test('what is younger than a kept version comes from the default rules, everything else from the version', async () => {
  const { standard } = mergeFolders({ standard: standardFolder, layers: [] });
  const { 'legal-clocks.json': _, ...older } = standard.files;
  const { 'news-delayed': __, ...texts } = standard.pack.texts;
  const closed = { en: '{reference} is shut.' };
  const files = { ...older, 'texts.json': { ...texts, 'news-closed': closed } };
  const about = { id: 'default', version: '2020-1' };
  const digest = digestOf({ ...files, 'pack.json': about });
  const version = `2020-1#${digest}`;
  await records.versions.keep([
    { version, files: { ...files, 'pack.json': { ...about, version } } },
  ]);
  const pack = await (await layers.open()).pinned({ version, ...aspen });
  expect(pack.texts['news-closed']).toEqual(closed);
  expect(pack.texts['news-delayed']).toEqual(standard.pack.texts['news-delayed']);
  expect(pack.legalClocks.on).toEqual([]);
});

test('a pinned version is read from the database once', async () => {
  await writeAspen(41_000);
  const { version } = (await layers.open()).current('aspen');
  await writeAspen(42_000);
  const packs = await layers.open();
  const first = await packs.pinned({ version, ...aspen });
  await records.postgres.query('delete from policy_packs where version = $1', [version]);
  expect(await packs.pinned({ version, ...aspen })).toBe(first);
});

test('organisation, portfolio, property and unit are merged in that order, each where it belongs', async () => {
  const properties = ['aspen', 'birch'];
  await layers.write('organisation/acme/layer.json', { version: '1', properties });
  await layers.write('organisation/acme/costs.json', {
    approval: { noneUpToCents: 1, managerUpToCents: 1, ownerUpToCents: 1, expiresAfterDays: 1 },
  });
  await layers.write('portfolio/north/layer.json', { version: '2', properties: ['aspen'] });
  await layers.write('portfolio/north/costs.json', {
    approval: { managerUpToCents: 2, ownerUpToCents: 2, expiresAfterDays: 2 },
  });
  await layers.write(`${ASPEN}/layer.json`, { version: '3' });
  await layers.write(`${ASPEN}/costs.json`, {
    approval: { ownerUpToCents: 3, expiresAfterDays: 3 },
  });
  await layers.write('unit/aspen-1a/layer.json', { version: '4', properties: ['aspen'] });
  await layers.write('unit/aspen-1a/costs.json', { approval: { expiresAfterDays: 4 } });
  const packs = await layers.open();
  const limits = (propertyId: string | null, unitId?: string) => {
    const { approval } = packs.current(propertyId, unitId).costs;
    const { noneUpToCents, managerUpToCents, ownerUpToCents, expiresAfterDays } = approval;
    return [noneUpToCents, managerUpToCents, ownerUpToCents, expiresAfterDays];
  };
  expect(limits('aspen', 'aspen-1a')).toEqual([1, 2, 3, 4]);
  expect(limits('aspen', 'aspen-1b')).toEqual([1, 2, 3, 3]);
  expect(limits('birch')).toEqual([1, 1, 1, 1]);
  expect(limits('elm')).toEqual([30_000, 100_000, 500_000, 7]);
  expect(limits(null)).toEqual([30_000, 100_000, 500_000, 7]);
  expect(packs.current('aspen', 'aspen-1a').version).toMatch(
    /^2026-11-1\+organisation\/acme@1\+portfolio\/north@2\+property\/aspen@3\+unit\/aspen-1a@4#/,
  );
});

test.each([
  ['property/aspen/costs.json', limit(-1), /aspen\/costs\.json: approval > noneUpToCents/],
  ['property/aspen/costs.json', '{ "approval": ', /aspen\/costs\.json: file: .*JSON/],
  ['property/aspen/cost.json', limit(1), /aspen\/.*"cost\.json"/],
  ['property/aspen/texts.json', { 'news-closed': { en: 1 } }, /texts\.json: news-closed > en/],
  ['property/aspen/classes.json', { P0: null }, /classes\.json: P0/],
  ['property/aspen/layer.json', {}, /aspen\/layer\.json: version/],
  ['property/aspen/layer.json', { version: '1', properties: ['birch'] }, /leave it away/],
  ['organisation/acme/layer.json', { version: '1' }, /acme\/layer\.json: properties: name/],
  ['unit/1a/layer.json', { version: '1', properties: ['aspen', 'birch'] }, /the one property/],
  ['propertys/aspen/layer.json', { version: '1' }, /propertys: no scope has that name/],
  ['property/aspen/pack.json', { version: '9' }, /pack\.json: file: a layer cannot change it/],
])('a layer with a broken %s is refused at start with file and field', async (...broken) => {
  const [file, content, problem] = broken;
  await layers.write(`${ASPEN}/layer.json`, { version: '1' });
  await layers.write(file, content);
  await expect(layers.open()).rejects.toThrow(problem);
});

// Safety: a property may know more dangers than the house, never fewer.
test.each([
  ['danger-rules.json', { unless: [] }, /danger-rules\.json: file: .*unless.*only adds/],
  ['danger-rules.json', { rules: null }, /danger-rules\.json: rules/],
  ['danger-words.json', { words: { gas: null } }, /danger-words\.json: words > gas/],
  ['danger-words.json', { words: { gas: { except: ['gas'] } } }, /words > gas/],
  [
    'danger-words.json',
    { words: { 'only-a-plan': { en: ['gas'] } } },
    /only-a-plan: it keeps rules/,
  ],
  ['danger-words.json', null, /danger-words\.json: file/],
  ['danger-real-words.json', { en: 'gas' }, /danger-real-words\.json: file: a layer cannot/],
  ['danger-exemplars.json', { harmless: ['gas'] }, /danger-exemplars\.json: file: a layer cannot/],
])('a layer that would narrow the danger floor by its %s is refused', async (...narrowing) => {
  const [name, content, problem] = narrowing;
  await layers.write(`${ASPEN}/layer.json`, { version: '1' });
  await layers.write(`${ASPEN}/${name}`, content);
  await expect(layers.open()).rejects.toThrow(problem);
});

test('a property that knows a danger of its own finds it in the raw text; the others keep the shared floor', async () => {
  await layers.write(`${ASPEN}/layer.json`, { version: '5' });
  await layers.write(`${ASPEN}/danger-words.json`, {
    words: { 'ammonia-plant': { en: ['chiller plant'], es: ['planta de frío'] } },
  });
  await layers.write(`${ASPEN}/danger-rules.json`, {
    rules: [
      {
        id: 'aspen-ammonia',
        hazard: 'chemical',
        issue: 'env.chemical',
        class: 'P0',
        all: ['ammonia-plant'],
      },
    ],
  });
  await layers.write('property/birch/layer.json', { version: '1' });
  await layers.write('property/birch/costs.json', limit(1));
  const packs = await layers.open();
  const floorOf = createDangerFloors();
  const floorAt = (propertyId: string | null) => floorOf(packs.current(propertyId).dangerRules);
  const text = 'something hisses at the chiller plant';
  expect(floorAt('aspen')(text)).toMatchObject([
    { hazard: 'chemical', ruleId: 'aspen-ammonia', floorVersion: /\+property\/aspen@5$/ },
  ]);
  expect(floorAt('aspen')('I smell gas in the kitchen')).toMatchObject([{ hazard: 'gas' }]);
  expect(floorAt('birch')(text)).toEqual([]);
  expect(floorAt('birch')).toBe(floorAt(null)); // compiled once for all who share it
  expect(floorAt('aspen')).toBe(floorAt('aspen'));
});

test('the sample operator has a layer of its own in force', async () => {
  const options = { standard: standardFolder, layers: [sampleLayers], versions: records.versions };
  const packs = await createFilePolicyPacks(options);
  const copperSage = packs.current('copper-sage-flats');
  expect(copperSage.costs.approval.noneUpToCents).toBe(20_000);
  expect(copperSage.modifiers.weather.heatSeason).toEqual({ from: '09-15', to: '05-31' });
  expect(packs.current('harbor-court').costs.approval.noneUpToCents).toBe(30_000);
});

test('two layers for the same place are refused, so that neither wins by chance', async () => {
  await writeAspen(1);
  const twice = [layers.path, layers.path];
  await expect(
    createFilePolicyPacks({ standard: standardFolder, layers: twice, versions: records.versions }),
  ).rejects.toThrow(/aspen.*two layers of this name/);
});
