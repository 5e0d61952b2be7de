import { mergedAccess, NO_ACCESS, saysAccess, type Access } from '../../../domain/access.ts';
import type { Language } from '../../../domain/resident.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import type {
  LanguageModel,
  ProposedDecision,
  Proposal,
  TurnContext,
} from '../../../ports/language-model.ts';
import { readChange } from './changes.ts';
import { decide } from './decide.ts';
import { houseExemplars, type Exemplars } from './exemplars.ts';
import { createIntentReader, type IntentReader } from './intents.ts';
import { IssueCatalogue } from './issues.ts';
import { languageOf } from '../../shared/language.ts';
import { learn } from './learning.ts';
import { createMoodReader, type MoodReader } from './moods.ts';
import { readReopening } from './reopenings.ts';
import { readReplies } from './replies.ts';
import { SentenceMemory } from './sentence-memory.ts';
import { answerStory } from './stories.ts';
import { proposeSpanish } from './spanish.ts';
import { readVisit } from './visits.ts';
import { readWishes } from './wishes.ts';

export { everydayMessages, houseExemplars, type Exemplars } from './exemplars.ts';
export { keepLearning } from './learning.ts';

/** What the model learns from and embeds with. */
export interface EmbeddedLanguageModelOptions {
  embedder: Embedder;
  exemplars?: Exemplars;
}

/** A language model that can be made ready before the first resident writes. */
export interface EmbeddedLanguageModel extends LanguageModel {
  /** Reads what was learnt, or learns for seconds once when the exemplars are others; without it the first turn waits. */
  warmUp(): Promise<void>;
}

const DECISIONS_MAX = 6;

/**
 * Reads English with a classifier over sentence vectors and answers with sentences of the documents, word for word: it
 * writes nothing of its own, so it can invent nothing. Spanish goes by rules, other languages to people.
 */
export function createEmbeddedLanguageModel({
  embedder,
  exemplars = houseExemplars,
}: EmbeddedLanguageModelOptions): EmbeddedLanguageModel {
  const sentences = new SentenceMemory(embedder);
  let learning: Promise<Readers> | null = null;
  const learnt = (): Promise<Readers> => {
    // A failure is not kept: the next turn tries again.
    learning ??= readersFrom({ embedder, exemplars }).catch((error: unknown) => {
      learning = null;
      throw error;
    });
    return learning;
  };

  return {
    async warmUp() {
      await learnt();
    },
    async propose(context) {
      const text = context.texts.join('\n');
      const language = languageOf(text, context.language);
      if (language === 'other')
        return proposal({
          language,
          access: NO_ACCESS,
          decisions: [{ kind: 'hand-over', reason: 'language' }],
        });
      const { known, access, rest } = readKnown(context);
      if (language === 'es') {
        const others =
          rest.length > 0 ? proposeSpanish({ text: rest.join('\n'), issues: context.issues }) : [];
        return proposal({ language, access, decisions: [...known, ...others] });
      }
      const { intents, moods, catalogue } = await learnt();
      const issues = await catalogue.readerFor(context.issues);
      const wishes = await readWishes({ texts: rest, intents, issues });
      const alone = await Promise.all(
        wishes.map(async (wish) => ({
          wish,
          decision: await decide({ wish, context, issues, embedder, sentences }),
        })),
      );
      const decided = await answerStory({
        texts: rest,
        decided: alone,
        context,
        embedder,
        sentences,
      });
      const frustration = await moods(text);
      return proposal({
        language,
        access,
        decisions: [...known, ...withoutEchoes(decided, known)],
        frustration,
      });
    },
  };
}

interface Readers {
  intents: IntentReader;
  moods: MoodReader;
  catalogue: IssueCatalogue;
}

async function readersFrom({
  embedder,
  exemplars,
}: Required<EmbeddedLanguageModelOptions>): Promise<Readers> {
  const { intents, middles, moods } = await learn({ embedder, exemplars });
  return {
    intents: createIntentReader({ embedder, weights: intents }),
    moods: createMoodReader({ embedder, ...moods }),
    catalogue: new IssueCatalogue({ embedder, exemplars, middles }),
  };
}

interface Known {
  /** What the house's own state explains: answers to its questions, changes of open requests. */
  known: ProposedDecision[];
  access: Access;
  /** What is left to be read as wishes. */
  rest: string[];
}

function readKnown(context: TurnContext): Known {
  const read = context.texts.map((text) => readKnownOf(text, context));
  const access = read.reduce((before, { access: said }) => mergedAccess(before, said), NO_ACCESS);
  const known = read.flatMap((one) => one.known);
  const rest = read.flatMap((one) => one.rest).filter((text) => text.trim() !== '');
  // Said of a visit and of nothing else: it is about the repair that is open.
  const isNote = saysAccess(access) && known.length === 0 && rest.length === 0;
  if (isNote && context.openRequests.length > 0) {
    known.push({ kind: 'add-to-request', reference: null, circumstances: [] });
  }
  return { known, access, rest };
}

function readKnownOf(text: string, context: TurnContext): Known {
  const { openQuestions } = context;
  const asked = openQuestions.filter(({ kind }) => kind === 'access');
  const others = openQuestions.filter(({ kind }) => kind !== 'access');
  const { access, rest } = readVisit(text, {
    isAsked: asked.length > 0,
    isAlone: others.length === 0,
  });
  const answer = { kind: 'fact', fact: 'access' } as const;
  const told = saysAccess(access)
    ? asked.map(({ id }): ProposedDecision => ({
        kind: 'reply-to-question',
        questionId: id,
        answer,
      }))
    : [];
  const { replies, rest: after } = readReplies({ text: rest, questions: others });
  const change = readChange(rest, context) ?? readReopening(rest, context);
  // "Never mind" to a step that was to help is no "no"; to what was to be confirmed it is one.
  const isStance = replies.some(
    ({ answer: { kind }, questionId }) =>
      kind === 'yes' ||
      others.some(({ id, kind: asks }) => id === questionId && asks === 'confirm-request'),
  );
  if (change && !isStance) return { known: [...told, change], access, rest: [] };
  return { known: [...told, ...replies], access, rest: after ? [after] : [] };
}

// "Yes. Thank you." is an answer; the courtesy, or a remark that means nothing alone, needs no answer of its own.
function withoutEchoes(
  decisions: readonly ProposedDecision[],
  known: readonly ProposedDecision[],
): ProposedDecision[] {
  if (known.length === 0) return [...decisions];
  return decisions.filter(
    (decision) =>
      decision.kind !== 'small-talk' &&
      !(decision.kind === 'hand-over' && decision.reason === 'low-confidence'),
  );
}

function proposal({
  language,
  access,
  decisions,
  frustration = 0,
}: {
  language: Language | 'other';
  access: Access;
  decisions: readonly ProposedDecision[];
  frustration?: 0 | 1 | 2;
}): Proposal {
  const seen = new Set<string>();
  const distinct = decisions.filter((decision) => {
    const key = JSON.stringify(decision);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return {
    language,
    access,
    decisions: distinct.slice(0, DECISIONS_MAX),
    frustration,
    model: 'embedded/1',
    prompt: 'none',
  };
}
