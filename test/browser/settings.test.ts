import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf } from '../e2e/support/resident.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const IDA = {
  name: 'Ida Brandt',
  email: 'ida@staff.example',
  password: 'a-lamp-in-the-hall',
  later: 'a-brighter-lamp-1',
};

describeInBrowser('the settings', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  let idasDesk: DeskVisit;
  let ida: Page;
  beforeAll(async () => {
    opened = await openDesk({
      NIGHTPORTER_LOCKOUT_AFTER: '3',
      NIGHTPORTER_LOCKOUT_MS: '600000',
    });
    ({ house, browser, desk, page } = opened);
    idasDesk = await visitDesk(browser);
    ida = idasDesk.page;
  });
  afterAll(() => opened?.close());

  const go = (part: string) =>
    page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: part }).click();
  const card = () => page.getByRole('region', { name: IDA.name });
  const heading = (at: Page, name: string | RegExp) =>
    at.getByRole('heading', { level: 1, name }).waitFor();

  const signIn = async (at: Page, password: string): Promise<void> => {
    await at.getByLabel('E-mail').fill(IDA.email);
    await at.getByLabel('Password', { exact: true }).fill(password);
    await at.getByRole('button', { name: 'Sign in' }).click();
  };

  test('shows the rules in force at a property, and whose layer changes what', async () => {
    await page.goto(`${house.url}/desk/settings`);
    await desk.signIn('odile');
    await heading(page, 'Rules in force');
    await page.getByLabel('Property', { exact: true }).last().selectOption('copper-sage-flats');
    await page.getByText(/then the layer of the property “Copper Sage Flats”/).waitFor();
    await page.getByText('in force', { exact: true }).waitFor();
    expect(await desk.look('settings-rules')).toEqual([]);
  });

  test('shows who may do what, and which door is closed for want of which setting', async () => {
    await go('Rights');
    await heading(page, 'Who may do what');
    await page.getByRole('row', { name: /Approve or reject.* no yes yes no/ }).waitFor();
    expect(await desk.look('settings-rights')).toEqual([]);
    await go('Connections');
    await page.getByText(/To open it set WHATSAPP_TOKEN/).waitFor();
    expect(await desk.look('settings-connections')).toEqual([]);
  });

  test('adds a person, who sets their own password by a link that is shown once', async () => {
    await go('People');
    await page.getByText(/\d people/).waitFor();
    expect(await desk.look('settings-people')).toEqual([]);
    await page.getByRole('button', { name: 'Add a person' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add a person' });
    await dialog.getByLabel('Name').fill(IDA.name);
    await dialog.getByLabel('E-mail').fill('theo@staff.example');
    await dialog.getByLabel('Role').selectOption('manager');
    await dialog.getByRole('group', { name: 'Works at' }).getByLabel('Harbor Court').check();
    await dialog.getByRole('button', { name: 'Add this person' }).click();
    await dialog.getByText('Somebody with this e-mail is here already').waitFor();
    expect(await desk.look('settings-add-person')).toEqual([]);
    await dialog.getByLabel('E-mail').fill(IDA.email);
    await dialog.getByRole('button', { name: 'Add this person' }).click();
    const shown = page.getByRole('dialog', { name: 'A link for a new password' });
    const link = (await shown.getByLabel('The link').textContent()) ?? '';
    expect(await desk.look('settings-link')).toEqual([]);
    await page.keyboard.press('Escape');
    await card().getByText('no password yet').waitFor();

    await ida.goto(link);
    await ida.getByText(`For ${IDA.name}`).waitFor();
    expect(await idasDesk.look('settings-set-password')).toEqual([]);
    await ida.getByLabel(/Password/).fill(IDA.password);
    await ida.getByRole('button', { name: 'Set this password' }).click();
    await ida.getByRole('heading', { name: 'Done' }).waitFor();
    await ida.goto(link);
    await ida.getByRole('heading', { name: 'This link is closed' }).waitFor();
  });

  // Issue 4, bad input: a wrong password and lockout.
  test('locks after wrong passwords, says until when, and opens when an administrator unlocks', async () => {
    await ida.goto(`${house.url}/desk/`);
    for (let index = 1; index <= 2; index += 1) {
      await signIn(ida, `wrong-password-${index}`);
      await ida.getByRole('alert').getByText('do not belong together').waitFor();
      await expect.poll(() => ida.getByRole('button', { name: 'Sign in' }).isEnabled()).toBe(true);
    }
    await signIn(ida, 'wrong-password-3');
    await ida.getByText(/is locked until \d\d:\d\d UTC, for \d+ minutes/).waitFor();
    await signIn(ida, IDA.password);
    await ida.getByText(/is locked until \d\d:\d\d UTC, for \d+ minutes/).waitFor();
    expect(await idasDesk.look('settings-locked')).toEqual([]);
    await card().getByText('locked', { exact: true }).waitFor(); // live, without a reload
    expect(await desk.look('settings-locked-person')).toEqual([]);
    await card().getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('button', { name: 'Unlock it' }).click();
    await card().getByText('locked', { exact: true }).waitFor({ state: 'hidden' });
    await signIn(ida, IDA.password);
    await heading(ida, 'Inbox');
    await card().getByText('1 open session').waitFor();
  });

  test('lets people change their own password, and says what is wrong with a try', async () => {
    const menu = () => ida.getByRole('button', { name: IDA.name });
    await menu().press('Enter');
    await ida.getByRole('menuitem', { name: 'Change your password' }).click();
    const dialog = ida.getByRole('dialog', { name: 'Change your password' });
    const fill = async (current: string, again: string): Promise<void> => {
      const fields = { 'The password you have now': current, 'The new one again': again };
      for (const [label, text] of Object.entries(fields)) {
        await dialog.getByRole('textbox', { name: label, exact: true }).fill(text);
      }
      await dialog.getByRole('textbox', { name: /^The new one, 12/ }).fill(IDA.later);
      await dialog.getByRole('button', { name: 'Change it' }).press('Enter');
    };
    await fill(IDA.password, 'not-the-same-lamp');
    await dialog.getByText('The two new passwords are not the same').waitFor();
    await fill('no-lamp-in-the-hall', IDA.later);
    await dialog.getByText('This is not the password you have now').waitFor();
    expect(await idasDesk.look('settings-own-password')).toEqual([]);
    await fill(IDA.password, IDA.later);
    await dialog.getByText('Your password is changed').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await heading(ida, 'Inbox');
  });

  test('changes a role for the next click, and puts whoever is deactivated out at once', async () => {
    await card().getByRole('button', { name: 'Change' }).click();
    const dialog = page.getByRole('dialog', { name: `Change ${IDA.name}` });
    await dialog.getByLabel('Role').selectOption('auditor');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await card().getByText('Auditor at Harbor Court').waitFor();
    await ida.reload();
    await ida.getByRole('heading', { name: 'You have no right to this page' }).waitFor();
    await card().getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('button', { name: 'Deactivate', exact: true }).last().click();
    await card().getByText('deactivated', { exact: true }).waitFor();
    await ida.reload();
    await ida.getByRole('heading', { name: 'Night Porter' }).waitFor();
    await signIn(ida, IDA.later);
    await ida.getByText('do not belong together').waitFor();
    expect(await page.getByText('(you)').count()).toBe(1);
  });

  test('leads from a request to its record: verified, in plain words, to take away', async () => {
    await residentOf(house, 'HC-4B-01').ask('There is a leak under my kitchen sink');
    await page.goto(`${house.url}/desk/maintenance`);
    await page.getByRole('link', { name: /leak/i }).press('Enter');
    await page.getByRole('link', { name: 'Audit record' }).click();
    await heading(page, /Audit record of MR-/);
    await page.getByText(/^Whole: the chain of Harbor Court/).waitFor();
    await page.getByText(/The request was opened/).waitFor();
    await page
      .getByText(/Decided by .*prompt/)
      .first()
      .waitFor();
    expect(await page.getByText('kitchen sink').count()).toBe(0);
    expect(await desk.look('settings-trail')).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Take a copy as PDF' }).click();
    expect((await download).suggestedFilename()).toMatch(/^audit-MR-\w+\.pdf$/);
    await (await download).saveAs('.nightporter/screenshots/settings-audit.pdf');
  });

  test('leads from a conversation to its record', async () => {
    const record = page.url();
    await page.goto(`${house.url}/desk/inbox`);
    await page.getByRole('link', { name: /Harbor Court/ }).click();
    await page.getByRole('link', { name: 'Audit record' }).click();
    await heading(page, /^Audit record/);
    await page.getByText(/^Whole: the chain of Harbor Court/).waitFor();
    expect(await page.getByText('kitchen sink').count()).toBe(0);
    expect(await desk.look('settings-conversation-trail')).toEqual([]);
    await page.goto(record);
    await heading(page, /Audit record of MR-/);
  });

  test('finds a record by what one has: a reference, a link; and says when it is neither', async () => {
    const reference = ((await page.locator('h1').textContent()) ?? '').replace(
      'Audit record of ',
      '',
    );
    await go('Audit');
    await heading(page, 'Audit record');
    const wanted = page.getByLabel('Record of');
    await wanted.fill('the leak');
    await wanted.press('Enter');
    await page.getByText('Neither a reference nor a link').waitFor();
    await page.getByLabel('About').selectOption('staff');
    await page.getByText('No entry').waitFor();
    await page.getByLabel('About').selectOption('');
    await page.getByText('Newest first').waitFor();
    expect(await desk.look('settings-audit')).toEqual([]);
    await wanted.fill(` ${reference.toLowerCase()} `);
    await wanted.press('Enter');
    await heading(page, `Audit record of ${reference}`);
  });

  test('shows an agent the rules and the rights, and no page besides', async () => {
    const agent = await visitDesk(browser);
    await agent.page.goto(`${house.url}/desk/settings/people`);
    await agent.signIn('theo');
    await heading(agent.page, 'You have no right to this page');
    await agent.page.getByRole('link', { name: 'Settings' }).click();
    await heading(agent.page, 'Rules in force');
    const parts = agent.page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    expect(await parts.allTextContents()).toEqual(['Rules', 'Rights']);
    expect(agent.complaints).toEqual([]);
  });

  test('has made the browser complain of nothing but what was refused', () => {
    expect(desk.complaints.filter((text) => !text.includes('status of 409'))).toEqual([]);
  });
});
