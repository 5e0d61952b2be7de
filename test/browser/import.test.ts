import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorKeys } from '../../src/config.ts';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { describeInBrowser } from './browser.ts';
import type { DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const MEGABYTES_200 = 200 * 1024 * 1024;
const ADMIN = {
  email: 'ada@staff.example', // nobody of the sample, whose people a house without it turns away
  name: 'Ada',
  password: 'lantern-light-1', // as the desk's visitors sign in
};
const exampleOf = (kind: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/import/${kind}.csv`, import.meta.url)), 'utf8');

/** What the start screen says while a house has nobody. */
function firstAdminLink({ url, environment }: OpenHouse): string {
  const masterKey = Buffer.from(environment['NIGHTPORTER_MASTER_KEY'] ?? '', 'base64');
  return `${url}/first-admin?code=${operatorKeys(masterKey).firstAdminCode}`;
}

describeInBrowser('import', () => {
  let opened: OpenDesk;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  beforeAll(async () => {
    opened = await openDesk({ NIGHTPORTER_SAMPLE: 'off' });
    ({ house, desk, page } = opened);
  });
  afterAll(() => opened?.close());

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const heading = (name: string) => page.getByRole('heading', { name });
  const says = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const choose = (name: string, content: string | Buffer): Promise<void> =>
    page
      .getByLabel('CSV file')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  /** Drops a file on the field, as from a folder on the desktop. */
  async function drop(name: string, content: string): Promise<void> {
    const file = `new File([${JSON.stringify(content)}], ${JSON.stringify(name)})`;
    const dataTransfer = await page.evaluateHandle(
      `(() => { const dropped = new DataTransfer(); dropped.items.add(${file}); return dropped; })()`,
    );
    await page.getByLabel('CSV file').dispatchEvent('drop', { dataTransfer });
  }
  async function tryFile(name: string, content: string | Buffer): Promise<void> {
    await choose(name, content);
    await button('Try it').click();
  }

  test('an empty house makes its first admin by the link of the start screen', async () => {
    await page.goto(firstAdminLink(house));
    expect(await desk.look('first-admin')).toEqual([]);
    await page.getByLabel('Name').fill(ADMIN.name);
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Password').fill(ADMIN.password);
    await button('Make this the admin').click();
    await heading('Done').waitFor();
  });

  test('an empty house leads its admin here', async () => {
    await page.goto(`${house.url}/desk/`);
    await desk.signIn('ada');
    await page.getByRole('link', { name: 'Bring in your building' }).waitFor();
    expect(await desk.look('empty-house')).toEqual([]);
    await page.getByRole('link', { name: 'Bring in your building' }).click();
    await heading('Properties').waitFor();
    await says('First: everything else belongs to one.');
    await page.getByText('All columns (14)').click();
    await says(/office_hours/);
    expect(await desk.look('import')).toEqual([]);
  });

  test('hands out an example of the kind that was chosen', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download an example (properties.csv)' }).click();
    const path = await (await download).path();
    expect(await readFile(path, 'utf8')).toBe(exampleOf('properties'));
  });

  test('says which kind a file seems to be, and leads there', async () => {
    await page.getByRole('link', { name: '1. Properties' }).click();
    await page.waitForURL('**/imports/properties');
    await choose('units.csv', exampleOf('units'));
    await says('This looks like a file of units, not of properties.');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('link', { name: 'Go to Units' }).click();
    await heading('Units').waitFor();
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.getByRole('link', { name: '1. Properties' }).click();
    await page.setViewportSize({ width: 1280, height: 800 });
    await choose('units.csv', exampleOf('units'));
    await button('Try it').click();
    await page.getByRole('cell', { name: 'is missing' }).first().waitFor();
    expect(await desk.look('import-wrong-kind')).toEqual([]);
  });

  test('tries a file, with a mark and semicolons, then imports what was tried, by the keyboard', async () => {
    const text = exampleOf('properties').replaceAll(';', '|').replaceAll(',', ';');
    await choose('properties.csv', `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    await button('Try it').press('Enter');
    await heading('What would be written').waitFor();
    await says('1 new, 0 changed, 0 unchanged.');
    await says('Read as UTF-8, separated by semicolons.');
    expect(await desk.look('import-tried')).toEqual([]);
    await button('Import 1 property').press('Enter');
    await heading('Imported').waitFor();
    await says('1 property added');
    await says('A new property starts switched off');
    expect(await desk.look('import-done')).toEqual([]);
    await page.getByRole('link', { name: 'Next: Units' }).press('Enter');
    await heading('Units').waitFor();
  });

  test('names everything that is wrong by row and column, and writes nothing', async () => {
    await tryFile(
      'units.csv',
      'property_id,unit\nmarigold-yard,1A\nmarigold-yard,=1B\nnowhere,2A\nmarigold-yard,caf\uFFFD\n',
    );
    const alert = page.getByRole('alert');
    await alert.getByText('3 things are wrong in 3 rows').waitFor();
    const rows = await alert.getByRole('row').allInnerTexts();
    expect(rows.map((row) => row.split('\t').slice(0, 2).join(' '))).toEqual([
      'Row Column',
      '3 unit',
      '4 property_id',
      '5 unit',
    ]);
    expect(await button(/^Import \d/).count()).toBe(0);
    expect(await desk.look('import-faults')).toEqual([]);
  });

  test('a mended file goes in; the same again has nothing to import', async () => {
    await tryFile('units.csv', exampleOf('units'));
    await button('Import 3 units').click();
    await says('3 units added');
    await drop('units.csv', exampleOf('units'));
    await button('Try it').click();
    await says('There is nothing to import.');
    expect(await button(/^Import \d/).count()).toBe(0);
  });

  test('warns of names in an older encoding, and refuses what is no CSV with the way out', async () => {
    await page.getByRole('link', { name: '3. Residents' }).click();
    await heading('Residents').waitFor();
    const accent = exampleOf('residents').replace('Tamsin', 'Tams\u00EDn');
    await tryFile('residents.csv', Buffer.from(accent, 'latin1'));
    await says('Look at names with accents below');
    await tryFile('residents.xlsx', 'PK\u0003\u0004 and more');
    await page.getByRole('alert').getByText('This is a spreadsheet (.xlsx) and no CSV').waitFor();
    await tryFile('residents.csv', '');
    await page.getByRole('alert').getByText('The file is empty.').waitFor();
  });

  test('asks how days are written where a file could mean two', async () => {
    await page.getByRole('link', { name: '4. Leases' }).click();
    await heading('Leases').waitFor();
    const leases =
      'lease_id,property_id,unit,from,rent\nmarigold-1,marigold-yard,1A,03/04/2026,1800\n';
    await tryFile('leases.csv', leases);
    await says('may be two days');
    await page.getByLabel('How days are written in the file').selectOption('mdy');
    expect(await page.getByRole('alert').count()).toBe(0); // what was said held for the other reading
    await button('Try it').click();
    await says('1 new, 0 changed, 0 unchanged.');
  });

  test('does not send a file of 200 MB', async () => {
    await page.reload();
    await page.getByLabel('CSV file').evaluate((field, size) => {
      const file = new File(['x'], 'big.csv');
      Object.defineProperty(file, 'size', { value: size });
      const files = Object.assign([file], { item: () => file });
      Object.defineProperty(field, 'files', { value: files, configurable: true });
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }, MEGABYTES_200);
    await says('This file has 200 MB; 5 MB is the most.');
    expect(await button('Try it').isDisabled()).toBe(true);
    expect(await desk.look('import-too-large')).toEqual([]);
  });

  test('has made the browser complain of nothing but the refused files', () => {
    const known = /status of 422/;
    expect(desk.complaints.filter((complaint) => !known.test(complaint))).toEqual([]);
  });
});
