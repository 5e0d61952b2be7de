import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf, says } from '../e2e/support/resident.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

describeInBrowser('the maintenance board', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  beforeAll(async () => {
    opened = await openDesk({ NIGHTPORTER_TEMPORAL_UI: 'http://127.0.0.1:8233' });
    ({ house, browser, desk, page } = opened);
  });
  afterAll(() => opened?.close());

  const region = (name: string) => page.getByRole('region', { name });
  const story = (text: string | RegExp) => region('Story').getByText(text).first().waitFor();
  const resident = () => residentOf(house, 'HC-5A-01');

  test('shows a report without a reload, with what is owed until when in the time of the property', async () => {
    await page.goto(`${house.url}/desk/maintenance`);
    await desk.signIn('mara');
    await page.getByText('No open requests').waitFor();
    expect(await desk.look('maintenance-empty')).toEqual([]);
    await resident().ask('There is a mouse in my kitchen');
    const card = page.getByRole('link', { name: /mouse/i });
    await card.waitFor();
    expect(await card.textContent()).toMatch(/Send a vendor by .*E[SD]T/);
    await residentOf(house, 'HC-4B-01').ask(
      'There is a leak under my kitchen sink, the bucket holds it',
    );
    await page.getByRole('link', { name: /leak/i }).waitFor();
    await page.getByLabel('Group by').selectOption('property');
    await page.getByRole('heading', { name: /Harbor Court · 2 requests/ }).waitFor();
    expect(await desk.look('maintenance-board')).toEqual([]);
  });

  test('sends a vendor and refuses a window that is over, one in the property’s time reaches the resident', async () => {
    const confirmed = await resident().write('yes');
    await page.getByRole('link', { name: /mouse/i }).press('Enter');
    await page.getByRole('heading', { level: 1, name: /mouse/i }).waitFor();
    await page
      .getByLabel('Vendor', { exact: true })
      .selectOption({ label: 'Quiet Corner Pest Control' });
    await page.getByRole('button', { name: 'Send the vendor' }).click();
    await story('Mara (manager) chose the vendor.');
    await story('Vendor: Quiet Corner Pest Control.');

    await page.getByLabel('Window from').fill('2026-01-05T09:00');
    await page.getByRole('button', { name: 'Set the window' }).click();
    await page.getByText('This window is over already').waitFor();
    expect(await desk.look('maintenance-request')).toEqual([]);
    await page.getByLabel('Window from').fill('2099-12-01T09:00');
    await page.getByRole('button', { name: 'Set the window' }).click();
    await resident().hears(confirmed, says('is scheduled: .*09:00-11:00'));
    await story(/Window: .*9:00.*11:00.*EST/);
  });

  test('sets the class by hand, with the reason and the name in the story', async () => {
    await page.getByRole('button', { name: 'Correct the class' }).click();
    await page.getByLabel('Class instead of P2').selectOption('P3');
    const set = page.getByRole('button', { name: 'Set the class' });
    expect(await set.isDisabled()).toBe(true); // nobody lowers without saying why
    await page.getByLabel('Reason').fill('One mouse, in a trap already.');
    await set.click();
    await story('Mara (manager) set P3 instead of P2: “One mouse, in a trap already.”');
    await page.getByText('P3, standard').waitFor();
  });

  test('asks the resident whether it is done, notes what they told a person, and shows how they liked it', async () => {
    await page.getByRole('button', { name: 'Mark done' }).click();
    await page.getByRole('button', { name: 'The resident says it is done' }).click();
    await story('Mara (manager) heard from the resident: it is done.');
    await resident().ask('5');
    await story('The resident gave it 5 of 5.');
    await page.getByText('This request is closed.').waitFor();
    expect(await page.getByRole('link', { name: /Temporal Web UI/ }).count()).toBe(0); // sealed for her
    expect(await desk.look('maintenance-ended')).toEqual([]);
  });

  test('shows an auditor how it went and the way to its workflow, and not what the resident said', async () => {
    const auditor = await visitDesk(browser);
    await auditor.page.goto(`${house.url}/desk/maintenance?side=ended`);
    await auditor.signIn('casper');
    await auditor.page.getByRole('listitem').getByRole('link').first().click();
    await auditor.page.getByText('not for your role to read').waitFor();
    await auditor.page.getByRole('region', { name: 'Story' }).waitFor();
    expect(await auditor.page.getByText('There is a mouse').count()).toBe(0);
    const link = auditor.page.getByRole('link', { name: /Temporal Web UI/ });
    expect(await link.getAttribute('href')).toMatch(
      /8233\/namespaces\/default\/workflows\/maintenance-request%2Fmr_/,
    );
    expect(auditor.complaints).toEqual([]);
  });

  test('opens a closed request again by keyboard, with a reason, and its resident is told', async () => {
    const before = await resident().write('thank you');
    await page.getByRole('button', { name: 'Reopen the request' }).press('Enter');
    const send = page.getByRole('button', { name: 'Reopen it' });
    expect(await send.isDisabled()).toBe(true); // nobody reopens without saying why
    await page.keyboard.type('She called: another mouse.'); // the field has the focus
    expect(await desk.look('maintenance-reopen')).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await story('Mara (manager) reopened it, P2, urgent: “She called: another mouse.”');
    await page.getByText('reopened', { exact: true }).waitFor();
    await resident().hears(before, says('I have reopened'));
    await page.getByRole('region', { name: 'What to do' }).waitFor();
    expect(await desk.look('maintenance-reopened')).toEqual([]);
  });

  test('has made the browser complain of nothing but the refused window', () => {
    expect(desk.complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
  });
});
