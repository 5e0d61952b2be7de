import { expect, test } from 'vitest';
import { createTellHandOffs } from '../../../src/api/hand-off-news.ts';
import { ProviderUnavailable } from '../../../src/ports/errors.ts';

type Untold = { handOffId: string; state: 'owned' | 'released' };

function aDesk(...untold: Untold[]) {
  const rows = [...untold];
  const told: string[] = [];
  const engine = { isAway: false };
  const tellHandOffs = createTellHandOffs({
    handOffs: {
      listUntold: async () => [...rows],
      markTold: async ({ handOffId }) => {
        rows.splice(
          rows.findIndex((row) => row.handOffId === handOffId),
          1,
        );
      },
    },
    processes: {
      tellHandOff: async ({ handOffId, fact }) => {
        if (engine.isAway) throw new ProviderUnavailable('the workflow engine did not answer');
        told.push(`${handOffId} ${fact}`);
      },
    },
  });
  return { tellHandOffs, told, engine, rows };
}

test('tells each hand-off how it stands, once', async () => {
  const { tellHandOffs, told } = aDesk(
    { handOffId: 'ho-1', state: 'owned' },
    { handOffId: 'ho-2', state: 'released' },
  );
  await tellHandOffs();
  await tellHandOffs();
  expect(told).toEqual(['ho-1 taken', 'ho-2 released']);
});

// The engine was away when staff pressed the button: what was committed stands, and is told later.
test('fails nobody while the engine is away, and tells when it is back', async () => {
  const { tellHandOffs, told, engine, rows } = aDesk({ handOffId: 'ho-1', state: 'released' });
  engine.isAway = true;
  await tellHandOffs();
  expect(told).toEqual([]);
  expect(rows).toHaveLength(1);
  engine.isAway = false;
  await tellHandOffs();
  expect(told).toEqual(['ho-1 released']);
});
