import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf } from '../e2e/support/resident.ts';
import { signIn } from '../e2e/support/staff.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { tabAndEnter, tabTo } from './keyboard.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

describeInBrowser('the inbox', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  beforeAll(async () => {
    opened = await openDesk();
    ({ house, browser, desk, page } = opened);
  });
  afterAll(() => opened?.close());

  const reply = () => page.getByLabel('Your reply');
  const said = (text: string) => page.getByRole('log').getByText(text);

  test('keeps out a wrong password, says so, and opens with the right one', async () => {
    await page.goto(`${house.url}/`);
    await page.getByLabel('E-mail').fill('theo@staff.example');
    await page.getByLabel('Password', { exact: true }).fill('not-this-one-at-all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('do not belong together').waitFor();
    expect(await desk.look('sign-in')).toEqual([]);
    await desk.signIn('theo');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await page.getByText('Nothing here').waitFor();
    expect(await desk.look('inbox-empty')).toEqual([]);
  });

  test('shows a new conversation without a reload, in the time of the property, and its answer with the source', async () => {
    await residentOf(house, 'HC-4B-01').write('When are quiet hours?');
    const card = page.getByRole('link', { name: /Harbor Court/ });
    await card.waitFor();
    expect(await card.textContent()).toMatch(/E[SD]T/);
    await card.click();
    await said('10 p.m.').first().waitFor();
    await page
      .getByText(/^\d sources?$/)
      .first()
      .click();
    await page
      .getByText(/version 1, page \d/)
      .first()
      .waitFor();
    expect(await desk.look('conversation')).toEqual([]);
  });

  test('lets a person take over, answer once and give back', async () => {
    await page.getByRole('button', { name: 'Take over' }).click();
    await reply().fill('This is Theo: I am on my way.');
    expect(await desk.look('taken-over')).toEqual([]);
    await reply().press('Control+Enter');
    await said('This is Theo: I am on my way.').waitFor();
    await expect.poll(() => reply().inputValue()).toBe('');
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('button', { name: 'Take over' }).waitFor();
    expect(await said('This is Theo: I am on my way.').count()).toBe(1);
  });

  test('shows who else has taken over, as soon as they do', async () => {
    const mara = await signIn(house, 'mara');
    const id = new URL(page.url()).pathname.split('/').at(-1);
    await mara.post(`/conversations/${id}/take-over`);
    await page.getByText('Mara (manager) has taken over').waitFor();
    await mara.post(`/conversations/${id}/release`);
    await page.getByRole('button', { name: 'Take over' }).waitFor();
  });

  test('keeps what was typed when the session ends in the middle of it', async () => {
    await page.getByRole('button', { name: 'Take over' }).click();
    await reply().fill('A reply that must not be lost.');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('What you typed is kept.').waitFor();
    expect(await desk.look('sign-in-again')).toEqual([]);
    await desk.signIn('theo');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await reply().inputValue()).toBe('A reply that must not be lost.');
    await page.getByRole('button', { name: 'Send' }).click();
    await said('A reply that must not be lost.').waitFor();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('button', { name: 'Take over' }).waitFor();
  });

  test('is walked by keyboard: a page’s heading has the focus, and the skip link leads past the frame', async () => {
    await page.goto(`${house.url}/desk/inbox`);
    await page.getByRole('link', { name: /Harbor Court/ }).waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Inbox');
    await page.getByRole('link', { name: /Harbor Court/ }).press('Enter');
    await page.getByRole('heading', { level: 2 }).waitFor();
    expect(await page.locator('h2:focus').count()).toBe(1);
    await page.goto(`${house.url}/desk/no-such-page`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'Skip to the page' }).press('Enter');
    expect(await page.locator('#content:focus').count()).toBe(1);
    expect(await desk.look('no-such-page')).toEqual([]);
  });

  // Issue 4: every control of the inbox, by keyboard alone.
  test('is narrowed down and walked into by Tab, typing and Enter alone', async () => {
    await page.goto(`${house.url}/desk/inbox`);
    const card = page.getByRole('link', { name: /Harbor Court/ });
    await card.waitFor();
    expect(await desk.look('inbox')).toEqual([]);
    await tabAndEnter(page.locator('summary', { hasText: 'Filters' }));
    await tabTo(page.getByLabel('Channel'));
    await page.keyboard.type('WhatsApp');
    await page.getByText('Choose other filters.').waitFor();
    expect(new URL(page.url()).searchParams.get('channel')).toBe('whatsapp');
    await tabAndEnter(page.getByRole('button', { name: 'Clear the filters' }));
    await tabAndEnter(card);
    await page.getByRole('heading', { level: 2 }).waitFor();
  });

  test('is answered, released, noted and given away by Tab, typing and Enter alone', async () => {
    const button = (name: string) => page.getByRole('button', { name });
    await tabAndEnter(button('Take over'));
    await tabTo(reply());
    await page.keyboard.type('Written without a mouse.');
    await tabAndEnter(button('Send to the resident'));
    await said('Written without a mouse.').waitFor();
    await tabAndEnter(button('Release'));
    await tabAndEnter(button('Take over'));
    await reply().waitFor();
    await tabTo(page.getByRole('tab', { name: 'Reply to the resident' }));
    await page.keyboard.press('ArrowRight'); // as in every list of tabs
    await tabTo(page.getByRole('textbox', { name: 'Note for staff' }));
    await page.keyboard.type('Noted without a mouse.');
    await tabAndEnter(button('Keep the note'));
    await said('Noted without a mouse.').waitFor();
    await tabAndEnter(button('Give to a colleague'));
    await tabTo(page.getByLabel('Colleague', { exact: true }));
    await page.keyboard.type('Mara');
    await tabAndEnter(button('Give it'));
    await page.getByText('Theo (agent) gave this to Mara (manager)').waitFor();
  });

  test('shows no page to somebody without the right, though they know its address', async () => {
    const auditor = await visitDesk(browser);
    await auditor.page.goto(`${house.url}/desk/inbox`);
    await auditor.signIn('casper');
    await auditor.page.getByRole('heading', { name: 'You have no right to this page' }).waitFor();
    expect(await auditor.look('no-right')).toEqual([]);
    expect(auditor.complaints).toEqual([]);
  });

  test('has made the browser complain of nothing', () => {
    expect(desk.complaints).toEqual([]);
  });
});
