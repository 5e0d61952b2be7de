import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { signIn } from '../e2e/support/staff.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const WEB_UI = 'http://127.0.0.1:8233';

describeInBrowser('health', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  beforeAll(async () => {
    opened = await openDesk({ NIGHTPORTER_TEMPORAL_UI: WEB_UI });
    ({ house, browser, desk, page } = opened);
  });
  afterAll(() => opened?.close());

  const part = (name: string | RegExp) => page.getByRole('listitem', { name });
  const button = (name: string) => page.getByRole('button', { name });

  test('shows each part in words, with links into the Web UI for an admin', async () => {
    await page.goto(`${house.url}/desk/health`);
    await desk.signIn('odile');
    await page.getByText('All 13 parts of the house are well.').waitFor();
    await part('Database: OK')
      .getByText(/Answers in .* connections in use/)
      .waitFor();
    await part('Workers for residents: OK')
      .getByText(/1 worker/)
      .waitFor();
    await page.getByText(/migration \d{4}_\w+\.sql · Temporal namespace default/).waitFor();
    const link = page.getByRole('link', { name: /Temporal Web UI .*Writes to the platform/ });
    expect(await link.getAttribute('href')).toBe(
      `${WEB_UI}/namespaces/default/workflows/platform-outbox%2Fembedded`,
    );
    expect(await desk.look('health')).toEqual([]);
  });

  test('holds the writes after asking, with the keyboard alone; who holds them stands there', async () => {
    await button('Hold all writes …').press('Enter');
    await page.getByRole('dialog').getByText('emergencies too').waitFor();
    expect(await desk.look('health-hold')).toEqual([]);
    await button('Leave them running').press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await part(/Writes to the platform .*: OK/).waitFor();
    await button('Hold all writes …').press('Enter');
    await button('Hold them').press('Enter');
    await part(/Writes to the platform .*: down/)
      .getByText('Held by Odile')
      .waitFor();
    await page.getByText('1 part is down; the other 12 are well.').waitFor();
    expect(await desk.look('health-held')).toEqual([]);
  });

  test('shows by itself that somebody else has let them go on', async () => {
    const other = await signIn(house, 'odile');
    const asked = page.waitForResponse(/\/health-report/); // by the live stream, or ten seconds later
    expect(await other.post('/platform-outbox/embedded/resume')).toMatchObject({ status: 202 });
    await asked;
    await part(/Writes to the platform .*: OK/).waitFor();
    expect(await button('Let the writes go on').count()).toBe(0);
  });

  test('a part that is gone is told by itself, and the others with it, until it is back', async () => {
    await house.kill('temporal');
    const temporal = part('Temporal: down');
    await temporal.getByText('safety texts still go out at once').waitFor();
    await part('Database: OK').waitFor();
    await part('Workers for residents: no answer').waitFor();
    expect(await desk.look('health-down')).toEqual([]);
    await house.start('temporal');
    await part('Temporal: OK').waitFor({ timeout: 60_000 });
  });

  test('a house that does not answer leaves what was seen, and says that it is old', async () => {
    await page.route('**/health-report', (route) => route.abort());
    await page.getByText('What follows is old').waitFor({ timeout: 60_000 });
    await page.unroute('**/health-report');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/parts? of the house are well|other \d+ are well/).waitFor();
  });

  test('a manager reads it without the brake and without links', async () => {
    const manager = await visitDesk(browser);
    await manager.page.goto(`${house.url}/desk/health`);
    await manager.signIn('mara');
    await manager.page.getByRole('listitem', { name: /^Database/ }).waitFor();
    expect(await manager.page.getByRole('button', { name: /writes/ }).count()).toBe(0);
    expect(await manager.page.getByRole('link', { name: /Web UI/ }).count()).toBe(0);
    expect(manager.complaints).toEqual([]);
  });

  test('has made the browser complain of nothing but the cut connection', () => {
    const known = /net::ERR_FAILED/;
    expect(desk.complaints.filter((complaint) => !known.test(complaint))).toEqual([]);
  });
});
