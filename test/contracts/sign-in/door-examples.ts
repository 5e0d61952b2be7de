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

const ofConversation = (below: string, body?: object): Example => {
  return { path: `/conversations/ID/${below}`, thing: 'conversation', ...(body ? { body } : {}) };
};

/** A request for each thing that staff do with a conversation among themselves. */
export const CONVERSATION_EXAMPLES: Record<string, Example> = {
  'POST /conversations/:id/notes': ofConversation('notes', {
    text: 'Call her back.',
    idempotency_key: 'one',
  }),
  'POST /conversations/:id/reveal': ofConversation('reveal', {}),
  'GET /conversations/:id/colleagues': ofConversation('colleagues'),
  'POST /conversations/:id/assign': ofConversation('assign', { to: null, from: null }),
  'POST /conversations/:id/reassign': ofConversation('reassign', { to: null, from: null }),
  'GET /conversations/forgotten': { path: '/conversations/forgotten', isList: true },
  'PUT /conversations/:id/presence': ofConversation('presence', {
    viewer_id: '3b241101-e2bb-4255-8caf-4136c566a962',
    state: 'here',
  }),
  'GET /conversations/:id/ledger': ofConversation('ledger'),
};

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
