import { betterAuth } from 'better-auth';
import { fromNodeHeaders } from 'better-auth/node';
import { Router, text, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotAllowed, NotSignedIn, RequestMalformed, TooOften } from './errors.ts';
import { ACTIONS, mayDo, ROLES, type Role, type Staff } from './rights.ts';
import {
  CALLER_HEADER,
  PASSWORD_LENGTH_MIN,
  signInOptions,
  type SignInSettings,
} from './sign-in-options.ts';

/** A person who is to sign in, and what they may do where. */
export interface NewStaff {
  email: string;
  name: string;
  /** Used when the address is new; somebody who is known keeps theirs. */
  password: string;
  role: Role;
  propertyIds: string[] | 'all';
  /** The properties at which they are woken. */
  onCallAt: string[];
}

/** Who is there, for the whole API. */
export interface SignIn {
  /** To be mounted at `/api/auth`, before anything reads bodies. */
  router: Router;
  /** The signed-in person; null without a session that still holds, and for somebody without rights. */
  whoIs: (request: Request) => Promise<Staff | null>;
  /** Adds a person once per address; said again, their rights and duties become what is said now. */
  addStaff: (staff: NewStaff) => Promise<{ staffId: string }>;
  /** Whether there is anybody who may do everything somewhere. */
  hasAdmin: () => Promise<boolean>;
}

// What staff need of the library. Whatever else it serves stays closed.
const WRITES = ['/sign-in/email', '/sign-out', '/change-password', '/revoke-other-sessions'];

const Rights = z.array(z.object({ role: z.enum(ROLES), propertyId: z.string().nullable() }));
const Known = z.object({ id: z.string() });

/** Sign-in by e-mail and password over sessions in PostgreSQL. Nobody can sign up: staff are added. */
export function createSignIn(settings: SignInSettings): SignIn {
  const auth = betterAuth(signInOptions(settings));

  const staffOf = async ({ id, name }: { id: string; name: string }): Promise<Staff | null> => {
    const { adapter } = await auth.$context;
    const where = [{ field: 'userId', value: id }];
    const [first, ...others] = Rights.parse(await adapter.findMany({ model: 'staffRight', where }));
    if (!first) return null;
    const { role } = first;
    if (others.some((right) => right.role !== role)) {
      throw new Error(`staff ${id} has more than one role; leave one in staff_rights`);
    }
    const propertyIds = [first, ...others].map(({ propertyId }) => propertyId);
    const named = propertyIds.filter((propertyId) => propertyId !== null);
    const isEverywhere = named.length < propertyIds.length;
    return { staffId: id, name, role, propertyIds: isEverywhere ? 'all' : named };
  };

  return {
    router: signInRoutes({ auth, staffOf, baseUrl: settings.baseUrl }),
    async whoIs(request) {
      // The session is renewed only where its cookie can be renewed with it: at /me and /get-session.
      const session = await auth.api.getSession({
        headers: fromNodeHeaders(request.headers),
        query: { disableRefresh: true },
      });
      return session ? staffOf(session.user) : null;
    },
    addStaff: (staff) => addStaff(auth, staff),
    async hasAdmin() {
      const { adapter } = await auth.$context;
      const where = [{ field: 'role', value: 'admin' }];
      return (await adapter.count({ model: 'staffRight', where })) > 0;
    },
  };
}

type Auth = ReturnType<typeof betterAuth<ReturnType<typeof signInOptions>>>;

function signInRoutes({
  auth,
  staffOf,
  baseUrl,
}: {
  auth: Auth;
  baseUrl: string;
  staffOf: (user: { id: string; name: string }) => Promise<Staff | null>;
}): Router {
  const router = Router();
  const serve = async (request: Request, response: Response): Promise<void> => {
    const { method, originalUrl, body } = request;
    const headers = fromNodeHeaders(request.headers);
    headers.set(CALLER_HEADER, request.ip ?? '');
    const written = method === 'POST' && typeof body === 'string' ? { body } : {};
    const asked = new URL(originalUrl, baseUrl);
    const answer = await auth.handler(
      new globalThis.Request(asked, { method, headers, ...written }),
    );
    if (!answer.ok) throw await refusalOf(answer);
    for (const cookie of answer.headers.getSetCookie()) response.append('set-cookie', cookie);
    response
      .status(answer.status)
      .type('application/json')
      .send(await answer.text());
  };

  /** Who I am and what I may do somewhere; renews the session. */
  router.get('/me', async (request, response) => {
    const { headers, response: session } = await auth.api.getSession({
      headers: fromNodeHeaders(request.headers),
      returnHeaders: true,
    });
    const staff = session ? await staffOf(session.user) : null;
    if (!staff) throw new NotSignedIn();
    for (const cookie of headers.getSetCookie()) response.append('set-cookie', cookie);
    const actions = ACTIONS.filter((action) => mayDo(staff, { action, propertyId: null }));
    response.json({ ...staff, actions });
  });

  router.get('/get-session', serve);
  // The library reads without a limit, unless it is handed the text.
  router.post(WRITES, text({ type: () => true, limit: '16kb' }), serve);
  return router;
}

const Refusal = z.object({ message: z.string() });

/** The library's refusals in our words, so that one place answers all of them. */
async function refusalOf(answer: globalThis.Response): Promise<Error> {
  const { status, headers } = answer;
  if (status >= 500) return new Error(`the sign-in library answered ${status}`);
  const said = Refusal.safeParse(await answer.json().catch(() => null));
  const message = said.success ? said.data.message : 'The sign-in refused this.';
  if (status === 401) return new NotSignedIn(message);
  if (status === 403) return new NotAllowed(message);
  if (status !== 429) return new RequestMalformed([], message);
  return new TooOften(message, Number(headers.get('x-retry-after') ?? 60) * 1000);
}

async function addStaff(auth: Auth, staff: NewStaff): Promise<{ staffId: string }> {
  if (staff.password.length < PASSWORD_LENGTH_MIN) {
    throw new Error(`a password needs ${PASSWORD_LENGTH_MIN} characters or more`);
  }
  const { adapter, password } = await auth.$context;
  const email = staff.email.toLowerCase();
  const where = [{ field: 'email', value: email }];
  const known = Known.nullable().parse(await adapter.findOne({ model: 'user', where }));
  const hash = known ? null : await password.hash(staff.password); // slow on purpose, so before the transaction
  return adapter.transaction(async (tx) => {
    const userId = known?.id ?? (await createUser(tx, { email, name: staff.name, hash }));
    const { role, propertyIds } = staff;
    const ofUser = { where: [{ field: 'userId', value: userId }] };
    await tx.deleteMany({ model: 'staffRight', ...ofUser });
    for (const propertyId of propertyIds === 'all' ? [null] : propertyIds) {
      await tx.create({ model: 'staffRight', data: { userId, role, propertyId } });
    }
    await tx.deleteMany({ model: 'onCallDuty', ...ofUser });
    for (const propertyId of staff.onCallAt) {
      await tx.create({ model: 'onCallDuty', data: { userId, propertyId } });
    }
    return { staffId: userId };
  });
}

type Adapter = Awaited<Auth['$context']>['adapter'];

async function createUser(
  tx: Pick<Adapter, 'create'>,
  { email, name, hash }: { email: string; name: string; hash: string | null },
): Promise<string> {
  const data = { email, name, emailVerified: true };
  const { id } = Known.parse(await tx.create({ model: 'user', data }));
  const account = { userId: id, accountId: id, providerId: 'credential', password: hash };
  await tx.create({ model: 'account', data: { ...account, updatedAt: new Date() } });
  return id;
}
