import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

/** A running Chromium, and its end. */
export interface RunningBrowser {
  browser: Browser;
  close(): Promise<void>;
}

/**
 * Starts a Chromium: the one that `CHROMIUM_PATH` names, else the one of `@sparticuz/chromium`, else an installed one.
 * Null where there is none.
 */
export async function openBrowser(): Promise<RunningBrowser | null> {
  const folder = await mkdtemp(join(tmpdir(), 'nightporter-browser-'));
  const clear = () => rm(folder, { recursive: true, force: true });
  for (const find of [named, packaged, installed]) {
    const options = await find(folder).catch(() => null);
    const browser = options && (await launch(options));
    if (!browser) continue;
    return {
      browser,
      async close() {
        await browser.close();
        await clear();
      },
    };
  }
  await clear();
  return null;
}

async function launch(options: LaunchOptions): Promise<Browser | null> {
  return chromium.launch({ headless: true, ...options }).catch(() => null);
}

async function named(): Promise<LaunchOptions | null> {
  const executablePath = process.env['CHROMIUM_PATH'];
  return executablePath ? { executablePath, args: ['--no-sandbox'] } : null;
}

/** The package takes any `$TMPDIR/chromium` for its own, unseen: it gets a folder of its own. */
async function packaged(folder: string): Promise<LaunchOptions | null> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await mkdir(folder, { recursive: true });
    const { default: packagedChromium } = await import('@sparticuz/chromium');
    const executablePath = await packagedChromium.executablePath();
    await access(executablePath);
    return { executablePath, args: [...packagedChromium.args, '--no-sandbox'] };
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

async function installed(): Promise<LaunchOptions | null> {
  for (const executablePath of ['/usr/bin/chromium', '/usr/bin/google-chrome']) {
    const isThere = await access(executablePath).then(
      () => true,
      () => false,
    );
    if (isThere) return { executablePath, args: ['--no-sandbox'] };
  }
  return { channel: 'chrome' };
}
