import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { aPdf } from '../fakes/pdf-files.ts';
import { describeInBrowser } from './browser.ts';
import type { DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const MEGABYTES_200 = 200 * 1024 * 1024;

describeInBrowser('documents', () => {
  let opened: OpenDesk;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  let rules: Buffer;
  beforeAll(async () => {
    opened = await openDesk();
    ({ house, desk, page } = opened);
    rules = await aNotice('5:45 a.m.');
  });
  afterAll(() => opened?.close());

  const heading = (name: string) => page.getByRole('heading', { level: 2, name });
  const dialog = () => page.getByRole('dialog');
  const fileField = () => dialog().getByLabel('PDF file');
  const pdf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer });

  async function upload(file: ReturnType<typeof pdf>): Promise<void> {
    await page.getByRole('button', { name: 'Upload a document' }).click();
    await fileField().setInputFiles(file);
    await dialog()
      .getByLabel('Who may be answered from it')
      .selectOption('Everybody at Harbor Court');
    await dialog().getByRole('button', { name: 'Upload', exact: true }).click();
  }

  test('shows the tree by whom documents are for, after signing in', async () => {
    await page.goto(`${house.url}/desk/documents`);
    await desk.signIn('mara');
    await heading('Organisation').waitFor();
    await page.getByRole('heading', { level: 3, name: 'Unit 4B' }).waitFor();
    await page.getByText('Choose a document from the list.').waitFor();
    expect(await desk.look('documents')).toEqual([]);
  });

  test('takes a PDF, shows by itself how it is read, and what was read', async () => {
    await upload(pdf('Bicycle_room_notice.pdf', rules));
    await heading('Bicycle room notice').waitFor();
    await page.getByRole('tab', { name: 'Ask' }).waitFor();
    await page.getByLabel('Ask this document').waitFor();
    await page.getByRole('tab', { name: 'Pages' }).click();
    await page.getByText('Page 1 of 2, version 1').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('Storage fees are due', { exact: false }).waitFor();
    expect(await desk.look('document-pages')).toEqual([]);
    await page.getByText('Passages (1)').click();
    await page.getByText('1 passage of this page').waitFor();
  });

  test('answers a question with the quote and leads to its page', async () => {
    await page.getByRole('tab', { name: 'Ask' }).click();
    await page.getByLabel('Ask this document').fill('When does the bicycle room open?');
    await page.getByLabel('Ask this document').press('Enter');
    await page.getByRole('button', { name: 'Show page 1 of version 1' }).waitFor();
    expect(await desk.look('document-answer')).toEqual([]);
    await page.getByRole('button', { name: 'Show page 1 of version 1' }).click();
    await page.getByText('Text of the page').click();
    expect(await page.locator('mark').textContent()).toContain('5:45 a.m.');
    await page.getByRole('tab', { name: 'Ask' }).click();
    await page.getByLabel('Ask this document').fill('How much is a parking permit?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('finds no sure answer in this document').waitFor();
  });

  test('says of the same file that nothing was changed', async () => {
    await upload(pdf('Bicycle_room_notice.pdf', rules));
    await dialog().getByText('This very file is here already, as version 1.').waitFor();
    expect(await desk.look('document-same-file')).toEqual([]);
    await dialog().getByRole('button', { name: 'Close' }).click();
  });

  test('says what to do about a program that is named .pdf, and about a file that is too large', async () => {
    await upload(pdf('setup.pdf', Buffer.from('MZ\u0090\u0000 a program')));
    await heading('setup').waitFor();
    await page.getByRole('alert').getByText('This file is not a PDF. Export it as PDF').waitFor();
    expect(await desk.look('document-failed')).toEqual([]);
    await page.getByRole('button', { name: 'Upload a document' }).click();
    // Too much for the test's own wire: the page is told the size alone.
    await fileField().evaluate((field, size) => {
      const file = new File(['%PDF-'], 'plans.pdf', { type: 'application/pdf' });
      Object.defineProperty(file, 'size', { value: size });
      const files = Object.assign([file], { item: () => file });
      Object.defineProperty(field, 'files', { value: files, configurable: true });
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }, MEGABYTES_200);
    await dialog().getByText('This file has 200 MB; 20 MB is the most.').waitFor();
    const button = dialog().getByRole('button', { name: 'Upload', exact: true });
    expect(await button.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
  });

  test('finds the home that a document is for', async () => {
    await page.getByRole('button', { name: 'Upload a document' }).click();
    await dialog()
      .getByLabel('Who may be answered from it')
      .selectOption('One home at Harbor Court');
    await dialog().getByLabel('Unit').fill('9Z');
    await dialog().getByText('Nobody lives in a unit “9Z” here.').waitFor();
    await dialog().getByLabel('Unit').fill('4b');
    await dialog().getByLabel('Whoever lives in 4B, now or later').check();
    expect(await desk.look('document-upload')).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
  });

  test('takes a new version, keeps the old one’s pages, and withdraws after asking, by keyboard', async () => {
    await page.getByRole('link', { name: /^Bicycle room notice/ }).click();
    await page.getByRole('heading', { name: 'Bicycle room notice' }).waitFor();
    await page.getByRole('button', { name: 'Upload a new version' }).click();
    await fileField().setInputFiles(pdf('newer.pdf', await aNotice('6:15 a.m.')));
    await dialog().getByRole('button', { name: 'Upload', exact: true }).press('Enter');
    await page.getByText('version 2 · 2 pages, 2 passages').first().waitFor();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByText('replaced by a newer version').waitFor();
    expect(await desk.look('document-versions')).toEqual([]);
    await page.getByRole('button', { name: 'Show pages of version 1' }).click();
    await page.getByText('5:45 a.m.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).press('Enter');
    await dialog().getByText('goes out of use at once').waitFor();
    expect(await desk.look('document-withdraw')).toEqual([]);
    await page.keyboard.press('Enter'); // the focus stands on "Keep it"
    await dialog().waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Withdraw' }).press('Enter');
    await dialog().getByRole('button', { name: 'Withdraw it' }).press('Enter');
    await page.getByRole('tab', { name: 'Ask' }).click();
    await page.getByText('no version of this document is in use').waitFor();
  });

  test('has made the browser complain of nothing', () => {
    expect(desk.complaints).toEqual([]);
  });
});

async function aNotice(opening: string): Promise<Buffer> {
  const first = `Bicycle room\n\nThe bicycle room in the basement opens at ${opening} and closes at 11:15 p.m. every day.`;
  const second =
    'Storage\n\nStorage fees are due on the first of the month. Ask at the desk for a tag.';
  return Buffer.from(await aPdf([first, second]));
}
