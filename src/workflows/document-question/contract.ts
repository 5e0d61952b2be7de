/** One workflow for each question that staff put to a document. */
export const documentQuestionWorkflowId = ({ questionId }: DocumentQuestionInput): string =>
  `document-question/${questionId}`;

export interface DocumentQuestionInput {
  questionId: string;
}
