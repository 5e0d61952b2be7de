import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChatTokens } from '../../src/adapters/channels/web-chat/token.ts';
import { startPortalHouse, type PortalHouse } from '../contracts/portal-house.ts';
import { serveApp } from '../contracts/sign-in/signed-in.ts';
import { describeInBrowser, keepScreenshot, openBrowser, type TestBrowser } from './browser.ts';

const PAGE = new URL('../../examples/portal/chat.html', import.meta.url);

describeInBrowser('the example page of a portal', () => {
  let house: PortalHouse;
  let portal: Awaited<ReturnType<typeof serveApp>>;
  let browser: TestBrowser;

  beforeAll(async () => {
    house = await startPortalHouse();
    browser = await openBrowser();
    const html = await readFile(PAGE);
    portal = await serveApp(() => (request, response) => {
      const isPage = request.url === '/chat.html';
      response.writeHead(isPage ? 200 : 204, { 'content-type': 'text/html; charset=utf-8' });
      response.end(isPage ? html : undefined);
    });
  });
  afterAll(async () => {
    await browser.close();
    await portal.close();
    await house.stop();
  });

  const open = async (token: string) => {
    const page = await browser.openPage('phone');
    const handed = new URLSearchParams({ house: house.url, token }).toString();
    await page.goto(`${portal.url}/chat.html#${handed}`);
    return page;
  };

  test('chats with the house from another origin: words there, the safety text back', async () => {
    const tokens = createChatTokens({ secret: house.secret, issuer: 'nightporter' });
    const session = { residentId: 'resident-page', propertyId: 'elm-house' };
    const page = await open(await tokens.sign(session));
    await page.getByLabel('Your message').fill('I smell gas in the kitchen');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('resident: I smell gas in the kitchen').waitFor();
    await page.getByText(/^safety: /).waitFor();
    expect(await page.getByRole('listitem').count()).toBe(2);
    expect(await page.getByLabel('Your message').inputValue()).toBe('');
    await keepScreenshot(page, 'portal-example');
  });

  test('says what to do when its token opens nothing', async () => {
    const page = await open('made-up');
    await page.getByRole('alert').getByText('docs/portal.md').waitFor();
  });
});
