import { z } from 'zod';
import { makePdf } from '../../../sample/make-pdfs.ts';
import type { Scene } from '../scene.ts';
import { waitFor, type World } from '../world.ts';

const Received = z.object({ document_id: z.string(), version: z.number() });
const EARLY = '5:45 a.m.';
const LATE = '6:30 a.m.';

/** Asks about a notice, while it is replaced, and after that. */
export async function replaceDocument({ world, ledger, ...scene }: Scene): Promise<void> {
  const { word, residentId } = ledger.person;
  const ask = async (by: { allowed: string[]; forbidden: string[] }): Promise<string> => {
    const text = `When does the ${word} room open?`;
    const [providerMessageId = ''] = await scene.write({ text, wants: 'answer' });
    ledger.asked.push({ providerMessageId, ...by });
    return providerMessageId;
  };
  const first = await publish(world, { word, opens: EARLY });
  await scene.settled(await ask({ allowed: [EARLY], forbidden: [LATE] }));

  const replacing = publish(world, { word, opens: LATE });
  await world.steps.reached({ who: residentId, step: 'document-posting' });
  const between = await ask({ allowed: [EARLY, LATE], forbidden: [] });
  await replacing;
  await scene.settled(between);
  await scene.settled(await ask({ allowed: [LATE], forbidden: [EARLY] }));
  await waitFor('the notice to be withdrawn', async () => {
    const method = 'DELETE';
    const headers = { 'x-nightporter-secret': world.house.webhookSecret };
    return (await fetch(`${world.house.url}/documents/${first}`, { method, headers })).ok;
  });
}

/** Sends a version in and waits until it is published; answers the document's id. */
async function publish({ house }: World, by: { word: string; opens: string }): Promise<string> {
  const title = `Notice of the ${by.word} room`;
  const pdf = await makePdf(noticeOf({ ...by, title }));
  const query = new URLSearchParams({ title, scope: 'property:harbor-court' });
  const headers = { 'x-nightporter-secret': house.webhookSecret };
  const send = async () => {
    const answer = await fetch(`${house.url}/documents?${query.toString()}`, {
      method: 'POST',
      headers,
      body: new Uint8Array(pdf),
    });
    return answer.ok ? Received.parse(await answer.json()) : null;
  };
  const sent = await waitFor('a document to be received', send);
  await waitFor('a document to be published', async () => {
    const answer = await fetch(`${house.url}/documents/${sent.document_id}`, { headers });
    const versions = Versions.parse(await answer.json());
    return versions.some(({ version, state }) => version === sent.version && state === 'published');
  });
  return sent.document_id;
}

const Versions = z.array(z.object({ version: z.number(), state: z.string() }));

const noticeOf = ({ title, word, opens }: { title: string; word: string; opens: string }) =>
  [
    '---',
    `title: ${title}`,
    'kind: rules',
    'scope: property:harbor-court',
    'version: 1',
    'effective_from: 2026-11-01',
    '---',
    '',
    `# ${title}`,
    '',
    `## Opening of the ${word} room`,
    '',
    `The ${word} room in the basement opens at ${opens} and closes at 11:15 p.m. every day.`,
  ].join('\n');
