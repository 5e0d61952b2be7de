import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { ProposedDecision } from '../../src/ports/language-model.ts';
import { startReadingHouse, type ReadingHouse } from './reading-house.ts';

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
