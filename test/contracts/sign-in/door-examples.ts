/** The property of the things that are knocked for. */
export const HERE = 'elm-house';

/** A request by which a door of staff is tried. */
export interface Example {
  /** The address; `ID` stands for the thing's id. */
  path: string;
  body?: object;
  /** The things here by which ids are replaced. */
  thing?: 'conversation' | 'alert' | 'approval' | 'request' | 'document' | 'property' | 'phone';
  /** Belongs to no property in particular: the answer is limited, not the right. */
  isList?: true;
}

/** A request for each route of documents. */
export const DOCUMENT_EXAMPLES: Record<string, Example> = {
  'GET /documents': { path: '/documents', isList: true },
  'GET /documents/:id': { path: '/documents/ID', thing: 'document' },
  'GET /documents/places': { path: `/documents/places?property=${HERE}&unit=1A` },
  'GET /documents/:id/versions/:version': { path: '/documents/ID/versions/1', thing: 'document' },
  'GET /documents/:id/versions/:version/file': {
    path: '/documents/ID/versions/1/file',
    thing: 'document',
  },
  'POST /documents/:id/questions': {
    path: '/documents/ID/questions',
    thing: 'document',
    body: { text: 'When are quiet hours?' },
  },
  'GET /documents/:id/questions/:questionId': {
    path: '/documents/ID/questions/question-1',
    thing: 'document',
  },
  'POST /documents': { path: `/documents?title=Rules&scope=property:${HERE}` },
  'DELETE /documents/:id': { path: '/documents/ID', thing: 'document' },
};

/** A request for each route of drafts. */
export const DRAFT_EXAMPLES: Record<string, Example> = {
  'GET /conversations/:id/drafts': { path: '/conversations/ID/drafts', thing: 'conversation' },
  'POST /conversations/:id/drafts/:draftId/discard': {
    path: '/conversations/ID/drafts/draft-1/discard',
    thing: 'conversation',
  },
};
