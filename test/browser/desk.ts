import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import type { TestBrowser } from './browser.ts';

const PASSWORD = 'lantern-light-1';
const PICTURES = fileURLToPath(new URL('../../.nightporter/screenshots', import.meta.url));
const HIGH = 800;
const WIDTHS = [1280, 390];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A person in front of the desk, far away from the property: Tokyo's time must never show. */
export interface DeskVisit {
  page: Page;
  /** What the browser complained of: errors in its console and on the page. */
  complaints: string[];
  /** Fills in the sign-in form for a sample person: `theo`, `mara`, `odile`. */
  signIn(name: string): Promise<void>;
  /** Takes pictures of the whole page at two widths, light and dark, and answers what axe finds wrong in them. */
  look(name: string): Promise<string[]>;
}

/** Opens a page of its own, without a session. */
export async function visitDesk(browser: TestBrowser): Promise<DeskVisit> {
  await mkdir(PICTURES, { recursive: true });
  const page = await browser.openPage('desktop', 'Asia/Tokyo');
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    // The browser itself reports a 401, which is how the desk learns that a session has ended.
    const isRefusal = message.text().includes('status of 401');
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  return {
    page,
    complaints,
    async signIn(name) {
      await page.getByLabel('E-mail').fill(`${name}@staff.example`);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
    },
    async look(name) {
      const wrong: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: HIGH });
          const path = `${PICTURES}/${name}-${width}-${colorScheme}.png`;
          await page.screenshot({ path, fullPage: true, animations: 'disabled' });
          const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
          for (const { id, nodes } of violations) {
            for (const { html } of nodes) wrong.push(`${width} ${colorScheme} ${id}: ${html}`);
          }
        }
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1280, height: HIGH });
      return wrong;
    },
  };
}
