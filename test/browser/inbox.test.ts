import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDesk } from '../../engines/desk-build.ts';
import { openHouse, type OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf } from '../e2e/support/resident.ts';
import { openBrowser, type RunningBrowser } from './browser.ts';

const PASSWORD = 'lantern-light-1';
const PICTURES = new URL('../../.nightporter/screenshots/', import.meta.url).pathname;

const running: RunningBrowser | null = await openBrowser();

describe.skipIf(running === null)('the inbox', () => {
  let house: OpenHouse;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    expect(await buildDesk({ onProgress: () => undefined })).toBeNull();
    house = await openHouse();
    page = await openPage();
  });
  afterAll(async () => {
    await running?.close();
    await house?.close();
  });

  async function openPage(): Promise<Page> {
    if (!running) throw new Error('skipped without a browser');
    // A viewer far away: what is shown is the property's time, never theirs.
    const context = await running.browser.newContext({ timezoneId: 'Asia/Tokyo' });
    const opened = await context.newPage();
    opened.setDefaultTimeout(15_000);
    opened.on('console', (message) => {
      // The browser reports each refused request by itself; a session that is asked for is refused by design.
      if (message.type() === 'error' && !message.text().includes('401')) {
        complaints.push(message.text());
      }
    });
    opened.on('pageerror', ({ message }) => complaints.push(message));
    return opened;
  }
  async function signIn(on: Page, name: string): Promise<void> {
    await on.getByLabel('E-mail').fill(`${name}@staff.example`);
    await on.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await on.getByRole('button', { name: 'Sign in' }).click();
  }
  async function look(name: string): Promise<void> {
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        await page.screenshot({ path: `${PICTURES}${name}-${width}-${scheme}.png` });
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
          .analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 800 });
  }

  test('lets nobody in with a wrong password, says so, and opens with the right one', async () => {
    await page.goto(`${house.url}/`);
    await page.getByLabel('E-mail').fill('theo@staff.example');
    await page.getByLabel('Password', { exact: true }).fill('not-this-one-at-all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('do not belong together').waitFor();
    await look('sign-in');
    await signIn(page, 'theo');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await page.getByText('Nothing here').waitFor();
    await look('inbox-empty');
  });

  test('shows a new message without a reload, and its conversation with the answer and its sources', async () => {
    await residentOf(house, 'HC-4B-01').write('When are quiet hours?');
    await page
      .getByRole('link', { name: /quiet hours/ })
      .or(page.getByRole('link', { name: /10 p\.m\./ }))
      .first()
      .click();
    await page.getByRole('log').getByText('10 p.m.').first().waitFor();
    await page.getByText('1 source').first().click();
    await look('conversation');
  });

  test('lets a person take over, answer once and give back', async () => {
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByLabel('Your reply').fill('This is Theo: I am on my way.');
    await look('taken-over');
    await page.getByLabel('Your reply').press('Control+Enter');
    await page.getByRole('log').getByText('This is Theo: I am on my way.').waitFor();
    expect(await page.getByLabel('Your reply').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('button', { name: 'Take over' }).waitFor();
    expect(await page.getByRole('log').getByText('This is Theo').count()).toBe(1);
  });

  test('keeps what was typed when the session ends in the middle of it', async () => {
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByLabel('Your reply').fill('A reply that must not be lost.');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('What you typed is kept.').waitFor();
    await look('sign-in-again');
    await signIn(page, 'theo');
    await page.getByText('What you typed is kept.').waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Your reply').inputValue()).toBe('A reply that must not be lost.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('log').getByText('A reply that must not be lost.').waitFor();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('button', { name: 'Take over' }).waitFor();
  });

  test('goes by keyboard from the skip link to a conversation, and to the heading of a page that opens', async () => {
    await page.goto(`${house.url}/desk/inbox`);
    await page
      .getByRole('link', { name: /HC|Resident|Assistant|Staff/ })
      .first()
      .waitFor();
    expect(await focused(page)).toBe('Inbox');
    await page.evaluate(() => document.body.focus());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
  });

  test('says what is not there, and broke nothing on the way', async () => {
    await page.goto(`${house.url}/desk/no-such-page`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await look('no-such-page');
    expect(complaints).toEqual([]);
  });
});

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent ?? '');
