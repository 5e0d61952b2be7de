import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { AskEvent } from '../../commands/ask-events.ts';
import { openHouse, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

let house: OpenHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Writes the operator's layer of Harbor Court, as they would into the data folder. */
async function writeLayer(files: Record<string, unknown>): Promise<void> {
  const folder = join(house.dataFolder, 'policy-packs/property/harbor-court');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), JSON.stringify(content));
  }
}

async function restart(): Promise<void> {
  for (const part of ['api', 'worker'] as const) await house.kill(part);
  await Promise.all([house.start('worker'), house.start('api')]);
}

const Request = z.object({
  packVersion: z.string(),
  deadlines: z.object({ dispatchBy: z.string(), legal: z.array(z.object({ clock: z.string() })) }),
});

async function requestOf(reference: string): Promise<z.infer<typeof Request>> {
  const manager = await signIn(house, 'mara');
  return Request.parse((await manager.get(`/maintenance-requests/${reference}`)).body);
}

const referenceOf = (events: AskEvent[]): string => {
  const opened = events.find((event) => event.event === 'opened');
  if (opened?.event !== 'opened') throw new Error('nothing was opened');
  return opened.reference;
};

const LEAK = 'There is a leak under my kitchen sink, the bucket holds it';
const CHILLER = 'something hisses at the chiller plant';

// Two of our processes start anew in it.
const RESTART_MS = 240_000;

// Promises: a restart with other rules changes nothing for those who were told under the old ones.
test(
  'a request goes on under the rules it was opened with after others came into force, and a new one has the new ones',
  async () => {
    const early = residentOf(house, 'HC-4B-01');
    const before = referenceOf(await early.ask(LEAK));
    await early.hears(await early.write('yes'), says(before));
    const opened = await requestOf(before);
    expect(opened.deadlines.legal).toEqual([]);
    expect(replies(await residentOf(house, 'HC-6A-01').ask(CHILLER)).join()).not.toMatch(/fumes/i);

    await writeLayer({
      'layer.json': { version: '1' },
      'legal-clocks.json': { on: ['us-wa'] },
      'classes.json': { P2: { dispatch: { kind: 'calendar', minutes: 60 } } },
      'texts.json': {
        'status-awaiting-approval': {
          en: '{reference} waits, by the new rules.',
          es: '{reference}',
        },
      },
      'danger-words.json': { words: { chiller: { en: ['chiller plant'], es: [] } } },
      'danger-rules.json': {
        rules: [
          {
            id: 'hc.chiller',
            hazard: 'chemical',
            issue: 'env.chemical',
            class: 'P0',
            all: ['chiller'],
          },
        ],
      },
    });
    await restart();

    expect(await requestOf(before)).toEqual(opened);
    const told = replies(await early.ask('What is the status of my request?')).join();
    expect(told).toContain(before);
    expect(told).not.toContain('by the new rules');

    const late = residentOf(house, 'HC-5A-01');
    const after = await requestOf(referenceOf(await late.ask(LEAK)));
    expect(after.packVersion).toMatch(/\+property\/harbor-court@1#/);
    expect(after.deadlines.legal).toMatchObject([{ clock: 'legal_clock:us-wa' }]);
  },
  RESTART_MS,
);

// Safety: what is dangerous at one property only is found there at the door, before any model.
test('a danger that only the property knows is answered with the fixed text', async () => {
  const resident = residentOf(house, 'HC-3A-01');
  const written = await resident.write(CHILLER);
  await resident.hears(written, (event) => event.event === 'reply' && event.from === 'safety');
  await resident.hears(written, (event) => event.event === 'opened' && event.class === 'P0');
});

test('a layer that cannot be used stops the start and names file and field', async () => {
  await house.kill('api');
  await writeLayer({ 'costs.json': { approval: { noneUpToCents: 'plenty' } } });
  await expect(house.start('api')).rejects.toThrow(
    /harbor-court\/costs\.json: approval > noneUpToCents/,
  );
  await writeLayer({ 'costs.json': { approval: { noneUpToCents: 40_000 } } });
  await house.start('api');
});
