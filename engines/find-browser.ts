import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const NAMES =
  'chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge chrome.exe msedge.exe'.split(
    ' ',
  );
const INSTALLED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const PACKAGE = '@sparticuz/chromium';

/** A browser for the browser tests: a program, or the one that the package unpacks. */
export type FoundBrowser = { kind: 'program'; path: string; from: string } | { kind: 'package' };

/** The first browser there is, in the order in which the tests look; null when there is none. */
export async function findBrowser(environment: NodeJS.ProcessEnv): Promise<FoundBrowser | null> {
  const named = environment['CHROMIUM_PATH'];
  if (named) {
    return (await isExecutable(named))
      ? { kind: 'program', path: named, from: 'CHROMIUM_PATH' }
      : null;
  }
  if (packageRunsHere() && isInstalled(PACKAGE)) return { kind: 'package' };
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const path of [...onPath, ...INSTALLED]) {
    if (await isExecutable(path)) return { kind: 'program', path, from: 'installed' };
  }
  return null;
}

/** A found browser in a line, for `npm run doctor`. */
export function describeBrowser(browser: FoundBrowser): string {
  if (browser.kind === 'package') return `the package ${PACKAGE}`;
  return browser.from === 'installed' ? browser.path : `${browser.path} (${browser.from})`;
}

// The package is installed everywhere, the browser in it is for this system only.
function packageRunsHere(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
