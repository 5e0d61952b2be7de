import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInboxHouse, type InboxHouse } from './inbox-house.ts';

let house: InboxHouse;
beforeAll(async () => {
  house = await startInboxHouse();
});
afterAll(() => house.stop());

test('keeps a note beside the transcript, and sends nothing', async () => {
  const { conversationId, path } = await house.aWriter();
  const note = { text: 'Ask the vendor first.', idempotency_key: 'one' };
  expect((await house.post('theo', `${path}/notes`, note)).status).toBe(201);
  expect((await house.post('theo', `${path}/notes`, note)).status).toBe(201);
  expect((await house.post('theo', `${path}/notes`, { ...note, text: ' ' })).status).toBe(400);
  const shown = await house.call('theo', path);
  expect(shown.body).toMatchObject({
    lines: [{ from: 'resident' }],
    notes: [{ text: note.text, writtenBy: 'Theo' }],
  });
  const sends = await house.records.postgres.query('select from sends where conversation_id = $1', [
    conversationId,
  ]);
  expect(sends).toEqual([]);
});

test('gives from hand to hand, opens a process for what waits anew, and says who has it to whoever was late', async () => {
  const { conversationId, path } = await house.aWriter();
  await house.post('theo', `${path}/take-over`);
  const given = { to: 'ines', from: 'theo', silences: true };
  expect((await house.post('ines', `${path}/assign`, given)).status).toBe(409);
  expect((await house.post('theo', `${path}/assign`, { ...given, to: 'oak' })).status).toBe(409);
  expect((await house.post('theo', `${path}/reassign`, given)).status).toBe(403);
  expect(await house.post('theo', `${path}/assign`, given)).toMatchObject({
    status: 200,
    body: { alreadySending: [] },
  });
  const opened = house.noted.of('openHandOff').at(-1);
  expect(opened).toMatchObject({ conversationId, reason: 'passed-on' });
  expect(opened).not.toHaveProperty('state');
  const late = await house.post('mara', `${path}/reassign`, { to: null, from: 'theo' });
  expect(late).toMatchObject({
    status: 409,
    body: { detail: 'Ines has this conversation meanwhile.' },
  });
  expect((await house.call('ines', '/conversations/counts')).body).toMatchObject({ given: 1 });
  const reply = { text: 'Ines here.', idempotency_key: 'first' };
  expect((await house.post('ines', `${path}/replies`, reply)).status).toBe(202);
  expect((await house.call('ines', '/conversations/counts')).body).toMatchObject({
    given: 0,
    mine: 1,
  });
  expect(house.noted.of('tellHandOff').at(-1)).toMatchObject({ fact: 'taken' });
  expect((await house.call('ines', `${path}/colleagues`)).body).toEqual(
    ['Ines', 'Mara', 'Theo'].map((name) => ({ staffId: name.toLowerCase(), name })),
  );
});

// Bad input: a reply typed before, and sent after, the conversation went out of one's hands.
test('refuses a reply typed after the release, and one after it was given away', async () => {
  const { path } = await house.aWriter();
  const reply = (key: string) => ({ text: 'Typed too late.', idempotency_key: key });
  await house.post('theo', `${path}/take-over`);
  await house.post('theo', `${path}/release`);
  expect(await house.post('theo', `${path}/replies`, reply('after-release'))).toMatchObject({
    status: 409,
    body: { detail: 'Take the conversation over before you reply.' },
  });
  await house.post('theo', `${path}/take-over`);
  await house.post('theo', `${path}/assign`, { to: 'ines', from: 'theo', silences: true });
  expect((await house.post('theo', `${path}/replies`, reply('after-giving'))).status).toBe(409);
  const shown = await house.call('theo', path);
  expect(JSON.stringify(shown.body)).not.toContain('too late');
});

test('puts back into the queue what somebody has who no longer works there', async () => {
  const { path } = await house.aWriter();
  await house.hire('rufus');
  await house.post('rufus', `${path}/take-over`);
  await house.assigning.returnStranded();
  expect((await house.call('mara', path)).body).toMatchObject({ heldBy: { staffId: 'rufus' } });
  await house.records.postgres.query(`delete from staff_rights where user_id = 'rufus'`);
  await house.assigning.returnStranded();
  await house.assigning.returnStranded();
  expect((await house.call('mara', path)).body).toMatchObject({
    heldBy: null,
    handOff: { reason: 'passed-on', assigned: null },
  });
});

test('warns managers of a takeover without an act for two hours of opening, and nobody else', async () => {
  const { conversationId, path } = await house.aWriter();
  house.records.clock.at = '2026-11-23T20:30:00.000Z'; // Monday, 15:30 there
  await house.post('theo', `${path}/take-over`);
  const isWarnedAt = async (at: string) => {
    house.clock.lookedAt = at;
    const { body } = await house.call('mara', '/conversations/forgotten');
    return JSON.stringify(body).includes(conversationId);
  };
  expect(await isWarnedAt('2026-11-23T22:00:00.000Z')).toBe(false); // closed after 90 minutes
  expect(await isWarnedAt('2026-11-24T14:00:00.000Z')).toBe(false); // opens again
  expect(await isWarnedAt('2026-11-24T14:30:00.000Z')).toBe(true);
  expect((await house.call('theo', '/conversations/forgotten')).status).toBe(403);
  expect((await house.call('oak', '/conversations/forgotten')).body).toEqual([]);
});

const VIEWER = '3b241101-e2bb-4255-8caf-4136c566a962';
test('shows who else is there, and tells those who watch the property live', async () => {
  const { conversationId, path } = await house.aWriter();
  const listening = await Promise.all(['theo', 'oak'].map((who) => listen(who)));
  const [near, far] = listening;
  const be = (state: string) =>
    house.call('mara', `${path}/presence`, { method: 'PUT', body: { viewer_id: VIEWER, state } });
  expect((await be('writing')).body).toEqual([]);
  expect(await near?.next()).toEqual({ event: 'presence', conversationId });
  const own = { viewer_id: VIEWER.replace('3', '4'), state: 'here' };
  expect((await house.call('theo', `${path}/presence`, { method: 'PUT', body: own })).body).toEqual(
    [{ staffId: 'mara', name: 'Mara', isWriting: true }],
  );
  expect((await be('gone')).body).toEqual([]);
  expect((await be('dancing')).status).toBe(400);
  // Somebody of another property hears of their own only.
  await house.records.postgres.query(
    `insert into alerts (alert_id, dedupe_key, property_id, kind, headline, ladder, state)
    values ('oak-1', 'oak-1', 'oak-house', 'operator', 'h', '[]', 'ringing')`,
  );
  expect(await far?.next()).toMatchObject({ event: 'change' });
  const written = await house.records.postgres.query(
    `select from audit_entries where event like '%presence%' or facts->>'viewerId' is not null`,
  );
  expect(written).toEqual([]);
  await Promise.all(listening.map((each) => each.cut()));
});

/** Listens to `/events` from now on. */
async function listen(who: string) {
  const response = await fetch(`${house.url}/events`, { headers: { 'x-who': who } });
  const blocks = blocksOf(response);
  const next = async () => {
    for (;;) {
      const { value, done } = await blocks.next();
      if (done) throw new Error('the stream has ended');
      const event = /^event: (.+)$/m.exec(value)?.[1];
      const conversationId = /"conversationId":"([^"]*)"/.exec(value)?.[1];
      if (event) return { event, conversationId };
    }
  };
  expect((await next()).event).toBe('ready');
  return { next, cut: () => blocks.return(undefined) };
}

async function* blocksOf(response: Response): AsyncGenerator<string, undefined> {
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    yield* parts;
  }
  return undefined;
}
