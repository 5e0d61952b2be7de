import { documentQuestions } from '../proxies.ts';
import type { DocumentQuestionInput } from './contract.ts';

/** Has a question to one document answered, whatever happens to the worker meanwhile. */
export async function documentQuestion(input: DocumentQuestionInput): Promise<void> {
  await documentQuestions.answerDocumentQuestion(input);
}
