import type { Page } from 'playwright-core';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { residentOf } from '../e2e/support/resident.ts';
import { signIn } from '../e2e/support/staff.ts';
import { describeInBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

// Theo is agent and Mara manager of Harbor Court; both have the same conversation open.
describeInBrowser('two people in one inbox', () => {
  let opened: OpenDesk;
  let browser: TestBrowser;
  let house: OpenHouse;
  let theo: DeskVisit;
  let mara: DeskVisit;
  let conversationId: string;
  beforeAll(async () => {
    opened = await openDesk();
    ({ house, browser } = opened);
    const accepted = await residentOf(house, 'HC-4B-01').write(
      'I want to talk to a person, please.',
    );
    conversationId = accepted.conversation_id;
    theo = await enter('theo');
    mara = await enter('mara');
  });
  afterAll(() => opened?.close());

  async function enter(name: string): Promise<DeskVisit> {
    const visit = await visitDesk(browser);
    await open(visit.page);
    await visit.signIn(name);
    await transcript(visit.page).waitFor();
    return visit;
  }
  const open = (page: Page) => page.goto(`${house.url}/desk/inbox/${conversationId}`);
  const transcript = (page: Page) => page.getByRole('log');
  const noteTab = (page: Page) => page.getByRole('tab', { name: /^Note/ });
  const replyTab = (page: Page) => page.getByRole('tab', { name: /^Reply/ });
  const note = (page: Page) => page.getByRole('textbox', { name: 'Note for staff' });
  const reply = (page: Page) => page.getByLabel('Your reply');
  const button = (page: Page, name: string) => page.getByRole('button', { name });

  test('see each other, and who of them writes, as long as they are there', async () => {
    await theo.page.getByText('Mara (manager) is here too.').waitFor();
    await mara.page.getByText('Theo (agent) is here too.').waitFor();
    await noteTab(mara.page).click();
    await note(mara.page).pressSequentially('She called twice. ');
    await theo.page.getByText('Mara (manager) is writing …').waitFor();
    expect(await theo.look('together')).toEqual([]);
    await theo.page.getByText('Mara (manager) is here too.').waitFor(); // she has stopped
    const other = await enter('odile');
    await theo.page.getByText('Mara (manager) and Odile (admin) are here too.').waitFor();
    await other.page.goto(`${house.url}/desk/approvals`);
    await theo.page.getByText('Mara (manager) is here too.').waitFor();
  });

  test('write notes for each other that cannot be taken for messages, and that no resident gets', async () => {
    const { page } = mara;
    await note(page).pressSequentially('Her sister has the key.');
    await replyTab(page).click();
    await noteTab(page).click();
    expect(await note(page).inputValue()).toBe('She called twice. Her sister has the key.');
    expect(await mara.look('note-writing')).toEqual([]);
    await note(page).press('Control+Enter');
    const kept = transcript(theo.page).getByRole('article', { name: /^Note by/ });
    await kept.getByText('Her sister has the key.').waitFor();
    expect(await kept.textContent()).toMatch(/Note by Mara \(manager\).*staff only, not sent/);
    await expect.poll(() => note(page).inputValue()).toBe('');
    expect(await theo.look('note')).toEqual([]);
    const headers = { 'x-nightporter-secret': house.webhookSecret };
    const shown = await fetch(`${house.url}/conversations/${conversationId}/messages`, { headers });
    expect(await shown.text()).not.toContain('sister');
  });

  test('give a conversation to a colleague, who is told live, begins it and gives it back', async () => {
    await mara.page.goto(`${house.url}/desk/inbox?queue=mine`);
    await mara.page.getByText('Nothing here').waitFor();
    await button(theo.page, 'Give to a colleague').press('Enter');
    await theo.page.getByLabel('Colleague', { exact: true }).selectOption('Mara (manager)');
    expect(await theo.look('giving')).toEqual([]);
    await button(theo.page, 'Give it').press('Enter');
    await theo.page.getByText('Theo (agent) gave this to Mara (manager)').waitFor();
    const card = mara.page.getByRole('link', { name: /given to you/ });
    await card.waitFor();
    expect(await mara.page.title()).toMatch(/^\(\d+\) Inbox/);
    await card.click();
    await mara.page.getByText('Theo (agent) gave this to you').waitFor();
    expect(await mara.look('given')).toEqual([]);
    await button(mara.page, 'Take over').click();
    await reply(mara.page).waitFor();
    await theo.page.getByText('Mara (manager) has taken over').waitFor();
    expect(await button(theo.page, 'Give to a colleague').count()).toBe(0);
    await button(mara.page, 'Give back to the queue').click();
    await button(theo.page, 'Take over').waitFor();
    await theo.page.getByText(/waits for a person/).waitFor();
  });

  // A note that goes out as a message cannot be taken back.
  test('are asked again before a reply goes out that begins like a note', async () => {
    const { page } = theo;
    await button(page, 'Take over').click();
    await reply(page).fill('FYI: she sounded upset.');
    await reply(page).press('Control+Enter');
    await page.getByText('This begins like a note').waitFor();
    expect(await theo.look('doubt')).toEqual([]);
    await button(page, 'Make it a note').click();
    expect(await note(page).inputValue()).toBe('FYI: she sounded upset.');
    await button(page, 'Keep the note').click();
    await transcript(page).getByText('FYI: she sounded upset.').waitFor();
    await replyTab(page).click();
    expect(await reply(page).inputValue()).toBe('');
    await reply(page).fill('We are on it.');
    await button(page, 'Send to the resident').click();
    const line = transcript(mara.page).getByText('We are on it.');
    await line.waitFor();
    expect(await transcript(mara.page).textContent()).toContain('Theo (agent)');
  });

  test('keep a reply that was typed after somebody else’s hand ended the takeover', async () => {
    const { page } = theo;
    await reply(page).fill('Typed while Mara takes it.');
    const manager = await signIn(house, 'mara');
    const { body } = await manager.get(`/conversations/${conversationId}`);
    const held = JSON.stringify(body).match(/"heldBy":\{"staffId":"([^"]+)"/)?.[1];
    await manager.post(`/conversations/${conversationId}/reassign`, { to: null, from: held });
    await button(page, 'Take over').waitFor();
    await page.getByText('Your unsent reply is kept until you can send it').waitFor();
    await button(page, 'Take over').click();
    expect(await reply(page).inputValue()).toBe('Typed while Mara takes it.');
    await reply(page).fill('');
    await button(page, 'Give to a colleague').click();
    await page.getByLabel('Colleague', { exact: true }).selectOption('Mara (manager)');
    expect(await page.getByLabel('Keep the assistant silent').isChecked()).toBe(true);
    await button(page, 'Give it').click();
    await button(mara.page, 'I am on it').click();
    await button(mara.page, 'I am on it').waitFor({ state: 'detached' });
    await button(mara.page, 'Give to a colleague').click();
    await mara.page.getByLabel('Colleague', { exact: true }).selectOption('Theo (agent)');
    await button(mara.page, 'Give it').click();
    await button(page, 'I am on it').click();
    await button(page, 'I am on it').waitFor({ state: 'detached' });
  });

  test('keep a note whose writer’s session ends in the middle of it', async () => {
    const { page } = theo;
    await noteTab(page).click();
    await note(page).fill('A note that must not be lost.');
    await page.context().clearCookies();
    await button(page, 'Keep the note').click();
    await page.getByText('What you typed is kept.').waitFor();
    await theo.signIn('theo');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await note(page).inputValue()).toBe('A note that must not be lost.');
    await button(page, 'Keep the note').click();
    await transcript(page).getByText('A note that must not be lost.').waitFor();
  });

  test('see hidden numbers and the ledger each by their right', async () => {
    await residentOf(house, 'HC-4B-01').write('My card is 4111 1111 1111 1111, take the rent.');
    await transcript(theo.page).getByText('card number hidden').waitFor();
    await button(theo.page, 'Show what was hidden').click();
    await transcript(theo.page).getByText('4111 1111 1111 1111').waitFor();
    await button(theo.page, 'Hide it again').click();
    await expect.poll(() => transcript(theo.page).textContent()).not.toContain('4111');
    expect(await button(theo.page, 'Show balance and ledger').count()).toBe(0);
    await button(mara.page, 'Show balance and ledger').click();
    await mara.page
      .getByRole('region', { name: 'Ledger entries' })
      .getByText('Rent')
      .first()
      .waitFor();
    expect(await mara.look('ledger')).toEqual([]);
    await button(mara.page, 'Hide the ledger').click();
  });

  test('narrow the inbox down, and managers are warned of a forgotten takeover', async () => {
    const database = new Client({ connectionString: house.databaseUrl });
    await database.connect();
    const day = '[{"from":"00:00","to":"24:00"}]';
    const days = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
    const weekly = `{${days.map((name) => `"${name}":${day}`).join(',')}}`;
    await database.query(
      `update properties set calendar = calendar || jsonb_build_object('weekly', $1::jsonb, 'holidays', '[]'::jsonb)`,
      [weekly],
    );
    await database.query(`update sends set created_at = created_at - interval '3 hours'`);
    await database.query(`update staff_notes set at = at - interval '3 hours'`);
    await database.query(`update takeovers set opened_at = opened_at - interval '3 hours'`);
    await database.end();
    await mara.page.goto(`${house.url}/desk/inbox?queue=all&reason=language`);
    await mara.page.getByText('1 takeover may be forgotten').waitFor();
    await mara.page.getByText('Choose other filters.').waitFor();
    expect(await mara.look('forgotten')).toEqual([]);
    await mara.page.getByLabel('Reason').selectOption('Any');
    await mara.page.getByRole('link', { name: /taken over by Theo/ }).waitFor();
    expect(mara.page.url()).not.toContain('reason');
    await mara.page.getByLabel('Channel').selectOption('WhatsApp');
    await mara.page.getByText('Choose other filters.').waitFor();
    await mara.page.getByLabel('Channel').selectOption('Portal');
    await mara.page.getByRole('link', { name: /taken over by Theo/ }).waitFor();
    expect(mara.page.url()).toContain('channel=portal');
    expect(await theo.page.getByText('may be forgotten').count()).toBe(0);
  });

  test('has made neither browser complain of anything', () => {
    expect([...theo.complaints, ...mara.complaints]).toEqual([]);
  });

  test('see nobody who may have gone while the connection is cut, and each other again afterwards', async () => {
    await open(mara.page);
    await theo.page.getByText('Mara (manager) is here too.').waitFor();
    await theo.page.context().setOffline(true);
    await expect.poll(() => theo.page.getByText('is here too').count(), WITHIN).toBe(0);
    await mara.page.goto(`${house.url}/desk/inbox`); // she leaves unseen
    await theo.page.context().setOffline(false);
    await expect.poll(() => theo.page.getByText('The connection is cut').count(), WITHIN).toBe(0);
    expect(await theo.page.getByText('is here too').count()).toBe(0);
    await open(mara.page);
    await theo.page.getByText('Mara (manager) is here too.').waitFor();
  });
});

const WITHIN = { timeout: 60_000 };
