import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PACKAGE = '@sparticuz/chromium';

/** Where a browser for the browser tests is, in the order in which they look; null when there is none. */
export async function findBrowser(environment: NodeJS.ProcessEnv): Promise<string | null> {
  const named = environment['CHROMIUM_PATH'];
  if (named) return (await isExecutable(named)) ? `${named} (CHROMIUM_PATH)` : null;
  if (isInstalled(PACKAGE)) return `the package ${PACKAGE}`;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  for (const path of folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))) {
    if (await isExecutable(path)) return path;
  }
  return null;
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
