import { propertyOfScope } from '../domain/document.ts';
import { mask } from '../domain/mask.ts';
import type { DocumentRow } from '../ports/documents.ts';
import type { DocumentAnswer, DocumentQuestion } from '../ports/document-questions.ts';
import type { TurnContext } from '../ports/language-model.ts';
import { askModel, CONFIDENCE_MIN, PASSAGES_MAX } from './assistant.ts';
import type { House } from './house.ts';
import { decisionsOf } from './turn-decisions.ts';

type Needs = Pick<House, 'records' | 'knowledgeIndex' | 'languageModel' | 'policyPacks'>;

/** Answers staff who try a document, by the way that a resident's question takes; nobody is sent anything. */
export function createDocumentQuestionActivities(house: Needs) {
  return {
    /** Leaves the answer in the question's row; a question that is no longer there needs none. */
    async answerDocumentQuestion({ questionId }: { questionId: string }): Promise<void> {
      const { documentQuestions, documents } = house.records;
      const question = await documentQuestions.find(questionId);
      if (!question || question.answer) return;
      const versions = await documents.find(question.documentId);
      const published = versions.find(({ state }) => state === 'published');
      const answer: DocumentAnswer = published
        ? await answerFrom(house, { question, document: published })
        : { kind: 'not-published' };
      await documentQuestions.answer({ questionId, answer });
    },
  };
}

async function answerFrom(
  house: Needs,
  { question, document }: { question: DocumentQuestion; document: DocumentRow },
): Promise<DocumentAnswer> {
  const text = mask(question.text);
  const { documentId, scope } = document;
  const search = { text, scopes: [scope], documentId, limit: PASSAGES_MAX };
  const passages = (await house.knowledgeIndex.search(search)).map(({ passage }) => passage);
  const known = await house.records.properties.list();
  const propertyId = propertyOfScope(scope, known);
  const pack = house.policyPacks.current(propertyId);
  const context: TurnContext = {
    texts: [text],
    language: 'en',
    recent: [],
    passages,
    openQuestions: [],
    openRequests: [],
    closedRequests: [],
    issues: Object.entries(pack.catalogue).map(([id, issue]) => ({
      id,
      words: issue.words.en.join(', '),
      class: issue.class,
    })),
  };
  const ids = { questionId: question.questionId, documentId };
  const proposal = await askModel(house, { context, askedFor: { propertyId, ids } });
  if (!proposal) return { kind: 'model-unavailable' };
  const { decisions, parts } = decisionsOf(proposal, {
    passages,
    pack,
    language: context.language,
    inDanger: { decisions: [], parts: [], model: 'none', prompt: 'none' },
    detail: '',
    isPlatformDown: false,
    isAtHome: false,
    openRequests: [],
    closedRequests: [],
  });
  const said = decisions.flatMap((decision) =>
    decision.kind === 'answer' && decision.confidence >= CONFIDENCE_MIN
      ? (parts[decision.part] ?? [])
      : [],
  );
  if (said.length === 0) return { kind: 'not-in-document' };
  return {
    kind: 'answered',
    text: said.map((part) => part.text).join('\n\n'),
    sources: said.flatMap(({ sources }) => sources),
  };
}

export type DocumentQuestionActivities = ReturnType<typeof createDocumentQuestionActivities>;
