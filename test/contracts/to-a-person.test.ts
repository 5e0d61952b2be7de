import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { ProposedDecision } from '../../src/ports/language-model.ts';
import { LEAK, startReadingHouse, type ReadingHouse } from './reading-house.ts';

// When a turn goes to a person, whatever the model says or does not say.

let house: ReadingHouse;
beforeAll(async () => {
  house = await startReadingHouse();
});
afterAll(() => house.stop());

const KIM = { channel: 'portal', residentId: 'kim', assurance: 'channel' } as const;
const THANKS: ProposedDecision = { kind: 'small-talk', topic: 'thanks' };

describe('the word that always works', () => {
  it('brings a person and asks no model, in either language', async () => {
    for (const text of ['person', 'Una persona, por favor']) {
      const asked = house.asked.length;
      house.script.push([THANKS]);
      expect((await house.somebody(KIM).says(text)).decisions, text).toMatchObject([
        { kind: 'hand-over', reason: 'asked-for-person' },
      ]);
      expect(house.asked).toHaveLength(asked);
      house.script.length = 0;
    }
  });

  it('brings a person while the model is down', async () => {
    house.script.push(new ProviderUnavailable());
    const { decisions } = await house.somebody(KIM).says('person');
    house.script.length = 0;
    expect(decisions).toMatchObject([{ kind: 'hand-over', reason: 'asked-for-person' }]);
  });

  it('brings a person who was asked to prove who they are, and is no failed proof', async () => {
    const resident = house.somebody();
    await resident.isAsked();
    const { decisions } = await resident.says('person');
    expect(decisions).toMatchObject([{ kind: 'hand-over', reason: 'asked-for-person' }]);
  });
});

describe('a person takes over', () => {
  it('from a resident who is beside themselves, and what they asked for is done as well', async () => {
    house.script.push({ decisions: [LEAK], frustration: 2 });
    const { decisions } = await house.somebody(KIM).says('THE SINK LEAKS AGAIN!!! ENOUGH!!!');
    expect(decisions).toMatchObject([
      { kind: 'report-problem' },
      { kind: 'hand-over', reason: 'frustrated' },
    ]);
    house.script.push({ decisions: [LEAK], frustration: 1 });
    expect((await house.somebody(KIM).says('The sink leaks again.')).kinds).toEqual([
      'report-problem',
    ]);
  });

  it('from an answer that quotes what no document says, and not a word of it is kept', async () => {
    const text = 'The pool is open all night.';
    const support = [{ passageId: 'passage-none', quote: text }];
    house.script.push([{ kind: 'answer', text, support, confidence: 0.99 }]);
    const { decisions, words } = await house.somebody(KIM).says('When is the pool open?');
    expect(decisions).toMatchObject([{ kind: 'hand-over', reason: 'ungrounded' }]);
    expect(words).toEqual(['']);
  });

  it('from a model that is away at the third try, and not before', async () => {
    const away = new ProviderUnavailable();
    const turn = await house.somebody(KIM).write('The sink leaks');
    for (const attempt of [1, 2]) {
      house.script.push(away);
      await expect(house.propose({ ...turn, attempt })).rejects.toBe(away);
    }
    house.script.push(away);
    expect((await house.propose({ ...turn, attempt: 3 })).decisions).toMatchObject([
      { kind: 'hand-over', reason: 'model-unavailable' },
    ]);
  });
});
