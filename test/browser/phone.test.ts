import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const PATIENCE = { timeout: 60_000 };

describeInBrowser('the phone simulator', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  beforeAll(async () => {
    opened = await openDesk({}, { hasWhatsAppStandIn: true });
    ({ house, browser, desk, page } = opened);
  });
  afterAll(() => opened?.close());

  const message = () => page.getByLabel('Message', { exact: true });
  const said = (text: string | RegExp) => page.getByRole('log').getByText(text);
  const write = async (text: string) => {
    await message().fill(text);
    await message().press('Enter');
    await expect.poll(() => message().inputValue(), PATIENCE).toBe('');
  };

  test('answers over WhatsApp, named a stand-in, and shows the answer read', async () => {
    await page.goto(`${house.url}/desk/phone`);
    await desk.signIn('theo');
    await page.getByText('A stand-in, not a real phone').click();
    await page.getByText('Nothing leaves this machine').waitFor();
    await page.getByText('No messages yet').waitFor();
    expect(await desk.look('phone-empty')).toEqual([]);
    await write('When are quiet hours?');
    await said(/10 p\.m\./)
      .first()
      .waitFor();
    await said(/· read$/)
      .first()
      .waitFor();
    expect(await desk.look('phone-answered')).toEqual([]);
  });

  test('opens the passage on its page when a source is clicked, and closes it by keyboard', async () => {
    await page
      .getByRole('log')
      .getByRole('button', { name: /, page \d/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: /version 1, page \d/ });
    await dialog.locator('mark').first().waitFor();
    expect(await dialog.locator('mark').first().textContent()).toMatch(/10 p\.m\./);
    expect(await desk.look('phone-passage')).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('offers yes and no where a confirmation is asked, and sends what was tapped as words', async () => {
    await write('There is a leak under my kitchen sink');
    const yes = page
      .getByRole('group', { name: 'Answers to tap' })
      .getByRole('button', { name: 'Yes' });
    await yes.waitFor();
    expect(await desk.look('phone-confirmation')).toEqual([]);
    await yes.click();
    await said(/^Yes$/).waitFor();
    await said(/MR-/).first().waitFor();
  });

  test('refuses 10,001 characters with a sentence', async () => {
    await message().fill('x'.repeat(10_001));
    await page.getByText('10,000 characters at most, and this one has 10,001').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    expect(await desk.look('phone-too-long')).toEqual([]);
    await message().fill('');
  });

  test('shows STOP obeyed', async () => {
    await write('STOP');
    await page.getByText('STOP is obeyed').waitFor();
    await said(/no more messages/).waitFor();
    expect(await desk.look('phone-stopped')).toEqual([]);
    await write('START');
    await page.getByText('STOP is obeyed').waitFor({ state: 'hidden' });
  });

  test('keeps each resident and each channel a phone of its own, chosen by keyboard', async () => {
    await page.getByLabel('Web chat').press('Space');
    await page.getByText('No messages yet').waitFor();
    const opened = page.waitForResponse(/residents\/HC-3C-01\//);
    await page.getByLabel('Resident').selectOption('HC-3C-01');
    await opened;
    await page.getByText('Web chat · phone of').waitFor();
    await expect.poll(() => page.url(), PATIENCE).toContain('/phone/HC-3C-01?channel=web-chat');
    await page.getByText('No messages yet').waitFor();
    await write('¿Cuándo son las horas de silencio?');
    await said('¿Cuándo son las horas de silencio?').waitFor();
    await said(/Night Porter \(automatic\)/)
      .first()
      .waitFor();
    await page.getByLabel('Resident').selectOption('HC-4B-01');
    await page.getByText('No messages yet').waitFor();
    await page.getByLabel('WhatsApp (stand-in)').press('Space');
    await said('When are quiet hours?').waitFor();
    expect(page.url()).toContain('/desk/phone/HC-4B-01');
  });

  test('is no page to somebody who may not use it', async () => {
    const auditor = await visitDesk(browser);
    await auditor.page.goto(`${house.url}/desk/phone`);
    await auditor.signIn('casper');
    await auditor.page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    expect(await auditor.page.getByRole('link', { name: 'Phone simulator' }).count()).toBe(0);
    expect(auditor.complaints).toEqual([]);
  });

  test('has made the browser complain of nothing', () => {
    expect(desk.complaints).toEqual([]);
  });
});
