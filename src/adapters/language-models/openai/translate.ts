import type { Access } from '../../../domain/access.ts';
import type { Scope } from '../../../domain/document.ts';
import { cleanText } from '../../../domain/message.ts';
import { ModelOutputInvalid } from '../../../ports/errors.ts';
import type { Proposal, ProposedDecision, TurnContext } from '../../../ports/language-model.ts';

/** What a model says of a turn, in its shape and still with the short names of things that it was shown. */
export type ModelAnswer = Omit<Proposal, 'model' | 'prompt'>;

// Our ids (some stand for a person's lease) stay in the house: a model sees `p1`, `q1`, and so on.
const passageName = (index: number): string => `p${index + 1}`;
const questionName = (index: number): string => `q${index + 1}`;
const requestName = (index: number): string => `r${index + 1}`;
const closedName = (index: number): string => `c${index + 1}`;

// For whom a document was written, in the prompt's words.
const APPLIES_TO: Record<Scope['kind'], string> = {
  lease: 'home',
  unit: 'home',
  property: 'property',
  organisation: 'operator',
};

/** The rules with the catalogue under them: all of it ours, and the same for every turn of a property. */
export function toInstructions(prompt: string, { issues }: Pick<TurnContext, 'issues'>): string {
  const lines = issues.map(({ id, class: usual, words }) => `- ${id} | ${usual} | ${words}`);
  return [prompt.trimEnd(), '', '# Catalogue of issues', '', ...lines].join('\n');
}

/** The turn as data: JSON between two marks that nothing inside it can imitate; ids of ours left out. */
export function toData(context: TurnContext): string {
  const data = {
    messages: context.texts,
    profileLanguage: context.language,
    recent: context.recent.map(({ from, text }) => ({ from, text })),
    passages: context.passages.map(({ documentTitle, scope, heading, page, text }, index) => ({
      passageId: passageName(index),
      document: documentTitle,
      appliesTo: APPLIES_TO[scope.kind],
      heading,
      page,
      text,
    })),
    openQuestions: context.openQuestions.map(({ kind, about }, index) => ({
      questionId: questionName(index),
      kind,
      about,
    })),
    openRequests: context.openRequests.map(({ about }, index) => ({
      reference: requestName(index),
      about,
    })),
    closedRequests: context.closedRequests.map(({ about, isDone }, index) => ({
      reference: closedName(index),
      about,
      isDone,
    })),
  };
  return `<turn>\n${JSON.stringify(data).replaceAll('<', '\\u003c')}\n</turn>`;
}

/**
 * A model's answer with our ids back in place.
 * @throws ModelOutputInvalid when it names an issue or a question that it was not shown
 */
export function fromAnswer(answer: ModelAnswer, context: TurnContext): ModelAnswer {
  const { language, frustration, access, decisions } = answer;
  return {
    language,
    frustration,
    access: cleaned(access),
    decisions: decisions.map((decision) => fromDecision(decision, context)),
  };
}

function fromDecision(decision: ProposedDecision, context: TurnContext): ProposedDecision {
  if (decision.kind === 'answer') {
    // A passage that was not shown keeps its name: grounding finds nothing under it and refuses the answer.
    const idOf = (name: string): string => context.passages[indexOf(name, passageName)]?.id ?? name;
    const support = decision.support.map(({ passageId, quote }) => ({
      passageId: idOf(passageId),
      quote,
    }));
    const passedOver = (decision.passedOver ?? []).map(idOf);
    return { ...decision, text: cleanText(decision.text), support, passedOver };
  }
  if (decision.kind === 'report-problem') {
    if (!context.issues.some(({ id }) => id === decision.issue)) {
      throw new ModelOutputInvalid('the answer names an issue that is not in the catalogue');
    }
    return { ...decision, summary: shortened(cleanText(decision.summary)) };
  }
  if (decision.kind === 'add-to-request' || decision.kind === 'cancel-request') {
    return withReference(decision, context);
  }
  if (decision.kind === 'reopen-request') return withClosed(decision, context);
  if (decision.kind === 'reply-to-question') {
    const question = context.openQuestions[indexOf(decision.questionId, questionName)];
    if (!question) throw new ModelOutputInvalid('the answer names a question that was not asked');
    return { ...decision, questionId: question.id };
  }
  return decision;
}

type AboutOpen = Extract<ProposedDecision, { kind: 'add-to-request' | 'cancel-request' }>;

// A number that the resident wrote counts more than what the model made of it; one that is not theirs changes nothing.
function withReference(
  decision: AboutOpen,
  { texts, openRequests }: TurnContext,
): ProposedDecision {
  const written = /\bMR-[0-9A-Z]{4,10}\b/i.exec(texts.join('\n'))?.[0].toUpperCase();
  if (!written) {
    const shown = decision.reference ?? '';
    const reference = openRequests[indexOf(shown, requestName)]?.reference ?? null;
    return { ...decision, reference };
  }
  const isTheirs = openRequests.some(({ reference }) => reference === written);
  return isTheirs ? { ...decision, reference: written } : { kind: 'read-status' };
}

// Here too a number that the resident wrote counts more; one that is not theirs opens nothing.
function withClosed(
  decision: Extract<ProposedDecision, { kind: 'reopen-request' }>,
  { texts, closedRequests }: TurnContext,
): ProposedDecision {
  const written = /\bMR-[0-9A-Z]{4,10}\b/i.exec(texts.join('\n'))?.[0].toUpperCase();
  const shown = closedRequests[indexOf(decision.reference, closedName)]?.reference;
  const reference = written ?? shown;
  const isTheirs = closedRequests.some((closed) => closed.reference === reference);
  return reference && isTheirs ? { ...decision, reference } : { kind: 'read-status' };
}

// A note that says nothing is no note.
function cleaned({ entry, pets, times }: Access): Access {
  const words = (text: string | null): string | null => cleanText(text ?? '').trim() || null;
  return { entry, pets: words(pets), times: words(times) };
}

const SUMMARY_LENGTH_MAX = 120;

function shortened(summary: string): string {
  if (summary.length <= SUMMARY_LENGTH_MAX) return summary;
  const head = summary.slice(0, SUMMARY_LENGTH_MAX - 3).toWellFormed();
  return `${head.replace(/\s+\S*$/, '').replace(/\uFFFD$/, '')}...`;
}

function indexOf(name: string, nameOf: (index: number) => string): number {
  const index = Number(name.slice(1)) - 1;
  return Number.isInteger(index) && nameOf(index) === name ? index : -1;
}
