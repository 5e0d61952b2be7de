import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { findTemporal } from '../../engines/find-temporal.ts';
import { freePort } from '../../engines/free-port.ts';
import {
  describeInBrowser,
  keepScreenshot,
  openBrowser,
  type TestBrowser,
} from '../browser/browser.ts';
import { sampleProperty } from '../../sample/property.ts';
import { until } from './support/open-house.ts';
import { residentOf } from './support/resident.ts';

const projectPath = (relative: string): string =>
  fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const SECRET = 'a-webhook-secret-for-tests-only-01';
const SETTLED_MS = 20_000;
const FIRST_START_MS = 200_000; // it embeds every document of the sample

const QUESTION = 'When are quiet hours?';
const REPORT = 'There is a leak under my kitchen sink';

/** `npm start`, without npm, on engines and a data folder of its own. */
async function startProduct() {
  const dataFolder = await mkdtemp(join(tmpdir(), 'nightporter-web-ui-'));
  const cacheFolder = projectPath('.nightporter/engines');
  const { path } = await findTemporal({ cacheFolder, environment: process.env });
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(process.execPath, ['engines/run.mjs', 'engines/start.ts'], {
    cwd: projectPath('.'),
    env: {
      PATH: process.env['PATH'],
      NIGHTPORTER_DATA: dataFolder,
      NIGHTPORTER_WEBHOOK_SECRET: SECRET,
      NIGHTPORTER_QUIET_MS: '200',
      TEMPORAL_CLI_PATH: path,
      PORT: new URL(url).port,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const close = (): Promise<void> => stop(child, dataFolder);
  try {
    await vi.waitUntil(() => output.includes('Temporal Web UI'), { timeout: FIRST_START_MS });
    await until('the house is ready', async () => (await fetch(`${url}/ready`)).ok);
  } catch (error) {
    await close();
    throw error;
  }
  const webUiUrl = /Temporal Web UI +(http:\S+)/.exec(output)?.[1] ?? '';
  return { url, webUiUrl, close };
}

async function stop(child: ChildProcess, dataFolder: string): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await exited;
  await rm(dataFolder, { recursive: true, force: true });
}

const DECODE = /\/codec\/decode/; // the Web UI may add a query
const Decoded = z.object({ payloads: z.array(z.object({ data: z.string() })) });

/** Every payload that the page has had decoded so far, as text: all that it could ever show. */
function listenToDecoding(page: Page): string[] {
  const texts: string[] = [];
  page.on('response', (response) => {
    if (!DECODE.test(response.url()) || response.status() !== 200) return;
    if (response.request().method() !== 'POST') return;
    // A page that was left before its answer came has shown nothing of it.
    const read = response.json().catch(() => null);
    void read.then((body: unknown) => {
      if (body === null) return;
      const { payloads } = Decoded.parse(body);
      texts.push(...payloads.map(({ data }) => Buffer.from(data, 'base64').toString()));
    });
  });
  return texts;
}

/** What a page says, with its frames: summaries and details are drawn in them. One that has gone meanwhile says nothing. */
async function textOf(page: Page): Promise<string> {
  const main = page.mainFrame();
  const texts = await Promise.all(
    page.frames().map((frame) => {
      const text = frame.locator('body').innerText();
      return frame === main ? text : text.catch(() => '');
    }),
  );
  return texts.join('\n');
}

async function untilItSays(page: Page, words: string | RegExp): Promise<void> {
  await expect.poll(() => textOf(page), { timeout: SETTLED_MS }).toMatch(words);
}

/** The tabs of a workflow's page, and what stands there once it is drawn. */
const TABS = {
  timeline: '"conversationId":',
  history: 'Workflow Task Completed',
  'user-metadata': /MR-[A-Z0-9]+, P2|conversation with a resident/,
  'search-attributes': '"NightPorterProperty"',
  memo: 'Memo',
};

/** What nobody may find in the Web UI: what the resident wrote, what we answered, and who it is. */
function wordsOfTheTalk(): RegExp {
  const [resident] = sampleProperty().residents;
  const ofTheResident = resident
    ? [resident.firstName, resident.lastName, resident.phone, resident.email]
    : [];
  const ofTheTalk = ['quiet hours', 'kitchen', 'under my', '10 p\\.m\\.', 'automatic assistant'];
  const literal = (text: string): string => text.replace(/[+.]/g, '\\$&');
  return new RegExp([...ofTheTalk, ...ofTheResident.map(literal)].join('|'), 'i');
}

describeInBrowser('the Temporal Web UI, in a browser', () => {
  let product: Awaited<ReturnType<typeof startProduct>>;
  let browser: TestBrowser;
  let conversationId: string;
  let request: { id: string; reference: string };
  let page: Page;
  beforeAll(async () => {
    product = await startProduct();
    browser = await openBrowser();
    const resident = residentOf({ url: product.url, webhookSecret: SECRET }, 'HC-4B-01');
    await resident.ask(QUESTION);
    const opened = (await resident.ask(REPORT)).find(({ event }) => event === 'opened');
    const reference = opened?.event === 'opened' ? opened.reference : 'none';
    await resident.ask('yes');
    const { conversation_id: id } = await resident.write('Thank you');
    conversationId = id;
    request = { id: await requestIdOf(reference), reference };
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await product?.close();
  });
  beforeEach(async () => {
    page = await browser.openPage();
  });
  afterEach(() => page.close());

  /** The workflow of a request, found the way staff find it: by its type, in the list. */
  async function requestIdOf(reference: string): Promise<string> {
    const list = await browser.openPage();
    await list.goto(
      `${workflows()}?query=${encodeURIComponent('WorkflowType="maintenanceRequest"')}`,
    );
    const link = list.locator('a[href*="maintenance-request%2F"]').first();
    const href = await link.getAttribute('href');
    await list.close();
    const id = /maintenance-request%2F([^/]+)/.exec(href ?? '')?.[1];
    if (!id) throw new Error(`no workflow for ${reference}`);
    return id;
  }

  const workflows = (): string => `${product.webUiUrl}/namespaces/default/workflows`;

  /** Opens a workflow's page as somebody who clicks it in the list. */
  async function open(workflowId: string, tab?: string): Promise<void> {
    await page.goto(`${workflows()}?query=${encodeURIComponent(`WorkflowId="${workflowId}"`)}`);
    await page
      .locator(`a[href*="${encodeURIComponent(workflowId)}"]`)
      .first()
      .click();
    if (tab)
      await page
        .getByRole('link', { name: tab })
        .or(page.getByRole('tab', { name: tab }))
        .first()
        .click();
  }

  test('the list shows the conversation and the request by id and type, and finds them by property and class', async () => {
    await page.goto(workflows());
    await untilItSays(page, `conversation/${conversationId}`);
    await untilItSays(page, `maintenance-request/${request.id}`);
    await keepScreenshot(page, 'web-ui-list');
    const query = 'NightPorterProperty="harbor-court" AND NightPorterClass="P2"';
    await page.goto(`${workflows()}?query=${encodeURIComponent(query)}`);
    await untilItSays(page, `maintenance-request/${request.id}`);
    await untilItSays(page, 'maintenanceRequest');
    expect(await textOf(page)).not.toContain(`conversation/${conversationId}`);
  });

  test('a request tells its story: summary, current details, search attributes and what it waits for', async () => {
    await open(`maintenance-request/${request.id}`);
    await untilItSays(page, 'the resident was promised news');
    await keepScreenshot(page, 'web-ui-request');
    await page.goto(page.url().replace(/\/[^/]+$/, '/user-metadata'));
    await untilItSays(page, `${request.reference}, P2, plumbing`);
    await untilItSays(page, new RegExp(`${request.reference}, P2, plumbing: [a-z]`));
    await keepScreenshot(page, 'web-ui-request-story');
    await page.goto(page.url().replace(/\/[^/]+$/, '/search-attributes'));
    await untilItSays(page, /"NightPorterProperty": "harbor-court"/);
    await untilItSays(page, /"NightPorterClass": "P2"/);
    await untilItSays(page, /"NightPorterNextDeadline": "\d{4}-/);
  });

  test('the desk leads from a conversation and from a request to their workflows', async () => {
    await page.goto(`${product.url}/desk/inbox/${conversationId}`);
    await page.getByLabel('E-mail').fill('odile@staff.example');
    await page.getByLabel('Password', { exact: true }).fill('lantern-light-1');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const press = async (): Promise<Page> => {
      const opened = page.waitForEvent('popup');
      await page.getByRole('link', { name: 'Workflow in the Temporal Web UI' }).first().click();
      return opened;
    };
    const ofConversation = await press();
    await untilItSays(ofConversation, `conversation/${conversationId}`);
    await untilItSays(ofConversation, `"conversationId": "${conversationId}"`); // decoded by right
    await page.goto(`${product.url}/desk/maintenance/${request.id}`);
    const ofRequest = await press();
    await untilItSays(ofRequest, `maintenance-request/${request.id}`);
    await untilItSays(ofRequest, `"reference": "${request.reference}"`);
    await keepScreenshot(ofRequest, 'web-ui-from-the-desk');
    for (const opened of [ofConversation, ofRequest]) await opened.close();
  });

  test('payloads can be read in the Web UI through the codec endpoint, and without it by nobody', async () => {
    await open(`maintenance-request/${request.id}`);
    await untilItSays(page, `"reference": "${request.reference}"`);
    await page.close();
    page = await browser.openPage();
    await page.route(DECODE, (route) => route.abort());
    const refused = page.waitForEvent('requestfailed', (sent) => DECODE.test(sent.url()));
    await open(`maintenance-request/${request.id}`);
    await refused;
    await untilItSays(page, 'encryption-key-id');
    await keepScreenshot(page, 'web-ui-request-sealed');
    expect(await textOf(page)).not.toContain(request.reference);
  });

  test('a page of another origin cannot have a payload decoded', async () => {
    await page.goto(product.webUiUrl.replace('127.0.0.1', 'localhost'));
    const decoding = page.evaluate(async (url) => {
      const body = JSON.stringify({ payloads: [] });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${url}/codec/decode`, { method: 'POST', headers, body })).status;
    }, product.url);
    await expect(decoding).rejects.toThrow('Failed to fetch');
  });

  test('no word of the talk and nothing of the resident stands on any of the pages, decoded or not', async () => {
    const words = wordsOfTheTalk();
    expect(`They said: ${REPORT}`).toMatch(words); // it can find them
    const decoded = listenToDecoding(page);
    for (const workflowId of [
      `conversation/${conversationId}`,
      `maintenance-request/${request.id}`,
    ]) {
      await open(workflowId);
      await page.waitForURL(/\/(timeline|history)/);
      await untilItSays(page, '"conversationId":');
      const name = workflowId.split('/')[0] ?? '';
      for (const [tab, drawn] of Object.entries(TABS)) {
        await page.goto(page.url().replace(/\/[^/]+$/, `/${tab}`));
        await untilItSays(page, drawn);
        expect(await textOf(page)).not.toMatch(words);
        await keepScreenshot(page, `web-ui-${name}-${tab}`);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await keepScreenshot(page, `web-ui-${name}-phone`);
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    expect(decoded.join('\n')).toContain(request.reference);
    expect(decoded.filter((text) => words.test(text))).toEqual([]);
  });
});
