import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replies, residentOf } from './support/resident.ts';
import { signIn } from './support/staff.ts';
import { openWhatsAppHouse, type Talk, type WhatsAppHouse } from './support/whatsapp.ts';

// Design section 7: who writes, told by a number, by words, or not at all. The sample's people and homes: Nevila Elmwood
// lives in 1C, Corila Dapple in 1B, Davune Gravel in 1D of Harbor Court; there is no unit 9Z.

let door: WhatsAppHouse;
beforeAll(async () => {
  door = await openWhatsAppHouse();
});
afterAll(() => door.close());

const LEAK = 'There is a leak under my kitchen sink';
const WHO = /I need to know who you are/;
const FOUND = /Thank you, I found you\./;
const CONFIRM = /I will report this: .*Is that right\?/;
const textOf = ({ lines }: Talk): string => lines.map(({ text }) => text).join('\n');
const withoutTime = (text: string): string => text.replace(/\d{1,2}:\d{2}/g, 'then');

describe('a number that nobody knows', () => {
  test('is answered from the public documents of the organisation, and from no property’s', async () => {
    const stranger = door.sender('12125550180');
    const policy = await stranger.ask('How long are camera recordings kept?');
    expect(textOf(policy)).toMatch(/30 days/);
    expect(textOf(await stranger.ask('When are quiet hours?'))).not.toMatch(/10 p\.m\./);
  });

  test('is asked for what is missing beside a unit, and its repair is taken up with the proof', async () => {
    const resident = door.sender('12125550181');
    expect(textOf(await resident.ask(LEAK))).toMatch(WHO);
    expect(textOf(await resident.ask('I live in unit 1C'))).toMatch(/One more thing is needed/);
    const proven = await resident.ask('unit 1C, Elmwood');
    expect(textOf(proven)).toMatch(FOUND);
    expect(textOf(proven)).toMatch(CONFIRM);
    // A sign is as good as a word where one thing was asked.
    const confirmed = await resident.ask('👍');
    expect(textOf(confirmed)).toMatch(/MR-/);
    expect(textOf(confirmed)).not.toMatch(/I did not get any words/);
  });

  // Privacy: whoever tries units must not learn which of them exist, or who lives there.
  test('fails twice with a unit, and hears the same whether the unit exists or not', async () => {
    const tryTwice = async (number: string, unit: string): Promise<string[]> => {
      const stranger = door.sender(number);
      const said: string[] = [];
      for (const text of [LEAK, `unit ${unit}`, `unit ${unit}, Zzyzx`, `unit ${unit}, Qwort`]) {
        said.push(withoutTime(textOf(await stranger.ask(text))));
      }
      return said;
    };
    const real = await tryTwice('12125550182', '1B');
    const unreal = await tryTwice('12125550183', '9Z');
    expect(real.map((text) => text.replaceAll('1B', '9Z'))).toEqual(unreal);
    const [asked, incomplete, first, second] = real;
    expect(asked).toMatch(WHO);
    expect(incomplete).toMatch(/One more thing is needed/);
    expect(first).toMatch(WHO);
    expect(second).toMatch(/could not confirm who you are, so a person will take over/);
    const third = textOf(await door.sender('12125550182').ask('unit 1B, Dapple'));
    expect(third).toMatch(/could not confirm who you are/);
  });
});

describe('a portal that names somebody whom nobody knows', () => {
  test('does not undo what words proved, and its resident reads only what was sent', async () => {
    const { house } = door;
    const stranger = residentOf(house, 'HC-8Z-08');
    expect(replies(await stranger.ask(LEAK)).join()).toMatch(WHO);
    expect(replies(await stranger.ask('HC-1D-01, Gravel')).join()).toMatch(FOUND);
    const next = await stranger.write('What is the state of my request?');
    expect(
      await stranger.hears(next, (event) => event.event === 'reply' && !WHO.test(event.text)),
    ).toMatchObject({ event: 'reply' });

    const desk = await signIn(house, 'odile');
    const path = `/conversations/${next.conversation_id}`;
    expect(await desk.post(`${path}/take-over`)).toMatchObject({ status: 200 });
    const silent = await stranger.ask('Are you still there?');
    expect(replies(silent)).toEqual([]);
    await desk.post(`${path}/release`);
  });
});
