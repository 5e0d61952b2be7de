import { describe, expect, test } from 'vitest';
import { isOfForm } from '../../../../../src/adapters/language-models/embedded/question-forms.ts';
import { quotablesOf } from '../../../../../src/adapters/language-models/embedded/quotables.ts';
import { aPassage } from '../../../../fakes/turn-context.ts';

describe('isOfForm', () => {
  test.each([
    ['How many pets can I have?', 'Up to two pets may live in one apartment.'],
    ['How long are packages kept?', 'Packages are kept for 7 days.'],
    ['When are quiet hours?', 'Quiet hours run from 10 p.m. to 7 a.m.'],
    ['What number do I call?', 'Call the emergency line, (646) 555-0111.'],
  ])('lets %j be answered by %j', (question, sentence) => {
    expect(isOfForm(question, sentence)).toBe(true);
  });

  test.each([
    [
      'How many floors does the building have?',
      'The chutes on each floor are open from 7 a.m. to 10 p.m.',
    ],
    ['How long are packages kept?', 'Packages of up to 50 pounds are kept.'],
    [
      'When are quiet hours?',
      'A dog that barks for 30 minutes during quiet hours is a disturbance.',
    ],
    ['What number do I call?', 'Call the emergency line.'],
  ])('does not let %j be answered by %j', (question, sentence) => {
    expect(isOfForm(question, sentence)).toBe(false);
  });
});

describe('quotablesOf', () => {
  test.each([
    'The office confirms it within two business days.',
    'We change the batteries of alarms.',
    'A gate that does not latch is an emergency.',
  ])('puts no heading before a sentence: %s', (text) => {
    expect(quotablesOf([aPassage(text, { heading: '2. Repairs' })])[0]?.title).toBeNull();
  });

  // Truth: under "not allowed" this says the opposite when it stands alone.
  test.each([
    'Engines that run while the car is parked, for more than three minutes.',
    'Batteries for remote controls and thermostats.',
  ])('puts its heading before what is no sentence: %s', (text) => {
    expect(quotablesOf([aPassage(text, { heading: '7. Not allowed' })])[0]?.title).toBe(
      'Not allowed',
    );
  });

  test('gives each sentence once, though chunks overlap', () => {
    const one = aPassage('The pool opens in May.\nIt closes in September.', { id: 'one' });
    const two = aPassage('It closes in September.\nThere is no lifeguard.', { id: 'two' });
    expect(quotablesOf([one, two]).map(({ text }) => text)).toEqual([
      'The pool opens in May.',
      'It closes in September.',
      'There is no lifeguard.',
    ]);
  });

  test('knows what a list item cannot do without', () => {
    const list = aPassage(
      'These are emergencies:\na smell of gas in the home;\nno water in the whole home;',
      {
        heading: '2. Emergencies',
      },
    );
    expect(quotablesOf([list]).map(({ leadIn }) => leadIn)).toEqual([
      'These are emergencies:',
      'These are emergencies:',
    ]);
    const bare = aPassage('Repairing cars in the garage.', { heading: '7. Not allowed' });
    expect(quotablesOf([bare])[0]).toMatchObject({ leadIn: null, title: 'Not allowed' });
  });

  test('knows a sentence that leans on the one before', () => {
    const passage = aPassage('The valve is behind the panel.\nTurn it clockwise to shut it off.');
    expect(quotablesOf([passage]).map(({ leansOnBefore }) => leansOnBefore)).toEqual([false, true]);
  });
});
