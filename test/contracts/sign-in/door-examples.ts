/** The property of the things that are knocked for. */
export const HERE = 'elm-house';

/** A request by which a door of staff is tried. */
export interface Example {
  /** The address; `ID` stands for the thing's id. */
  path: string;
  body?: object;
  /** The things here by which ids are replaced. */
  thing?:
    | 'conversation'
    | 'alert'
    | 'approval'
    | 'request'
    | 'document'
    | 'property'
    | 'organisation'
    | 'shadow'
    | 'phone'
    | 'staff';
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

/** A request for each route of the record. */
export const AUDIT_EXAMPLES: Record<string, Example> = {
  ...ofAudit('requests', 'request'),
  ...ofAudit('conversations', 'conversation'),
  'GET /audit/entries': { path: `/audit/entries?property=${HERE}` },
};

function ofAudit(kind: string, thing: 'request' | 'conversation'): Record<string, Example> {
  return Object.fromEntries(
    ['', '/json', '/pdf'].map((form) => [
      `GET /audit/${kind}/:id${form}`,
      { path: `/audit/${kind}/ID${form}`, thing },
    ]),
  );
}

const position = { role: 'agent', property_ids: [HERE] };

/** A request for each route of the settings: people, rules, connections. */
export const STAFF_EXAMPLES: Record<string, Example> = {
  'GET /rights': { path: '/rights', isList: true },
  'GET /connections': { path: '/connections', isList: true },
  'GET /properties/:id/policy': { path: '/properties/ID/policy', thing: 'property' },
  'GET /staff': { path: '/staff', isList: true },
  'POST /staff': {
    path: '/staff',
    body: { name: 'Ida', email: 'ida@staff.example', ...position },
  },
  'PUT /staff/:id': { path: '/staff/ID', thing: 'staff', body: position },
  'POST /staff/:id/deactivate': { path: '/staff/ID/deactivate', thing: 'staff' },
  'POST /staff/:id/reactivate': { path: '/staff/ID/reactivate', thing: 'staff' },
  'POST /staff/:id/password-link': { path: '/staff/ID/password-link', thing: 'staff' },
  'POST /staff/:id/end-sessions': { path: '/staff/ID/end-sessions', thing: 'staff' },
  'POST /staff/:id/unlock': { path: '/staff/ID/unlock', thing: 'staff' },
};

/** A request for each route of the rollout. */
export const ROLLOUT_EXAMPLES: Record<string, Example> = {
  'GET /rollout': { path: '/rollout', isList: true },
  'GET /rollout/changes': { path: '/rollout/changes', isList: true },
  'PUT /properties/:id/rollout': {
    path: '/properties/ID/rollout',
    thing: 'property',
    body: { version: 0, phase: 'off' },
  },
  'PUT /properties/:id/stops/:what': {
    path: '/properties/ID/stops/account',
    thing: 'property',
    body: { isStopped: true },
  },
  'PUT /organisations/:id/stop': {
    path: '/organisations/ID/stop',
    thing: 'organisation',
    body: { isStopped: true },
  },
  'GET /rollout/shadow': { path: '/rollout/shadow', isList: true },
  'GET /rollout/shadow/counts': { path: '/rollout/shadow/counts', isList: true },
  'POST /rollout/shadow/:id/mark': {
    path: '/rollout/shadow/ID/mark',
    thing: 'shadow',
    body: { mark: 'same' },
  },
};

/** A request for each route of the house itself. */
export const HOUSE_EXAMPLES: Record<string, Example> = {
  'GET /web-ui': { path: '/web-ui', isList: true },
  'GET /health-report': { path: '/health-report', isList: true },
};
/** A request for each route of drafts. */
export const DRAFT_EXAMPLES: Record<string, Example> = {
  'GET /conversations/:id/drafts': { path: '/conversations/ID/drafts', thing: 'conversation' },
  'POST /conversations/:id/drafts/:draftId/discard': {
    path: '/conversations/ID/drafts/draft-1/discard',
    thing: 'conversation',
  },
};

/** A request for each route of maintenance requests. */
export const REQUEST_EXAMPLES: Record<string, Example> = {
  'GET /maintenance-requests': { path: '/maintenance-requests', isList: true },
  'GET /maintenance-requests/:id': { path: '/maintenance-requests/ID', thing: 'request' },
  'POST /maintenance-requests/:id/vendor': {
    path: '/maintenance-requests/ID/vendor',
    thing: 'request',
    body: {},
  },
  'POST /maintenance-requests/:id/window': {
    path: '/maintenance-requests/ID/window',
    thing: 'request',
    body: {},
  },
  'POST /maintenance-requests/:id/done': {
    path: '/maintenance-requests/ID/done',
    thing: 'request',
  },
  'POST /maintenance-requests/:id/cancel': {
    path: '/maintenance-requests/ID/cancel',
    thing: 'request',
  },
  'POST /maintenance-requests/:id/completion': {
    path: '/maintenance-requests/ID/completion',
    thing: 'request',
    body: {},
  },
  'POST /maintenance-requests/:id/class': {
    path: '/maintenance-requests/ID/class',
    thing: 'request',
    body: {},
  },
  'POST /maintenance-requests/:id/approval': {
    path: '/maintenance-requests/ID/approval',
    thing: 'request',
  },
  'POST /maintenance-requests/:id/reopen': {
    path: '/maintenance-requests/ID/reopen',
    thing: 'request',
    body: {},
  },
};
