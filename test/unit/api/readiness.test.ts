import { describe, expect, test } from 'vitest';
import { createReadiness } from '../../../src/api/readiness.ts';
import type { DocumentRow } from '../../../src/ports/documents.ts';
import { TASK_QUEUES } from '../../../src/temporal/task-queues.ts';

type Listed = Pick<DocumentRow, 'documentId' | 'state'>;

const WORKING = { workers: 1, backlog: 0, backlogAgeMs: 0, idleMs: 30_000 };

function aHouse(by: {
  states?: Listed['state'][];
  queue?: (name: string) => Promise<typeof WORKING>;
  list?: () => Promise<Listed[]>;
}) {
  const { states = ['published', 'published'], queue = async () => WORKING } = by;
  const rows = states.map((state, index) => ({ documentId: `d-${index}`, state }));
  const list = by.list ?? (async () => rows);
  return createReadiness({
    engine: { queue },
    documents: { list },
    expectedDocuments: async () => ['d-0', 'd-1'],
  });
}

describe('the house is ready', () => {
  test('when its documents are published and somebody polls every queue', async () => {
    expect(await aHouse({})()).toEqual([]);
  });

  test('not while a document is still being read', async () => {
    expect(await aHouse({ states: ['published', 'embedding'] })()).toEqual([
      '1 of 2 documents are not published yet',
    ]);
  });

  test.each([
    ['has no worker', { ...WORKING, workers: 0 }],
    ['has a worker on the list that has not asked for work since', { ...WORKING, idleMs: 180_000 }],
  ])('not where a queue %s', async (_, figures) => {
    const missing = await aHouse({
      queue: async (name) => (name === TASK_QUEUES[0] ? figures : WORKING),
    })();
    expect(missing).toEqual([`no worker polls the queue ${TASK_QUEUES[0]}`]);
  });

  test('and says who does not answer', async () => {
    const away = async (): Promise<never> => {
      throw new Error('away');
    };
    expect(await aHouse({ queue: away, list: away })()).toEqual([
      'the database does not answer',
      ...TASK_QUEUES.map((name) => `Temporal does not answer for the queue ${name}`),
    ]);
  });
});
