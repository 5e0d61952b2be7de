import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until, type OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf, says, type Accepted } from '../e2e/support/resident.ts';
import { signIn, type StaffMember } from '../e2e/support/staff.ts';
import { describeInBrowser } from './browser.ts';
import type { DeskVisit } from './desk.ts';
import { tabAndEnter } from './keyboard.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const VENDOR = 'vendor-quiet-corner-pest-control';

describeInBrowser('drafts under a takeover', () => {
  let opened: OpenDesk;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  let mara: StaffMember;
  let reference: string;
  let confirmed: Accepted;
  beforeAll(async () => {
    opened = await openDesk();
    ({ house, desk, page } = opened);
    mara = await signIn(house, 'mara');
    const shown = (await resident().ask('There is a mouse in my kitchen')).find(
      ({ event }) => event === 'opened',
    );
    reference = shown?.event === 'opened' ? shown.reference : 'none';
    confirmed = await resident().write('yes');
    await resident().hears(confirmed, says(`${reference}.*may we come in`));
    await until('the order is there', async () => {
      const { body } = await mara.get(`/maintenance-requests/${reference}`);
      return JSON.stringify(body).includes('"outcome":"confirmed"');
    });
  });
  afterAll(() => opened?.close());

  const resident = () => residentOf(house, 'HC-5A-01');
  const drafts = () => page.getByRole('region', { name: 'Drafts' });
  const said = (text: string | RegExp) => page.getByRole('log').getByText(text);
  const order = (door: string, body: object) =>
    mara.post(`/maintenance-requests/${reference}/${door}`, body);

  test('news of a request stands as a draft, without a reload, beside who holds the person', async () => {
    await page.goto(`${house.url}/desk/inbox`);
    await desk.signIn('theo');
    await page.getByRole('link', { name: /Harbor Court/ }).click();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByLabel('Your reply').waitFor();
    expect(await order('vendor', { vendor_id: VENDOR })).toMatchObject({ status: 202 });
    await drafts().getByText(`Night Porter would have written about ${reference}`).waitFor();
    await drafts().getByText('Quiet Corner Pest Control will take care of').waitFor();
    expect(await said(/will take care of/).count()).toBe(0);
    expect(await desk.look('draft')).toEqual([]);
  });

  test('its holder edits and sends it by keyboard, and the resident hears a person', async () => {
    await tabAndEnter(drafts().getByRole('button', { name: 'Edit' }));
    expect(await page.locator('textarea:focus').count()).toBe(1);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Theo here: Quiet Corner comes, I let them in.');
    expect(await desk.look('draft-edited')).toEqual([]);
    await tabAndEnter(drafts().getByRole('button', { name: 'Send draft' }));
    await drafts().getByText('The draft was sent.').waitFor();
    await said('Theo here: Quiet Corner comes, I let them in.').waitFor();
    await resident().hears(confirmed, says('Theo here: Quiet Corner comes'));
  });

  test('what is not sent is told by the assistant at the release, since it is still true', async () => {
    const window = { from: '2099-12-01T09:00', to: '2099-12-01T11:00' };
    expect(await order('window', window)).toMatchObject({ status: 202 });
    await drafts()
      .getByText(/is scheduled/)
      .waitFor();
    await tabAndEnter(page.getByRole('button', { name: 'Release' }));
    await said(/is scheduled/).waitFor();
    await resident().hears(confirmed, says('is scheduled: .*09:00-11:00'));
    await expect.poll(() => drafts().getByRole('button').count()).toBe(0);
    expect(await desk.look('draft-told')).toEqual([]);
  });

  test('has made the browser complain of nothing', () => {
    expect(desk.complaints).toEqual([]);
  });
});
