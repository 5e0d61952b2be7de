import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf, says, type Accepted } from '../e2e/support/resident.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

describeInBrowser('asking from an approval, and changing it', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  let confirmed: Accepted;
  beforeAll(async () => {
    opened = await openDesk();
    ({ house, browser, desk, page } = opened);
  });
  afterAll(() => opened?.close());

  const resident = () => residentOf(house, 'HC-4B-01');
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const field = (name: string | RegExp) => page.getByLabel(name);

  test('asks the resident by keyboard, who hears it as a question of the team', async () => {
    await resident().ask('There is a leak under my kitchen sink');
    confirmed = await resident().write('yes');
    await resident().hears(confirmed, says('A manager must approve'));
    await page.goto(`${house.url}/desk/approvals`);
    await desk.signIn('mara');
    await page.getByRole('link', { name: /Plumbing, up to \$1,000/ }).press('Enter');
    await button('Ask the resident …').press('Enter');
    expect(await button('Send the question').isDisabled()).toBe(true);
    await field('Your question').fill('Is the bucket full by the morning?');
    expect(await desk.look('approval-asking')).toEqual([]);
    await button('Send the question').press('Enter');
    await page.getByText('Asked, waiting for the answer').waitFor();
    await page.getByText('“Is the bucket full by the morning?”').waitFor();
    await resident().hears(
      confirmed,
      says(/question about MR-\w{10}: Is the bucket full by the morning\?/),
    );
    await page.goto(`${house.url}/desk/approvals`);
    await page.getByText('the resident was asked, no answer yet').waitFor();
    await page.getByRole('link', { name: /Plumbing, up to \$1,000/ }).click();
    await page.getByText('Asked, waiting for the answer').waitFor();
  });

  test('shows the answer without a reload, and rings for it; the resident is thanked and nobody else is asked', async () => {
    const answered = await resident().write('Half full, every morning');
    await page.getByText('“Half full, every morning”').waitFor();
    await resident().hears(answered, says('passed that on'));
    expect(await desk.look('approval-answered')).toEqual([]);
    await page.goto(`${house.url}/desk/alerts`);
    await page.getByText(/the resident has answered what was asked/).waitFor();
    await page.goto(`${house.url}/desk/inbox?queue=needs-person`);
    await page.getByText('Nobody waits').waitFor();
    await page.goto(`${house.url}/desk/approvals`);
    await page.getByRole('link', { name: /Plumbing, up to \$1,000/ }).click();
  });

  test('changes what is approved within clear limits, and says beside a field what is wrong with it', async () => {
    await button('Change and approve …').press('Enter');
    const approve = button('Approve with these changes');
    await page.getByText('Nothing is changed yet.').waitFor();
    await page.getByText(/You may approve up to \$1,000/).waitFor();
    await field(/^At most/).fill('2000');
    await page.getByText('That is more than you may approve.').waitFor();
    expect(await approve.isDisabled()).toBe(true);
    await field(/^At most/).fill('forty');
    await page.getByText('Write the amount as 450 or 450.50.').waitFor();
    await field(/^At most/).fill('450');
    const vendor = page.getByLabel('Vendor', { exact: true });
    // Their licence has expired.
    expect(await vendor.textContent()).not.toContain('Lowtide Drain Service');
    await vendor.selectOption({ label: 'Copperline Plumbing' });
    await field('Comes from').fill('2099-12-01T11:00');
    await page.getByText('Set both ends of the window, or neither.').waitFor();
    await field('Comes until').fill('2099-12-01T09:00');
    await approve.click();
    await page.getByText('A window ends after it begins').waitFor();
    expect(await desk.look('approval-editing')).toEqual([]);
    await field('Comes until').fill('2099-12-01T13:00');
    await approve.press('Enter');
    await page.getByText('This was approved by Mara (manager)').waitFor();
    await page.getByText('At most $450 instead of $1,000').waitFor();
    await page.getByText('Sent at once: Copperline Plumbing').waitFor();
    await page.getByText(/When: .*11:00 AM.*1:00 PM EST/).waitFor();
    expect(await desk.look('approval-edited')).toEqual([]);
  });

  test('the request goes on with what was approved: vendor, window, cost', async () => {
    await resident().hears(confirmed, says('is scheduled: .*11:00-13:00'));
    await page.goto(`${house.url}/desk/maintenance`);
    await page.getByRole('link', { name: /leak/i }).click();
    await page.getByText('Vendor: Copperline Plumbing.').waitFor();
    await page.getByText(/\$450/).first().waitFor();
  });

  test('keeps question, answer and changes in the history, and shows an auditor no words of them', async () => {
    await page.goto(`${house.url}/desk/approvals?list=history`);
    await page.getByRole('link', { name: /approved with changes by Mara/ }).click();
    await page.getByText('“Half full, every morning”').waitFor();
    await page.getByText('At most $450 instead of $1,000').waitFor();
    expect(await button('Ask the resident …').count()).toBe(0);
    const auditor = await visitDesk(browser);
    await auditor.page.goto(`${house.url}/desk/approvals?list=history`);
    await auditor.signIn('casper');
    await auditor.page.getByRole('link', { name: /approved with changes/ }).click();
    await auditor.page.getByText('Mara (manager) asked').waitFor();
    expect(await auditor.page.getByText('bucket').count()).toBe(0);
    expect(await auditor.page.getByText('Half full').count()).toBe(0);
    expect(auditor.complaints).toEqual([]);
  });

  test('has made the browser complain of nothing but the refused window', () => {
    expect(desk.complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
  });
});
