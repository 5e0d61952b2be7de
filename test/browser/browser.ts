import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { describe } from 'vitest';
import { findBrowser, type FoundBrowser } from '../../engines/find-browser.ts';

const ARTEFACTS = fileURLToPath(new URL('../../.nightporter/screenshots/', import.meta.url));
const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
const found = await findBrowser(process.env);

/** `describe` for suites that need a browser; without one its tests count as skipped, and the name says why. */
export const describeInBrowser = found
  ? describe
  : (name: string, tests: () => void): void => {
      describe.skip(`${name} (skipped: no browser found)`, tests);
    };

/** A real browser. Its pages obey the web's own rules (CORS, CSP); each has cookies and storage of its own. */
export interface TestBrowser {
  openPage(size?: keyof typeof SIZES, timezoneId?: string): Promise<Page>;
  close(): Promise<void>;
}

/** Starts the browser that was found. @throws Error when there is none: use it inside `describeInBrowser` */
export async function openBrowser(): Promise<TestBrowser> {
  if (!found) throw new Error('no browser found');
  const folder = await mkdtemp(join(tmpdir(), 'nightporter-browser-'));
  const browser = await launch(found, folder);
  return {
    async openPage(size = 'desktop', timezoneId = 'UTC') {
      // A context of its own, in which axe may open a blank page beside it.
      const context = await browser.newContext({
        viewport: SIZES[size],
        locale: 'en-US',
        timezoneId,
      });
      return context.newPage();
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Keeps a picture of the whole page as `.nightporter/screenshots/<name>.png`, which git ignores, and tells its path. */
export async function keepScreenshot(page: Page, name: string): Promise<string> {
  await mkdir(ARTEFACTS, { recursive: true });
  const path = join(ARTEFACTS, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}

// Not the package's own list of arguments: it turns the browser's web security off, and a missing CORS header would pass.
async function launch(browser: FoundBrowser, folder: string): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  if (browser.kind === 'program') return chromium.launch({ executablePath: browser.path, args });
  const executablePath = await unpack(folder);
  const FONTCONFIG_FILE = await writeFontSettings(folder);
  return chromium.launch({ executablePath, args, env: { ...process.env, FONTCONFIG_FILE } });
}

/** Unpacks the package's browser into a folder of its own: it would take any `chromium` in the shared one for its own. */
async function unpack(folder: string): Promise<string> {
  const { default: packed } = await import('@sparticuz/chromium');
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    return await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

// The package's own settings name folders of another kind of machine; without a font no letter is drawn.
async function writeFontSettings(folder: string): Promise<string> {
  const path = join(folder, 'fonts.conf');
  const folders = [join(folder, 'fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`);
  const cache = `<cachedir>${join(folder, 'fonts-cache')}</cachedir>`;
  await writeFile(
    path,
    `<?xml version="1.0"?><fontconfig>${folders.join('')}${cache}</fontconfig>`,
  );
  return path;
}
