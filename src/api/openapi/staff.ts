import { z } from 'zod';
import type { Me } from '../answers/me.ts';
import { ACTIONS, ROLES } from '../rights.ts';
import { Body, EncodedPayload } from '../routes/codec.ts';
import { Query } from '../routes/events.ts';
import { Asked, Body as FirstAdmin } from '../routes/first-admin.ts';
import { PASSWORD_LENGTH_MIN } from '../sign-in-options.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Staff';

const [first = 'desk.watch', ...others] = ACTIONS;
const MeSchema = exactly<Me>()(
  z.object({
    staffId: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    propertyIds: z.union([z.array(z.string()), z.literal('all')]),
    actions: z.array(z.enum([first, ...others])),
  }),
);
const Password = z.string().min(PASSWORD_LENGTH_MIN).max(128);
const Session = z
  .looseObject({})
  .describe('As the sign-in library answers; read /api/auth/me instead');
const Payloads = z.object({ payloads: z.array(EncodedPayload) });
const refusals = [401, 429];

/** Sign-in, news and the codec. */
export const staffDescriptions: RouteDescriptions = {
  'GET /api/auth/me': {
    summary: 'Who is signed in, and what they may do somewhere',
    tag,
    answers: { 200: { description: 'The person', schema: MeSchema } },
    refusals: [401],
  },
  'GET /api/auth/get-session': {
    summary: 'The session; null for nobody',
    tag,
    answers: { 200: { description: 'The session', schema: Session.nullable() } },
  },
  'POST /api/auth/sign-in/email': {
    summary: 'Signs in; sets the cookie of the session',
    tag,
    body: z.object({ email: z.email(), password: z.string() }),
    answers: { 200: { description: 'Signed in', schema: Session } },
    refusals: [...refusals, 403],
  },
  'POST /api/auth/sign-out': {
    summary: 'Ends the session',
    tag,
    answers: { 200: { description: 'Signed out', schema: Session } },
    refusals: [403],
  },
  'POST /api/auth/change-password': {
    summary: 'Changes the own password',
    tag,
    body: z.object({
      currentPassword: z.string(),
      newPassword: Password,
      revokeOtherSessions: z.boolean().optional(),
    }),
    answers: { 200: { description: 'Changed', schema: Session } },
    refusals: [...refusals, 403],
  },
  'POST /api/auth/revoke-other-sessions': {
    summary: 'Ends all other sessions of the person',
    tag,
    answers: { 200: { description: 'Ended', schema: Session } },
    refusals: [...refusals, 403],
  },
  'GET /first-admin': {
    summary: 'A form for the first admin, with the code of the start screen',
    tag,
    query: Asked,
    answers: { 200: { description: 'The form', mediaType: 'text/html' } },
    refusals: [403, 410],
  },
  'POST /first-admin': {
    summary: 'Makes the first admin, once',
    tag,
    body: FirstAdmin,
    answers: { 201: { description: 'Made', schema: z.object({ staffId: z.string() }) } },
    refusals: [403, 410],
  },
  'GET /events': {
    summary:
      'What changes at the own properties, as server-sent events; no content, only what to read anew',
    tag,
    query: Query,
    headers: [{ name: 'last-event-id', description: 'Where the reader stood; sent by browsers' }],
    answers: { 200: { description: 'A stream', mediaType: 'text/event-stream' } },
  },
  'OPTIONS /codec/decode': {
    summary: "Lets Temporal's Web UI ask",
    tag,
    answers: { 204: { description: 'Answered' } },
  },
  'POST /codec/decode': {
    summary: "Makes Temporal's payloads readable; each time is on the record",
    tag,
    body: Body,
    answers: { 200: { description: 'Decoded', schema: Payloads } },
  },
  'POST /codec/encode': {
    summary: 'Always refused: payloads are encoded by workers and the API only',
    tag,
    answers: {},
    refusals: [403],
  },
};
