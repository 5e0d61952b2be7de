import type { Router } from 'express';
import { z } from 'zod';
import type { Action } from './rights.ts';

/** By what a route lets somebody in: a right of signed-in staff, or another proof, or none. */
export type Needed =
  | Action
  | 'anyone'
  | 'sign-in'
  | 'provider-signature'
  | 'portal-secret'
  | 'chat-token'
  | 'stand-in-token'
  | 'metrics-token'
  | 'master-key'
  | 'one-time-link';

/** Every route of the API and what it needs. A route that is not here does not open; a test walks all of them. */
export const ROUTE_RIGHTS: Record<string, Needed> = {
  'GET /': 'anyone',
  'GET /health': 'anyone',
  'GET /ready': 'anyone',
  'GET /metrics': 'metrics-token',
  'GET /desk/{*path}': 'anyone',
  'GET /openapi.json': 'anyone',
  'GET /webhooks/:channel': 'provider-signature',
  'POST /webhooks/:channel': 'provider-signature',
  'POST /webhook/resident-message': 'portal-secret',
  'OPTIONS /chat/messages': 'anyone',
  'GET /chat/messages': 'chat-token',
  'POST /chat/messages': 'chat-token',
  'GET /api/auth/me': 'sign-in',
  'GET /api/auth/get-session': 'sign-in',
  'POST /api/auth/sign-in/email': 'sign-in',
  'POST /api/auth/sign-out': 'sign-in',
  'POST /api/auth/change-password': 'sign-in',
  'POST /api/auth/revoke-other-sessions': 'sign-in',
  'OPTIONS /codec/decode': 'anyone',
  'POST /codec/encode': 'anyone',
  'POST /codec/decode': 'payload.decode',
  'GET /events': 'desk.watch',
  'GET /conversations': 'conversation.read',
  'GET /conversations/counts': 'conversation.read',
  'GET /conversations/:id': 'conversation.read',
  'GET /conversations/:id/messages': 'conversation.read',
  'POST /conversations/:id/take-over': 'conversation.take-over',
  'POST /conversations/:id/replies': 'conversation.take-over',
  'POST /conversations/:id/release': 'conversation.take-over',
  'POST /conversations/:id/notes': 'conversation.take-over',
  'POST /conversations/:id/reveal': 'conversation.take-over',
  'GET /conversations/:id/colleagues': 'conversation.take-over',
  'POST /conversations/:id/assign': 'conversation.take-over',
  'POST /conversations/:id/reassign': 'conversation.reassign',
  'GET /conversations/forgotten': 'conversation.reassign',
  'PUT /conversations/:id/presence': 'conversation.read',
  'GET /conversations/:id/ledger': 'ledger.read',
  'GET /conversations/:id/drafts': 'conversation.read',
  'POST /conversations/:id/drafts/:draftId/discard': 'conversation.take-over',
  'GET /alerts': 'alert.read',
  'GET /alerts/:id': 'alert.read',
  'POST /alerts/:id/accept': 'alert.accept',
  'GET /approvals': 'approval.read',
  'GET /approvals/:id': 'approval.read',
  'POST /approvals/:id/decision': 'approval.decide',
  'GET /approvals/:id/choices': 'approval.decide',
  'POST /approvals/:id/questions': 'approval.decide',
  'GET /maintenance-requests': 'request.read',
  'GET /maintenance-requests/:id': 'request.read',
  'POST /maintenance-requests/:id/vendor': 'request.change',
  'POST /maintenance-requests/:id/window': 'request.change',
  'POST /maintenance-requests/:id/done': 'request.change',
  'POST /maintenance-requests/:id/cancel': 'request.change',
  'POST /maintenance-requests/:id/completion': 'request.change',
  'POST /maintenance-requests/:id/class': 'request.change',
  'POST /maintenance-requests/:id/approval': 'request.change',
  'POST /maintenance-requests/:id/reopen': 'request.change',
  'POST /platform-outbox/:id/pause': 'platform.operate',
  'POST /platform-outbox/:id/resume': 'platform.operate',
  'GET /documents': 'document.read',
  'GET /documents/:id': 'document.read',
  'GET /documents/places': 'document.publish',
  'GET /documents/:id/versions/:version': 'document.read',
  'GET /documents/:id/versions/:version/file': 'document.read',
  'POST /documents/:id/questions': 'document.read',
  'GET /documents/:id/questions/:questionId': 'document.read',
  'POST /documents': 'document.publish',
  'DELETE /documents/:id': 'document.publish',
  'GET /properties': 'property.read',
  'GET /rollout': 'rollout.read',
  'GET /rollout/changes': 'rollout.read',
  'PUT /properties/:id/rollout': 'rollout.change',
  'GET /numbers': 'numbers.read',
  'GET /numbers.csv': 'numbers.read',
  'PUT /properties/:id/stops/:what': 'rollout.change',
  'PUT /organisations/:id/stop': 'rollout.change',
  'GET /rollout/shadow': 'rollout.read',
  'GET /rollout/shadow/counts': 'rollout.read',
  'POST /rollout/shadow/:id/mark': 'shadow.mark',
  'POST /stand-in/whatsapp/:version/:number/messages': 'stand-in-token',
  'GET /simulator/residents': 'simulator.use',
  'GET /simulator/residents/:id/phone': 'simulator.use',
  'POST /simulator/residents/:id/messages': 'simulator.use',
  'POST /simulator/residents/:id/read': 'simulator.use',
  'POST /simulator/residents/:id/chat-token': 'simulator.use',
  'GET /simulator/residents/:id/page': 'simulator.use',
  'GET /first-admin': 'master-key',
  'POST /first-admin': 'master-key',
  'DELETE /sample': 'sample.remove',
  'GET /properties/:id/policy': 'policy.read',
  'GET /connections': 'connection.read',
  'GET /rights': 'policy.read',
  'GET /set-password': 'one-time-link',
  'POST /set-password': 'one-time-link',
  'POST /set-password/links': 'master-key',
  'GET /staff': 'staff.manage',
  'POST /staff': 'staff.manage',
  'PUT /staff/:id': 'staff.manage',
  'POST /staff/:id/deactivate': 'staff.manage',
  'POST /staff/:id/reactivate': 'staff.manage',
  'POST /staff/:id/password-link': 'staff.manage',
  'POST /staff/:id/end-sessions': 'staff.manage',
  'POST /staff/:id/unlock': 'staff.manage',
  'GET /audit/requests/:id': 'audit.read',
  'GET /audit/requests/:id/json': 'audit.read',
  'GET /audit/requests/:id/pdf': 'audit.read',
  'GET /audit/conversations/:id': 'audit.read',
  'GET /audit/conversations/:id/json': 'audit.read',
  'GET /audit/conversations/:id/pdf': 'audit.read',
  'GET /audit/entries': 'audit.read',
  'GET /imports': 'import.run',
  'POST /imports/:kind': 'import.run',
  'GET /web-ui': 'payload.decode',
  'GET /health-report': 'health.read',
};

/** A router and where it is mounted. */
export interface Mount {
  at: string;
  router: Router;
}

// Express says a layer's route in a form of its own, which its types leave open.
const Route = z.object({
  path: z.union([z.string(), z.array(z.string())]),
  methods: z.record(z.string(), z.boolean()),
});

/** The routes of mounted routers, as `GET /conversations/:id`. */
export function listRoutes(mounts: Mount[]): string[] {
  const all = mounts.flatMap(({ at, router }) =>
    router.stack.flatMap(({ route }) => {
      if (!route) return [];
      const { path, methods } = Route.parse({
        path: route.path,
        methods: Reflect.get(route, 'methods'),
      });
      return [path].flat().flatMap((below) => {
        const address = `${at}${below}`.replace(/^\/+/, '/').replace(/(.)\/$/, '$1');
        return Object.keys(methods).map((method) => `${method.toUpperCase()} ${address}`);
      });
    }),
  );
  return [...new Set(all)];
}

/** @throws Error when a route is in no row of the table, or the other way round */
export function demandRightsOf(mounts: Mount[]): void {
  const routes = listRoutes(mounts);
  const missing = routes.filter((route) => !(route in ROUTE_RIGHTS));
  const gone = Object.keys(ROUTE_RIGHTS).filter((route) => !routes.includes(route));
  if (missing.length + gone.length > 0) {
    throw new Error(
      `route-rights.ts lacks ${missing.join(', ') || 'nothing'} and has too much: ${gone.join(', ') || 'nothing'}`,
    );
  }
}
