import { expect, test } from 'vitest';
import { createTellHandOffs } from '../../../src/api/hand-off-news.ts';
import type { HandOffRow } from '../../../src/ports/hand-offs.ts';
import { ProviderUnavailable } from '../../../src/ports/errors.ts';

type Untold = { handOffId: string; state: 'owned' | 'released' };

function aDesk(...untold: Untold[]) {
  const rows = [...untold];
  const unopened: HandOffRow[] = [];
  const told: string[] = [];
  const ringing = new Set<string>();
  const engine = { isAway: false };
  const tellHandOffs = createTellHandOffs({
    handOffs: {
      listUnopened: async () => [...unopened],
      listUntold: async () => [...rows],
      markTold: async ({ handOffId, state }) => {
        if (state === 'waiting') {
          unopened.pop();
          return;
        }
        const place = rows.findIndex((row) => row.handOffId === handOffId);
        rows.splice(place, 1);
      },
    },
    alerts: {
      close: async ({ alertId, because }) => {
        if (!ringing.delete(alertId)) return false;
        told.push(`${alertId} closed: ${because}`);
        return true;
      },
    },
    processes: {
      tellAlertClosed: async ({ alertId }) => void told.push(`${alertId} told`),
      openHandOff: async ({ handOffId }) => {
        if (engine.isAway) throw new ProviderUnavailable('the workflow engine did not answer');
        told.push(`${handOffId} opened`);
      },
      tellHandOff: async ({ handOffId, fact }) => {
        if (engine.isAway) throw new ProviderUnavailable('the workflow engine did not answer');
        told.push(`${handOffId} ${fact}`);
      },
    },
  });
  return { tellHandOffs, told, ringing, engine, rows, unopened };
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

// What staff gave back must ring again when nobody comes: its process is asked for before anything is told to it.
test('opens the process of what staff made to wait anew, and tells it afterwards what came since', async () => {
  const { tellHandOffs, told, engine, unopened } = aDesk({ handOffId: 'ho-2', state: 'owned' });
  unopened.push({
    handOffId: 'ho-2',
    conversationId: 'c-1',
    propertyId: null,
    reason: 'passed-on',
    state: 'owned',
    ownerId: 'staff-1',
    openedAt: '2026-11-23T12:00:00.000Z',
    warnAt: '2026-11-23T12:15:00.000Z',
    breachAt: '2026-11-23T12:30:00.000Z',
  });
  engine.isAway = true;
  await tellHandOffs();
  expect(unopened).toHaveLength(1);
  engine.isAway = false;
  await tellHandOffs();
  await tellHandOffs();
  expect(told).toEqual(['ho-2 opened', 'ho-2 taken']);
});

// A page that still rings when a colleague is answering already teaches people not to listen.
test('ends what rings about somebody who is answered now, and says why', async () => {
  const { tellHandOffs, told, ringing } = aDesk({ handOffId: 'ho-3', state: 'owned' });
  ringing.add('ho-3-warned');
  await tellHandOffs();
  expect(told).toEqual(['ho-3 taken', 'ho-3-warned closed: taken-over', 'ho-3-warned told']);
});
