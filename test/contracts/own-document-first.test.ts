// The sample's addendum of unit 4B says otherwise than the house's rules. Its resident hears the addendum, a neighbour the
// rules, and both hear which document that is.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionsOf } from '../../src/activities/turn-decisions.ts';
import { readableScopes } from '../../src/domain/identity.ts';
import { anIdentity } from '../builders.ts';
import { openHouseOfWords } from '../support/house-of-words.ts';
import { aTurn } from '../fakes/turn-context.ts';

let house: Awaited<ReturnType<typeof openHouseOfWords>>;
beforeAll(async () => {
  house = await openHouseOfWords();
});
afterAll(() => house.close());

/** What the resident of a unit reads, and where it stands; null when a person is asked. */
async function answerTo(question: string, unit: string) {
  const unitId = `harbor-court-${unit}`;
  const home = { propertyId: 'harbor-court', unitId, leaseId: `${unitId}-lease-1` };
  const scopes = readableScopes(anIdentity({ assurance: 'channel', ...home }), 'lanternlight');
  const found = await house.knowledgeIndex.search({ text: question, scopes, limit: 8 });
  const passages = found.map(({ passage }) => passage);
  const { decisions, parts } = decisionsOf(
    await house.languageModel.propose(aTurn(question, { passages })),
    {
      passages,
      pack: house.pack,
      language: 'en',
      inDanger: { decisions: [], parts: [], model: 'none', prompt: 'none' },
      detail: '',
      isPlatformDown: false,
      isAtHome: true,
      openRequests: [],
      closedRequests: [],
    },
  );
  const answer = decisions.find(({ kind }) => kind === 'answer');
  const part = answer && parts[answer.part];
  return part ? { text: part.text, documents: part.sources.map(({ document }) => document) } : null;
}

const ADDENDUM = 'Harbor Court Unit 4B Addendum';
const RULES = 'Harbor Court Community Rules';
const PARKING = 'Harbor Court Parking Rules';

const CONTRADICTIONS = [
  {
    asked: 'Can I use an electric grill on my balcony?',
    own: 'one small electric grill',
    general: RULES,
    says: 'Grills are not allowed on any balcony',
  },
  {
    asked: 'Are grills allowed on the balcony?',
    own: 'one small electric grill',
    general: RULES,
    says: 'Grills are not allowed on any balcony',
  },
  {
    asked: 'may I keep a grill on our balcony',
    own: 'one small electric grill',
    general: RULES,
    says: 'Grills are not allowed on any balcony',
  },
  {
    asked: 'can we bbq on the balcony?',
    own: 'one small electric grill',
    general: RULES,
    says: 'Grills are not allowed on any balcony',
  },
  {
    asked: 'How many nights may my guests park in the visitor spaces?',
    own: '8 nights',
    general: PARKING,
    says: '3 nights',
  },
  {
    asked: 'how many nights a month can guests park here',
    own: '8 nights',
    general: PARKING,
    says: '3 nights',
  },
];

describe.each(CONTRADICTIONS)('$asked', ({ asked, own, general, says }) => {
  test('is answered from the addendum for its own home, which says that it goes first', async () => {
    const answer = await answerTo(asked, '4b');
    expect(answer?.text).toContain(own);
    expect(answer?.documents).toContain(ADDENDUM);
    expect(answer?.text).toContain(
      `${ADDENDUM} was written for your home and goes before ${general}`,
    );
  });

  test('is answered from the general rule for the neighbour', async () => {
    const answer = await answerTo(asked, '4a');
    expect(answer?.text).toContain(says);
    expect(answer?.text).not.toContain('goes before');
    expect(answer?.documents).toEqual(Array.from(answer?.documents ?? [], () => general));
  });
});

test.each([
  { asked: 'When are quiet hours?', says: '10 p.m. to 7 a.m.' },
  { asked: 'Are bicycles stored on the balcony?', says: 'Bicycles, tires, boxes' },
  { asked: 'How much is a garage space per month?', says: '$140 per month' },
  { asked: 'How much does it cost to replace a fob?', says: '$40' },
])('$asked: an addendum on other matters changes nothing', async ({ asked, says }) => {
  const [own, neighbour] = [await answerTo(asked, '4b'), await answerTo(asked, '4a')];
  expect(own?.text).toContain(says);
  expect(own).toEqual(neighbour);
});
