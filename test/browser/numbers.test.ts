import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresRecords } from '../../src/adapters/records/postgres/index.ts';
import {
  aCountedHandOff,
  aCountedRequest,
  aCountedTakeover,
  aCountedTurn,
  after,
  type CountedHouse,
} from '../contracts/records/counted-house.ts';
import { migrationsFolder } from '../contracts/records/house-records.ts';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf } from '../e2e/support/resident.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const propertyId = 'harbor-court';

/** Three weeks of answers, some handed off; the last week is too young to be known. */
async function fill(house: CountedHouse): Promise<void> {
  const monday = mondayBefore(new Date());
  let resident = 0;
  for (const [weeksAgo, turns] of [
    [4, 22],
    [3, 24],
    [2, 21],
    [0, 7],
  ] as const) {
    for (let turn = 0; turn < turns; turn += 1) {
      resident += 1;
      const at = after(monday, {
        days: -7 * weeksAgo + (turn % 5) * (weeksAgo > 0 ? 1 : 0),
        hours: 15,
      });
      const { conversationId, repliedAt } = await aCountedTurn(house, {
        residentId: `counted-${resident}`,
        propertyId,
        at: weeksAgo > 0 ? at : after(new Date().toISOString(), { hours: -2 }),
        replySeconds: 2 + (turn % 9) * weeksAgo,
      });
      if (turn % 6 !== weeksAgo % 3) continue;
      const reason = turn % 4 === 0 ? 'not-in-documents' : 'asked-for-person';
      await aCountedHandOff(house, { conversationId, propertyId, at: repliedAt, reason });
      const from = after(repliedAt, { seconds: 60 });
      await aCountedTakeover(house, { conversationId, from, to: after(from, { hours: 1 }) });
    }
  }
}

/** Requests of the same weeks, every fifth with its vendor sent too late, and a neighbour with little to count. */
async function fillMore(house: CountedHouse): Promise<void> {
  const start = after(mondayBefore(new Date()), { days: -28 });
  for (let number = 0; number < 22; number += 1) {
    const sentAfter = number % 5 === 0 ? 30 : 5;
    await aCountedRequest(house, {
      propertyId,
      at: after(start, { hours: number * 11 }),
      passages: [
        ['vendor-assigned', sentAfter],
        ['closed', 60],
      ],
      ...(number < 7 ? { surveyScore: 4 } : {}),
    });
  }
  for (let number = 0; number < 3; number += 1) {
    const residentId = `neighbour-${number}`;
    await aCountedTurn(house, { residentId, propertyId: 'copper-sage-flats', at: start });
  }
}

function mondayBefore(now: Date): string {
  const day = (now.getUTCDay() + 6) % 7;
  return `${new Date(now.getTime() - day * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;
}

describeInBrowser('the numbers', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  beforeAll(async () => {
    opened = await openDesk();
    ({ house, browser } = opened);
  });
  afterAll(() => opened?.close());

  const card = (name: string) => page.getByRole('listitem').filter({ hasText: name }).first();

  test('say of a new house what will be counted there', async () => {
    const first = await visitDesk(browser);
    await first.page.goto(`${house.url}/desk/numbers`);
    await first.signIn('mara');
    await first.page.getByText('Nothing to count in this period').waitFor();
    expect(await first.look('numbers-empty')).toEqual([]);
    expect(first.complaints).toEqual([]);
    await first.page.close();
  });

  test('tell figures of 20 cases and more, and of fewer only how many there are', async () => {
    await house.kill('api'); // its sweep would answer the made-up messages once more
    const clock = { at: '' };
    const records = await createPostgresRecords({
      url: house.databaseUrl,
      masterKey: Buffer.from(house.environment['NIGHTPORTER_MASTER_KEY'] ?? '', 'base64'),
      migrationsFolder,
      now: () => new Date(clock.at),
    });
    await fill({ records, clock });
    await fillMore({ records, clock });
    await records.close();
    await house.start('api');

    desk = await visitDesk(browser);
    page = desk.page;
    await page.goto(`${house.url}/desk/numbers`);
    await desk.signIn('mara');
    await page.getByText('90 days', { exact: true }).click();
    await card('Resolved without a person').getByText('67 matters, 7 not yet known').waitFor();
    expect(await card('Resolved without a person').textContent()).toMatch(/\d%/);
    expect(await card('Reply time, half within').textContent()).toMatch(/\d s74 replies/);
    expect(await card('A person answered in time').textContent()).toMatch(/too few \(\d+ of 20\)/);
    // Of 22, those with the numbers 0, 5, 10, 15 and 20 were late.
    expect(await card('Vendor sent in time').textContent()).toContain('77.3%22 requests');
    expect(await card('Survey').textContent()).toContain('too few (7 of 20)');
    expect(await card('Approvals, half decided').textContent()).toContain('none in this period');
    await page.getByRole('rowheader', { name: 'Not in the documents' }).waitFor();
    await page.locator('.recharts-line-curve').waitFor();
    expect(await desk.look('numbers')).toEqual([]);
  });

  test('explain each figure by keyboard alone, and give the focus back', async () => {
    const asks = page.getByRole('button', { name: 'What is this? Resolved without a person' });
    await asks.focus();
    await page.keyboard.press('Enter');
    await page.getByText('left alone for seven days').waitFor();
    expect(await desk.look('numbers-explained')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByText('left alone for seven days').waitFor({ state: 'hidden' });
    await page.locator(':focus[aria-label="What is this? Resolved without a person"]').waitFor();
  });

  test('read the plot out as a table, with too few where there are', async () => {
    await page.getByText('The same as a table').press('Enter');
    const table = page.getByRole('region', { name: 'Resolved without a person by week' });
    await table.getByRole('row').filter({ hasText: '24' }).filter({ hasText: '%' }).waitFor();
    await page.getByLabel('Count by').selectOption('day');
    await page
      .getByRole('region', { name: 'Resolved without a person by day' })
      .getByText(/too few \(\d+ of 20\)/)
      .first()
      .waitFor();
    await page.getByText('Nothing to draw').waitFor();
    await page.getByLabel('Count by').selectOption('week');
    await page.getByLabel('Figure').selectOption('reply-p95');
    await page.locator('.recharts-line-curve').waitFor();
    await page.getByRole('heading', { name: 'Over time' }).scrollIntoViewIfNeeded();
    expect(await desk.look('numbers-over-time')).toEqual([]);
  });

  test('give the same figures as a file', async () => {
    const link = page.getByRole('link', { name: 'Download CSV' });
    const href = await link.getAttribute('href');
    const file = await page.evaluate(async (address) => {
      const response = await fetch(address);
      return { type: response.headers.get('content-type'), text: await response.text() };
    }, href ?? '');
    expect(file.type).toBe('text/csv; charset=utf-8');
    expect(file.text.split('\r\n')[1]).toMatch(
      /^period,,\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d,[\d.]+,67,/,
    );
  });

  test('name the field of a period that cannot be', async () => {
    await page.getByText('Own', { exact: true }).click();
    await page.getByLabel('First day').fill('2026-05-02');
    await page.getByLabel('Last day').fill('2026-05-01');
    await page.getByText('the last day is before the first').waitFor();
    expect(await page.getByLabel('First day').inputValue()).toBe('2026-05-02');
    expect(await page.getByLabel('Last day').getAttribute('aria-invalid')).toBe('true');
    expect(await desk.look('numbers-bad-period')).toEqual([]);
    expect(desk.complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
  });

  test('compare properties for whoever sees several', async () => {
    const admin = await visitDesk(browser);
    await admin.page.goto(`${house.url}/desk/numbers?days=90`);
    await admin.signIn('odile');
    const table = admin.page.getByRole('region', { name: 'Resolved without a person by property' });
    await table.getByRole('row', { name: /Harbor Court \d[\d.]*% 67/ }).waitFor();
    await table.getByRole('row', { name: /Copper Sage.* too few \(3 of 20\) 3/ }).waitFor();
    await table.scrollIntoViewIfNeeded();
    expect(await admin.look('numbers-by-property')).toEqual([]);
    await admin.page
      .getByLabel('Property', { exact: true })
      .selectOption({ label: 'Harbor Court' });
    await table.waitFor({ state: 'hidden' });
    expect(admin.complaints).toEqual([]);
    await admin.page.close();
  });

  test('are counted anew while one looks, without a reload', async () => {
    const looking = await visitDesk(browser);
    await looking.page.goto(`${house.url}/desk/numbers`);
    await looking.signIn('mara');
    const replies = looking.page
      .getByRole('listitem')
      .filter({ hasText: 'Reply time, half within' });
    await replies.waitFor();
    const before = await replies.textContent();
    await residentOf(house, 'HC-4B-01').ask('When are quiet hours?');
    await expect.poll(() => replies.textContent(), { timeout: 60_000 }).not.toBe(before);
    expect(looking.complaints).toEqual([]);
    await looking.page.close();
  });

  test('are not for agents, by the navigation or by the address', async () => {
    const agent = await visitDesk(browser);
    await agent.page.goto(`${house.url}/desk/numbers`);
    await agent.signIn('theo');
    await agent.page.getByRole('navigation').first().waitFor();
    await agent.page.getByText(/right/i).first().waitFor();
    expect(await agent.page.getByRole('link', { name: 'Numbers' }).count()).toBe(0);
    expect(agent.complaints).toEqual([]);
  });
});
