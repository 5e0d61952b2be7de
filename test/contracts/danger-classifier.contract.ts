import { describe, expect, test } from 'vitest';
import type { DangerClassifier } from '../../src/ports/danger-classifier.ts';

/** What every danger classifier owes. It stands behind the rule floor, so it may miss; it may not frighten or fail. */
export function dangerClassifierContract(name: string, classifier: () => DangerClassifier): void {
  describe(`${name} as a danger classifier`, () => {
    test('names the hazard, its issue and a class of emergencies', async () => {
      expect(
        await classifier().classify('there is a strong smell of gas in my kitchen'),
      ).toMatchObject({
        hazard: 'gas',
        issue: 'gas.odor',
        class: 'P0',
      });
    });

    test('finds a danger between harmless sentences', async () => {
      const text =
        'Thanks for the package. What time does the pool open? There is smoke in the hallway. Have a nice day.';
      expect(await classifier().classify(text)).toMatchObject({ hazard: 'fire' });
    });

    test.each([
      'whats my balance',
      'Thanks!',
      'When are quiet hours?',
      'ok',
      'I want to talk to a person',
      'yes',
    ])('finds none in %j', async (text) => {
      expect(await classifier().classify(text)).toBeNull();
    });

    test('never throws for odd text', async () => {
      for (const text of [
        '',
        '   ',
        '\ud800',
        '...',
        'a'.repeat(10_000),
        'my sink leaks. '.repeat(600),
        '火事です',
      ]) {
        await expect(classifier().classify(text)).resolves.toBeDefined();
      }
    });
  });
}
