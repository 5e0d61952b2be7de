import { Worker } from 'node:worker_threads';
import { describe, expect, test, vi } from 'vitest';
import { createEmbeddedEmbedder } from '../../src/adapters/embedders/embedded/index.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import { createWordEmbedder } from '../fakes/word-embedder.ts';
import { cosine, embedderContract } from './embedder.contract.ts';

embedderContract('embedded', createEmbeddedEmbedder);
// The fake that other tests trust keeps the same promises.
embedderContract('the fake', createWordEmbedder);

describe('the embedded embedder', () => {
  test('knows that a couch and a sofa are nearer than a couch and a fee', async () => {
    const embedder = createEmbeddedEmbedder();
    const couch = await embedder.embedQuery('throw away an old couch');
    const sofa = await embedder.embedQuery('get rid of a sofa');
    const fee = await embedder.embedQuery('the late fee for rent');
    expect(cosine(couch, sofa)).toBeGreaterThan(cosine(couch, fee) + 0.1);
    await embedder.close();
  });

  test('answers a query before the passages that were waiting', async () => {
    const embedder = createEmbeddedEmbedder();
    await embedder.embedQuery('warm');
    const finished: string[] = [];
    const passage = 'Bulky things are collected on Wednesdays. Book by noon on Tuesday. '.repeat(8);
    const passages = Array.from({ length: 20 }, (_, index) =>
      embedder.embedPassages([`${index} ${passage}`]).then(() => finished.push('passage')),
    );
    const query = embedder.embedQuery('When is bulk pickup?').then(() => finished.push('query'));
    await Promise.all([...passages, query]);
    expect(finished.indexOf('query')).toBeLessThanOrEqual(1);
    await embedder.close();
  });

  test('leaves this thread free while it embeds', async () => {
    const embedder = createEmbeddedEmbedder();
    await embedder.embedQuery('warm');
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await embedder.embedPassages(Array.from({ length: 20 }, (_, index) => `${index} `.repeat(150)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
    await embedder.close();
  });

  // A dead thread must be heard of, and must not silence the house until its next start.
  test('fails whoever waits when the thread dies, with one clear error, and starts a new one for the next', async () => {
    const threads = vi.spyOn(Worker.prototype, 'postMessage');
    const embedder = createEmbeddedEmbedder();
    await embedder.embedQuery('warm');
    const thread = threads.mock.contexts.at(-1);
    const waiting = embedder.embedPassages(['one', 'two']);
    const failed = expect(waiting).rejects.toThrow(ProviderUnavailable);
    if (thread instanceof Worker) await thread.terminate();
    await failed;
    expect(await embedder.embedQuery('and again')).toHaveLength(512);
    await embedder.close();
  });

  test('refuses texts after it was closed', async () => {
    const embedder = createEmbeddedEmbedder();
    await embedder.close();
    await expect(embedder.embedQuery('hello')).rejects.toThrow(ProviderUnavailable);
  });
});
