import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { until, type OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf } from '../e2e/support/resident.ts';
import { signIn, type StaffMember } from '../e2e/support/staff.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

const Standing = z.object({
  properties: z.array(z.object({ propertyId: z.string(), version: z.number() })),
});
const QUESTION = 'When are quiet hours?';

describeInBrowser('the rollout', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let desk: DeskVisit;
  let page: Page;
  let odile: StaffMember;
  beforeAll(async () => {
    opened = await openDesk();
    ({ house, browser, desk, page } = opened);
    odile = await signIn(house, 'odile');
  });
  afterAll(() => opened?.close());

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const harborCourt = () => page.getByRole('region', { name: 'Harbor Court', exact: true });
  const history = () => page.getByRole('region', { name: 'Who changed it' });

  async function putPhase(phase: string): Promise<void> {
    const { properties } = Standing.parse((await odile.get('/rollout')).body);
    const version = properties.find((one) => one.propertyId === 'harbor-court')?.version;
    const path = '/properties/harbor-court/rollout';
    expect(await odile.put(path, { version, phase })).toMatchObject({ status: 200 });
  }

  /** A question that goes to a person, and the person's answer. */
  async function askedAndAnswered(residentId: string): Promise<void> {
    const resident = residentOf(house, residentId);
    const written = await resident.write(QUESTION);
    const path = `/conversations/${written.conversation_id}`;
    await until('a person is asked', async () => {
      const { body } = await odile.get(path);
      return JSON.stringify(body).includes('"reason":"rollout"');
    });
    await odile.post(`${path}/take-over`);
    await odile.post(`${path}/replies`, {
      text: 'Quiet hours begin at ten at night.',
      idempotency_key: residentId,
    });
    await odile.post(`${path}/release`);
  }

  test('shows each property with what counts now, in plain words', async () => {
    await page.goto(`${house.url}/desk/rollout`);
    await desk.signIn('odile');
    await harborCourt().waitFor();
    await harborCourt().getByText('tells how repairs stand, and reports new ones').waitFor();
    await page.getByText('Nobody has changed anything yet').waitFor();
    expect(await desk.look('rollout')).toEqual([]);
  });

  test('a phase and its share are chosen, saved, and stand in the history', async () => {
    const phase = harborCourt().getByLabel('Phase of the property');
    await phase.selectOption('shadow');
    await harborCourt().getByLabel('Share of conversations in shadow').fill('60');
    await harborCourt().getByLabel('Account and lease: phase').selectOption('off');
    expect(await desk.look('rollout-choosing')).toEqual([]);
    await button('Save, from the next message on').click();
    await harborCourt().getByText('kept to itself in shadow').first().waitFor();
    await harborCourt().getByText('Account and lease: goes to people').waitFor();
    await history()
      .getByText(
        'phase Writes → Shadow; share 100 % → 60 %; Account and lease as the property → Off',
      )
      .waitFor();
    await history().getByText('Odile (admin)').waitFor();
  });

  // Two admins at once: what one chose is not laid over what the other has just done.
  test('a change by somebody else meanwhile is shown at once, and what was chosen is not saved over it', async () => {
    await harborCourt().getByLabel('Phase of the property').selectOption('writes');
    await putPhase('answers');
    await page.getByText('This has changed meanwhile').waitFor();
    expect(await button('Save, from the next message on').count()).toBe(0);
    expect(await desk.look('rollout-changed')).toEqual([]);
    await button('Show what stands now').press('Enter');
    await expect
      .poll(() => harborCourt().getByLabel('Phase of the property').inputValue())
      .toBe('answers');
  });

  test('the later of two is refused with what stands now, and sees it then', async () => {
    await harborCourt().getByLabel('Phase of the property').selectOption('reads');
    await page.route('**/properties/harbor-court/rollout', async (route) => {
      await putPhase('writes');
      await route.continue();
    });
    await button('Save, from the next message on').click();
    await page.getByText('It stands at “writes” now. Nothing of yours was saved.').waitFor();
    await page.unroute('**/properties/harbor-court/rollout');
    await button('Show what stands now').click();
    await harborCourt().getByText('tells how repairs stand, and reports new ones').waitFor();
  });

  test('a skill is stopped with one press, and started again', async () => {
    await button(/^Stop.*Repairs at Harbor Court/).press('Enter');
    await harborCourt().getByText('Repairs: goes to people').waitFor();
    await harborCourt().getByText('stopped', { exact: true }).waitFor();
    await button(/^Start again.*Repairs at Harbor Court/).click();
    await harborCourt().getByText('tells how repairs stand, and reports new ones').waitFor();
    expect(await harborCourt().getByText('stopped', { exact: true }).count()).toBe(0);
  });

  // Safety: the big switch says what stops and what stays, and a manager sees it without a reload.
  test('the organisation is stopped after a question that names what stops and what stays', async () => {
    const manager = await visitDesk(browser);
    await manager.page.goto(`${house.url}/desk/rollout`);
    await manager.signIn('mara');
    await manager.page.getByText('The assistant is on').waitFor();
    expect(await manager.page.getByRole('button', { name: /Stop|Save/ }).count()).toBe(0);

    await button('Stop everywhere …').click();
    const question = page.getByRole('dialog');
    await question.getByText('What stays:').waitFor();
    expect(await question.textContent()).toMatch(/Harbor Court and|and Harbor Court/);
    expect(await question.textContent()).toContain('danger: the safety text');
    expect(await desk.look('rollout-stop-question')).toEqual([]);
    await question.getByRole('button', { name: 'Stop it now' }).click();
    await page.getByText('The assistant is stopped').waitFor();
    await manager.page.getByText('The assistant is stopped').waitFor();
    expect(await manager.look('rollout-manager')).toEqual([]);
    expect(manager.complaints).toEqual([]);

    await button('Let it answer again …').click();
    await question.getByRole('button', { name: 'Let it answer again' }).click();
    await page.getByText('The assistant is on').waitFor();
  });

  test('an empty comparison says what comes there', async () => {
    await page.getByRole('link', { name: 'Shadow compared' }).click();
    await page.getByText('Nothing to judge').waitFor();
    expect(await desk.look('shadow-empty')).toEqual([]);
  });

  test('what was kept appears beside what staff answered, and is judged with one press', async () => {
    await putPhase('shadow');
    await askedAndAnswered('HC-4B-01');
    const turn = page.getByRole('article', { name: 'A turn in shadow' });
    await turn.getByText('Quiet hours begin at ten at night.').waitFor();
    await turn.getByText(QUESTION).waitFor();
    await turn.getByText('The assistant would have answered').waitFor();
    expect(await turn.textContent()).toContain('10 p.m.');
    await page.getByText('Judged the same: too few to say (0)').waitFor();
    expect(await desk.look('shadow')).toEqual([]);
    await turn.getByRole('button', { name: 'Same' }).press('Enter');
    await page.getByText('Nothing to judge').waitFor();
    await page.getByText('Judged the same: too few to say (1)').waitFor();
    expect(await page.evaluate('document.activeElement?.getAttribute("role")')).toBe('status');
    await page.getByLabel('Show').selectOption('judged');
    await turn.getByText('Judged “Same” by Odile (admin)').waitFor();
    expect(await desk.look('shadow-judged')).toEqual([]);
  });

  // Privacy: the record's reader sees that and how it was judged, and no word of anybody.
  test('shows an auditor no words', async () => {
    const auditor = await visitDesk(browser);
    await auditor.page.goto(`${house.url}/desk/rollout/shadow?show=all`);
    await auditor.signIn('casper');
    const turn = auditor.page.getByRole('article', { name: 'A turn in shadow' });
    await turn.getByText('Judged “Same” by Odile (admin)').waitFor();
    expect(await turn.textContent()).not.toMatch(/quiet hours/i);
    expect(await turn.getByRole('button').count()).toBe(0);
    expect(auditor.complaints).toEqual([]);
  });

  test('has made the browser complain of nothing but the refused change', () => {
    const known = /status of 409/;
    expect(desk.complaints.filter((complaint) => !known.test(complaint))).toEqual([]);
  });
});
