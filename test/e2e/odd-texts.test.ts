import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sampleProperty } from '../../sample/property.ts';
import { until } from './support/open-house.ts';
import { residentOf } from './support/resident.ts';
import { signIn, type StaffMember } from './support/staff.ts';
import { openWhatsAppHouse, type WhatsAppHouse } from './support/whatsapp.ts';

// What people and their phones send beside sentences: each is kept, shown and answered in a way that is stated here.

const RESIDENT = 'HC-2C-03';
let door: WhatsAppHouse;
let database: Client;
let desk: StaffMember;
beforeAll(async () => {
  door = await openWhatsAppHouse();
  database = new Client({ connectionString: door.house.databaseUrl });
  await database.connect();
  desk = await signIn(door.house, 'odile');
});
afterAll(async () => {
  await database.end();
  await door.close();
});

/** The doors, each with a hand that writes through it and says under which id. */
const DOORS: Record<string, () => (text: string) => Promise<string>> = {
  portal: () => {
    const resident = residentOf(door.house, RESIDENT);
    return async (text) => (await resident.write(text)).message_id;
  },
  whatsapp: () => {
    const known = sampleProperty().residents.find(({ bookingId }) => bookingId === RESIDENT);
    const phone = door.sender(known?.phone.slice(1) ?? '');
    return (text) => phone.write(text);
  },
};

interface Odd {
  sent: string;
  /** What is kept of it; as it was sent unless told otherwise. */
  kept?: string;
  /** What desks see of it; what is kept unless told otherwise. */
  shown?: string;
  answer: 'quiet hours' | 'asked for words' | 'welcome' | 'a person';
}

const ODD: Record<string, Odd> = {
  'spaces only': { sent: ' \n\t ', kept: '', answer: 'asked for words' },
  'an emoji that says nothing': { sent: '🤷', answer: 'asked for words' },
  'emoji that say thanks': { sent: '😀😀', answer: 'welcome' },
  'ten thousand characters': {
    sent: 'When are quiet hours? '.repeat(455).slice(0, 10_000),
    answer: 'quiet hours',
  },
  'ten thousand characters without a space': { sent: 'x'.repeat(10_000), answer: 'a person' },
  'two directions and an override': {
    sent: '\u202Esruoh teiuq\u202C מתי שעות השקט? hello',
    kept: 'sruoh teiuq מתי שעות השקט? hello',
    answer: 'a person',
  },
  'control characters': {
    sent: 'Wh\u0000en are\u0007 qui\u200Bet hours\u001B?',
    kept: 'When are quiet hours?',
    answer: 'quiet hours',
  },
  'half a character': {
    sent: 'When are quiet hours\uD83D?',
    kept: 'When are quiet hours\uFFFD?',
    answer: 'quiet hours',
  },
  // Privacy: what is taken out between the figures hides no card from the mask.
  'a card between characters that nobody sees': {
    sent: 'Please charge 4111\u200B 1111\u0007 1111 1111 for the rent',
    kept: 'Please charge 4111 1111 1111 1111 for the rent',
    shown: 'Please charge [card number removed] for the rent',
    answer: 'a person',
  },
};

const Place = z.object({ id: z.string(), messageId: z.string(), position: z.coerce.number() });
const Talk = z.object({
  lines: z.array(z.object({ from: z.string(), text: z.string(), state: z.string() })),
  events: z.array(z.object({ kind: z.string() })),
  isSettled: z.boolean(),
});

async function placeOf(sentId: string): Promise<z.infer<typeof Place>> {
  const { rows } = await database.query(
    `select conversation_id as id, message_id as "messageId", position from inbound_messages
    where $1 in (message_id::text, provider_message_id)`,
    [sentId],
  );
  return Place.parse(rows[0]);
}

async function turnsOf(conversationId: string): Promise<number> {
  const { rows } = await database.query(
    'select count(*)::int as count from turns where conversation_id = $1',
    [conversationId],
  );
  return z.object({ count: z.number() }).parse(rows[0]).count;
}

/** A message with what came of it, as a desk reads it once nothing is under way. */
async function talkAt({ id, position }: z.infer<typeof Place>): Promise<z.infer<typeof Talk>> {
  let talk: z.infer<typeof Talk> | undefined;
  await until('the turn settles', async () => {
    const path = `/conversations/${id}/messages?after=${position - 1}`;
    talk = Talk.parse((await desk.get(path)).body);
    return talk.isSettled && talk.lines.every(({ state }) => !/^(queued|sending)$/.test(state));
  });
  if (!talk) throw new Error('unreachable: until() has seen it');
  return talk;
}

function answerIn({ lines, events }: z.infer<typeof Talk>): string {
  const said = lines.flatMap(({ from, text }) => (from === 'resident' ? [] : [text])).join('\n');
  // Who waits for a person already is handed over once, and told again.
  const isWithPerson = events.some(({ kind }) => kind === 'handed-off');
  if (isWithPerson || /\bfor a person to answer\b/.test(said)) return 'a person';
  if (/10 p\.m\./.test(said)) return 'quiet hours';
  if (/did not get any words/.test(said)) return 'asked for words';
  return /You are welcome/.test(said) ? 'welcome' : said;
}

describe.each(Object.keys(DOORS))('through the door %s', (name) => {
  test('each odd text is kept, shown, and answered once, in one turn', async () => {
    const write = DOORS[name]?.();
    if (!write) throw new Error(`no door ${name}`);
    let turns: number | null = null;
    for (const [what, { sent, kept = sent, shown = kept, answer }] of Object.entries(ODD)) {
      const place = await placeOf(await write(sent));
      const talk = await talkAt(place);
      const mine = talk.lines.filter(({ from }) => from === 'resident');
      expect(mine, what).toMatchObject([{ text: shown }]);
      expect(answerIn(talk), what).toBe(answer);
      const before: number = turns ?? (await turnsOf(place.id)) - 1;
      turns = await turnsOf(place.id);
      expect(turns - before, what).toBe(1);
      const revealed = await desk.post(`/conversations/${place.id}/reveal`, {
        message_id: place.messageId,
      });
      expect(revealed, what).toMatchObject({ status: 200, body: { text: kept } });
    }
    const after = await talkAt(await placeOf(await write('When are quiet hours?')));
    expect(answerIn(after)).toBe('quiet hours');
  });
});

test('nothing at all, which only a portal can send, is asked for words', async () => {
  const { message_id: id } = await residentOf(door.house, 'HC-2C-02').write('');
  const talk = await talkAt(await placeOf(id));
  expect(talk.lines[0]).toMatchObject({ from: 'resident', text: '' });
  expect(answerIn(talk)).toBe('asked for words');
});
