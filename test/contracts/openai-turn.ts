import type { OpenAiLanguageModelOptions } from '../../src/adapters/language-models/openai/index.ts';
import type { TurnContext } from '../../src/ports/language-model.ts';
import { readPromptLibrary } from '../../src/prompts/library.ts';
import { ProposedTurnSchema } from '../../src/prompts/propose-decisions/schema.ts';
import type { ChatReply, OpenAiStandIn } from '../fakes/openai-stand-in.ts';

/** The prompt that the house asks with. */
export const prompt = readPromptLibrary().get('propose-decisions/v4');
/** A sentence of the only passage. */
export const QUOTE = 'Quiet hours are from 10 pm to 7 am.';

/** A turn with one of everything, ids of people and leases among it. */
export const context: TurnContext = {
  texts: ['When are quiet hours?', 'And the sink leaks'],
  language: 'en',
  recent: [
    { from: 'us', text: 'Hello, how can I help?' },
    { from: 'resident', text: 'Good evening' },
  ],
  passages: [
    {
      id: 'passage-of-lease-8841',
      documentId: 'document-5',
      documentTitle: 'Lease addendum',
      version: 3,
      page: 2,
      scope: { kind: 'lease', id: 'lease-8841' },
      heading: 'Noise',
      text: `Be kind. ${QUOTE}`,
    },
  ],
  openQuestions: [{ id: 'question-of-resident-77', kind: 'access', about: 'broken window' }],
  openRequests: [{ reference: 'MR-0000000077', about: 'broken window' }],
  closedRequests: [{ reference: 'MR-0000000066', about: 'dripping tap', isDone: true }],
  issues: [
    { id: 'plumbing.leak', words: 'leak, drip', class: 'P2' },
    { id: 'other.unclear', words: '', class: 'P3' },
  ],
};

/** A report as a model writes it. */
export const report = {
  kind: 'report-problem',
  issue: 'plumbing.leak',
  class: 'P2',
  summary: 'the sink leaks',
  confidence: 0.9,
  missing: ['location'],
  circumstances: ['spreading'],
};
/** A model's answer with these decisions. */
export const turn = (...decisions: unknown[]) => ({
  language: 'en',
  decisions,
  access: { entry: 'call-first', pets: 'a cat', times: null },
  frustration: 1,
});
/** The stand-in's reply with these decisions. */
export const reply = (...decisions: unknown[]): ChatReply => ({
  kind: 'json',
  value: turn(...decisions),
});

/** Options that fit the stand-in. */
export const settingsFor = ({ baseUrl }: OpenAiStandIn): OpenAiLanguageModelOptions => ({
  apiKey: 'test-model-key',
  baseUrl,
  model: 'gpt-4o',
  timeoutMs: 1000,
  prompt,
  answer: ProposedTurnSchema,
});
