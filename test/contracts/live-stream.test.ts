import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerErrors, NotSignedIn } from '../../src/api/errors.ts';
import type { Staff } from '../../src/api/rights.ts';
import { eventRoutes } from '../../src/api/routes/events.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { serveApp } from './sign-in/signed-in.ts';

const HEARTBEAT_MS = 50;

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
let staff: Staff | null;
let streams: ReturnType<typeof eventRoutes>;
beforeAll(async () => {
  records = await startHouseRecords();
  staff = { staffId: 'staff-1', name: 'Theo', role: 'agent', propertyIds: ['elm-house'] };
  streams = eventRoutes({
    deskEvents: records.deskEvents,
    allow: async () => {
      if (!staff) throw new NotSignedIn();
      return staff;
    },
    heartbeatMs: HEARTBEAT_MS,
  });
  server = await serveApp(() => express().use('/events', streams.router).use(answerErrors));
});
afterAll(async () => {
  streams.close();
  await server.close();
  await records.stop();
});

interface Block {
  id: string;
  event: string | null;
  subjectId: string | null;
}

/** Listens as a browser does; `next` answers each block that has a name. */
async function listen(after: string | null = null) {
  const headers = after === null ? {} : { 'last-event-id': after };
  const response = await fetch(`${server.url}/events`, { headers });
  const blocks = blocksOf(response);
  return {
    status: response.status,
    next: async (): Promise<Block> => {
      for (;;) {
        const { value, done } = await blocks.next();
        if (done) throw new Error('the stream has ended');
        if (value.event !== null) return value;
      }
    },
    end: async (): Promise<void> => {
      for (;;) if ((await blocks.next()).done) return;
    },
    cut: () => blocks.return(undefined),
  };
}

async function* blocksOf(response: Response): AsyncGenerator<Block, undefined> {
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      yield {
        id: first(part, /^id: (.+)$/m) ?? '',
        event: first(part, /^event: (.+)$/m),
        subjectId: first(part, /"subjectId":"([^"]*)"/),
      };
    }
  }
  return undefined;
}

const first = (text: string, pattern: RegExp): string | null => pattern.exec(text)?.[1] ?? null;

let made = 0;
async function change(propertyId: string): Promise<string> {
  made += 1;
  const id = `alert-${made}`;
  await records.postgres.query(
    `insert into alerts (alert_id, dedupe_key, property_id, kind, headline, ladder, state)
    values ($1, $1, $2, 'operator', 'h', '[]', 'ringing')`,
    [id, propertyId],
  );
  return id;
}

it('begins with where it stands, then tells what changes at the own properties only', async () => {
  const stream = await listen();
  expect((await stream.next()).event).toBe('ready');
  await change('oak-house');
  const own = await change('elm-house');
  expect(await stream.next()).toMatchObject({ event: 'change', subjectId: own });
  await stream.cut();
});

it('goes on after a cut with what came in between, without gap or double', async () => {
  const stream = await listen();
  await stream.next();
  const before = await change('elm-house');
  const last = await stream.next();
  expect(last.subjectId).toBe(before);
  await stream.cut();
  const between = [await change('elm-house'), await change('elm-house')];
  const again = await listen(last.id);
  const after = await change('elm-house');
  const heard = [await again.next(), await again.next(), await again.next()];
  expect(heard.map(({ subjectId }) => subjectId)).toEqual([...between, after]);
  await again.cut();
});

it('tells somebody who was away too long to read everything anew', async () => {
  const stream = await listen('1-1');
  await change('elm-house');
  await records.postgres.query(`update desk_events set at = now() - interval '25 hours'`);
  await records.deskEvents.prune();
  await stream.cut();
  const again = await listen('1-1');
  expect((await again.next()).event).toBe('reset');
  const next = await change('elm-house');
  expect((await again.next()).subjectId).toBe(next);
  await again.cut();
});

// Safety: a stream outlives its request, so the right to it is asked again and again.
it('ends for somebody whose session ended, and refuses who is not signed in', async () => {
  const stream = await listen();
  await stream.next();
  const known = staff;
  staff = null;
  await stream.end();
  expect((await listen()).status).toBe(401);
  staff = known;
});

it('ends every stream when the house stops', async () => {
  const stream = await listen();
  await stream.next();
  streams.close();
  await stream.end();
});
