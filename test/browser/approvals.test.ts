import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { until, type OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf, says } from '../e2e/support/resident.ts';
import { signIn, type StaffMember } from '../e2e/support/staff.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const Waiting = z.array(z.object({ approvalId: z.string(), digest: z.string() }));

/** A browser that notes what it is asked and shown instead of showing it: headless ones refuse notifications. */
const NOTED_NOTIFICATIONS = `
  window.asked = 0;
  window.told = [];
  window.Notification = class extends EventTarget {
    static permission = 'default';
    static async requestPermission() {
      window.asked += 1;
      return (this.permission = 'granted');
    }
    constructor(headline) {
      super();
      window.told.push(headline);
    }
    close() {}
  };`;

describeInBrowser('approvals and alerts', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  let mara: StaffMember;
  beforeAll(async () => {
    opened = await openDesk();
    ({ house, browser, desk, page } = opened);
    mara = await signIn(house, 'mara');
  });
  afterAll(() => opened?.close());

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const heading = (name: string | RegExp) => page.getByRole('heading', { name });

  /** A resident's leak, confirmed: a manager is asked. */
  async function askManager(residentId: string): Promise<void> {
    const resident = residentOf(house, residentId);
    await resident.ask('There is a leak under my kitchen sink');
    await resident.hears(await resident.write('yes'), says('A manager must approve'));
  }

  async function waiting(): Promise<z.infer<typeof Waiting>[number]> {
    let found: z.infer<typeof Waiting> = [];
    await until('a manager is asked', async () => {
      found = Waiting.parse((await mara.get('/approvals?state=pending')).body);
      return found.length > 0;
    });
    if (!found[0]) throw new Error('unreachable: until() has seen it');
    return found[0];
  }

  test('an empty list says what comes here', async () => {
    await page.goto(`${house.url}/desk/approvals`);
    await desk.signIn('mara');
    await page.getByText('Nothing here').waitFor();
    expect(await desk.look('approvals-empty')).toEqual([]);
  });

  test('shows a new approval without a reload: what, how much, by when in the property’s time, and what happens', async () => {
    await askManager('HC-4B-01');
    const card = page.getByRole('link', { name: /Plumbing, up to \$1,000/ });
    await card.waitFor();
    expect(await card.textContent()).toMatch(/Harbor Court.*decide by.*E[SD]T/s);
    await card.press('Enter');
    await heading(/Plumbing, up to \$1,000/).waitFor();
    await page.getByText('This is an estimate, no quote').waitFor();
    await page.getByText('Silence never approves').waitFor();
    expect(await page.title()).toMatch(/^\(\d+\) Approvals/);
    expect(await desk.look('approval')).toEqual([]);
  });

  // Money: what stands on the page when somebody decides is what they decide about.
  test('shows content that changed anew before it takes a decision about it', async () => {
    const { approvalId, digest } = await waiting();
    const database = new Client({ connectionString: house.databaseUrl });
    await database.connect();
    const setDigest = (to: string) =>
      database.query('update approvals set digest = $1 where approval_id = $2', [to, approvalId]);
    await setDigest('e'.repeat(64));
    await page.getByText('This has changed').waitFor();
    expect(await button(/Approve/).count()).toBe(0);
    expect(await desk.look('approval-changed')).toEqual([]);
    await button('I have read it').click();
    await button(/Approve/).waitFor();
    await setDigest(digest);
    await button('I have read it').click();
    await database.end();
  });

  test('a rejection needs a reason, which is kept while it is typed; who was first is shown to who comes second', async () => {
    const { approvalId, digest } = await waiting();
    await button('Reject …').click();
    expect(await button('Reject').isDisabled()).toBe(true);
    await page.getByLabel('Why not?').fill('Ask a second plumber first');
    expect(await desk.look('approval-rejecting')).toEqual([]);
    await page.reload();
    expect(await page.getByLabel('Why not?').inputValue()).toBe('Ask a second plumber first');

    // Odile says yes while Mara's no is on its way.
    const odile = await signIn(house, 'odile');
    const yes = { decision: 'approve', digest };
    await page.route('**/decision', async (route) => {
      expect(await odile.post(`/approvals/${approvalId}/decision`, yes)).toMatchObject({
        status: 200,
      });
      await route.continue();
    });
    await button('Reject').click();
    await page.getByText('Odile (admin) has approved this already; that stands.').waitFor();
    await page.getByText('This was approved by Odile (admin)').waitFor();
    await page.unroute('**/decision');
    expect(await desk.look('approval-decided')).toEqual([]);
  });

  test('keeps what was decided in the history, with who and why', async () => {
    await askManager('HC-3A-01');
    await page.goto(`${house.url}/desk/approvals`);
    await page.getByRole('link', { name: /Plumbing, up to/ }).click();
    await button('Reject …').click();
    await page.getByLabel('Why not?').fill('The same pipe was mended last week');
    await button('Reject').press('Enter');
    await page.getByText('This was rejected by Mara (manager)').waitFor();
    await page.goto(`${house.url}/desk/approvals`);
    await page.getByLabel('Show').selectOption('ended');
    await page.getByRole('link', { name: /rejected by Mara/ }).click();
    await page.getByText('“The same pipe was mended last week”').waitFor();
    expect(await desk.look('approvals-history')).toEqual([]);
  });

  test('shows an auditor what was decided, and no word of a resident', async () => {
    const auditor = await visitDesk(browser);
    await auditor.page.goto(`${house.url}/desk/approvals?list=history`);
    await auditor.signIn('casper');
    await auditor.page.getByRole('link', { name: /rejected by Mara/ }).click();
    await auditor.page.getByText('This was rejected by Mara (manager)').waitFor();
    expect(await auditor.page.getByText('kitchen sink').count()).toBe(0);
    expect(await auditor.page.getByRole('link', { name: /conversation/ }).count()).toBe(0);
    expect(auditor.complaints).toEqual([]);
  });

  test('alerts: rings at once with whom it has rung, asks for notifications by a press only, and is accepted', async () => {
    await page.addInitScript({ content: NOTED_NOTIFICATIONS });
    await page.goto(`${house.url}/desk/alerts`);
    await page.getByText('Nothing rings').waitFor();
    expect(await desk.look('alerts-empty')).toEqual([]);
    expect(await page.evaluate('asked')).toBe(0);
    await button('Notify me in this browser').click();
    await page.getByText('This browser tells you of new').waitFor();
    await residentOf(house, 'HC-4B-01').write('I smell gas in the kitchen');
    const alert = page.getByRole('article', { name: /P0 gas reported at Harbor Court/ });
    await alert.waitFor();
    await alert.getByText(/^Rings Mara .*, then the same again/).waitFor();
    await alert.getByText(/^rang /).waitFor();
    await alert.getByText(/^next: /).waitFor();
    await expect
      .poll(() => page.evaluate('told'))
      .toEqual(['You are told like this.', 'P0 gas reported at Harbor Court.']);
    expect(await desk.look('alerts')).toEqual([]);

    await page.getByRole('link', { name: /One-hand page/ }).click();
    await heading(/P0 gas reported/).waitFor();
    expect(await desk.look('on-call')).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const accept = button('Accept');
    const box = await accept.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(80);
    expect(box?.y).toBeGreaterThan(600); // where the thumb is
    await accept.click();
    await page.getByText('You have accepted it.').waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${house.url}/desk/alerts?list=history`);
    await alert.getByText('Accepted by Mara (manager)').waitFor();
    await page.getByText('No longer needed: the approval was refused.').first().waitFor();
    expect(await desk.look('alerts-history')).toEqual([]);
  });

  test('alerts: one with nobody to ring says so', async () => {
    const client = new Client({ connectionString: house.databaseUrl });
    await client.connect();
    await client.query(`insert into alerts (alert_id, dedupe_key, property_id, kind, class, headline, ladder, state)
      values ('al-unheard', 'al-unheard', 'harbor-court', 'danger', 'P0', 'P0 smoke reported at Harbor Court.',
        '[{"contacts": [], "waitMinutes": 5}]', 'ringing')`);
    await client.end();
    await page.goto(`${house.url}/desk/alerts`);
    const alert = page.getByRole('article', { name: /P0 smoke/ });
    await alert.getByText('Nobody to ring').waitFor();
    expect(await desk.look('alerts-unheard')).toEqual([]);
  });

  test('has made the browser complain of nothing but the refused decision', () => {
    const known = /status of 409/;
    expect(desk.complaints.filter((complaint) => !known.test(complaint))).toEqual([]);
  });
});
