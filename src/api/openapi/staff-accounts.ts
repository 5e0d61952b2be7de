import { z } from 'zod';
import type { PasswordLinkAnswer, StaffListed } from '../answers/staff.ts';
import { ROLES } from '../rights.ts';
import { Asked, Locked, NewPassword } from '../routes/set-password.ts';
import { NewPerson, Position } from '../routes/staff.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Staff';
const at = z.iso.datetime({ offset: true });
const Listed = exactly<StaffListed>()(
  z.object({
    staffId: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    propertyIds: z.union([z.array(z.string()), z.literal('all')]),
    onCallAt: z.array(z.string()),
    hasPassword: z.boolean(),
    linkExpiresAt: at.nullable(),
    lastSignedInAt: at.nullable(),
    sessions: z.int(),
    deactivatedAt: at.nullable(),
    createdAt: at,
    lockedUntil: at.nullable(),
    isMe: z.boolean(),
    isMine: z.boolean(),
  }),
);
const Link = exactly<PasswordLinkAnswer>()(
  z.object({ staff_id: z.string(), path: z.string(), expires_at: at }),
);
const linked = { description: 'A link, shown once: hand it over yourself', schema: Link };
const Done = z.object({ staff_id: z.string() });
const done = { 200: { description: 'Done', schema: Done } };
const refusals = [409];

/** Who works here; and the door of a one-time link. */
export const staffAccountDescriptions: RouteDescriptions = {
  'GET /staff': {
    summary: 'Who works at the own properties',
    tag,
    answers: { 200: { description: 'People', schema: z.array(Listed) } },
  },
  'POST /staff': {
    summary: 'Adds a person; they set their password by the link',
    tag,
    body: NewPerson,
    answers: { 201: linked },
    refusals,
  },
  'PUT /staff/:id': {
    summary: 'Sets role, properties and on-call duties',
    tag,
    body: Position,
    answers: done,
    refusals,
  },
  'POST /staff/:id/deactivate': {
    summary: 'Ends their sessions and takes their password',
    tag,
    answers: done,
    refusals,
  },
  'POST /staff/:id/reactivate': {
    summary: 'Lets somebody in again, by a link for a new password',
    tag,
    answers: { 200: linked },
    refusals,
  },
  'POST /staff/:id/password-link': {
    summary: 'Takes password and sessions, and makes a link for a new password',
    tag,
    answers: { 200: linked },
    refusals,
  },
  'POST /staff/:id/end-sessions': {
    summary: 'Ends all sessions of a person',
    tag,
    answers: { 200: { description: 'How many', schema: z.object({ ended: z.int() }) } },
  },
  'POST /staff/:id/unlock': {
    summary: 'Lets somebody try again at once after wrong passwords',
    tag,
    answers: {
      200: {
        description: 'Whether anything was counted',
        schema: z.object({ unlocked: z.boolean() }),
      },
    },
  },
  'GET /set-password': {
    summary: 'A form for a new password, with the code of a one-time link',
    tag,
    query: Asked,
    answers: {
      200: { description: 'The form', mediaType: 'text/html' },
      410: { description: 'The link opens no more', mediaType: 'text/html' },
    },
  },
  'POST /set-password': {
    summary: 'Sets the password, once',
    tag,
    body: NewPassword,
    answers: {
      200: { description: 'Set', mediaType: 'text/html' },
      400: { description: 'The password cannot be taken', mediaType: 'text/html' },
      410: { description: 'The link opens no more', mediaType: 'text/html' },
    },
  },
  'POST /set-password/links': {
    summary: 'A link for somebody who has no other way in; for whoever holds the master key',
    tag,
    body: Locked,
    headers: [{ name: 'x-nightporter-command', description: 'Derived from the master key' }],
    answers: { 201: linked },
    refusals: [403, 404, 409],
  },
};
