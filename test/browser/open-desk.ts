import { buildDesk } from '../../engines/desk-build.ts';
import { openHouse, type OpenHouse } from '../e2e/support/open-house.ts';
import { openBrowser, type TestBrowser } from './browser.ts';
import { visitDesk, type DeskVisit } from './desk.ts';

/** A house with today's pages, a browser, and somebody in front of the desk who has not signed in. */
export interface OpenDesk extends Pick<DeskVisit, 'page'> {
  house: OpenHouse;
  browser: TestBrowser;
  desk: DeskVisit;
  close(): Promise<void>;
}

/** Builds the pages and opens all of it, or none. @throws Error when the pages cannot be built */
export async function openDesk(...how: Parameters<typeof openHouse>): Promise<OpenDesk> {
  const trouble = await buildDesk({ onProgress: () => undefined });
  if (trouble !== null) throw new Error(trouble);
  const house = await openHouse(...how);
  try {
    const browser = await openBrowser();
    const desk = await visitDesk(browser);
    const close = async (): Promise<void> => {
      await browser.close();
      await house.close();
    };
    return { house, browser, desk, page: desk.page, close };
  } catch (error) {
    await house.close();
    throw error;
  }
}
