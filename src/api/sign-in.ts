import { betterAuth } from 'better-auth';
import { fromNodeHeaders } from 'better-auth/node';
import { Router, text, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotAllowed, NotSignedIn, RequestMalformed, TooOften } from './errors.ts';
import { readAs } from './read-as.ts';
import { demandOpen, isClosedSample, type SampleDoor } from './sample-door.ts';
import { ACTIONS, mayDo, ROLES, type Role, type Staff } from './rights.ts';
import { createSignInGuard, type SignInGuard, type TryEnd } from './sign-in-guard.ts';
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
  /** Whether there is anybody who may do everything somewhere and can sign in. */
  hasAdmin: () => Promise<boolean>;
  /** The account of an e-mail, as wrong passwords are counted by it. */
  accountOf: (email: string) => string;
  /** A password as it is kept. */
  hashPassword: (password: string) => Promise<string>;
}

// What staff need of the library. Whatever else it serves stays closed.
const WRITES = ['/sign-out', '/change-password', '/revoke-other-sessions'];

const Rights = z.array(z.object({ role: z.enum(ROLES), propertyId: z.string().nullable() }));
const Known = z.object({ id: z.string() });
const Owned = z.object({ userId: z.string() });

/** Sign-in by e-mail and password over sessions in PostgreSQL. Nobody can sign up: staff are added. */
export function createSignIn(settings: SignInSettings): SignIn {
  const auth = betterAuth(signInOptions(settings));

  const guard = createSignInGuard({ ...settings.lockout, secret: settings.secret });

  const sampleDoor = settings.sampleDoor ?? { emails: [], isOpen: false };

  const staffOf: StaffOf = async ({ id, name, email, deactivatedAt }, request) => {
    // Whoever signed in as one at home brings the session along.
    if (deactivatedAt || isClosedSample(sampleDoor, { email, request })) return null;
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
    router: signInRoutes({
      auth,
      staffOf,
      guard,
      noteSignIn: settings.noteSignIn,
      baseUrl: settings.baseUrl,
      hasSimulator: settings.hasSimulator ?? false,
      sampleDoor,
    }),
    async whoIs(request) {
      // The session is renewed only where its cookie can be renewed with it: at /me and /get-session.
      const session = await auth.api.getSession({
        headers: fromNodeHeaders(request.headers),
        query: { disableRefresh: true },
      });
      return session ? staffOf(session.user, request) : null;
    },
    addStaff: (staff) => addStaff(auth, staff),
    hasAdmin: () => hasAdmin(auth, sampleDoor),
    accountOf: (email) => guard.accountOf(email),
    async hashPassword(text) {
      const { password } = await auth.$context;
      return password.hash(text);
    },
  };
}

type Auth = ReturnType<typeof betterAuth<ReturnType<typeof signInOptions>>>;
type StaffOf = (
  user: { id: string; name: string; email: string; deactivatedAt?: Date | null | undefined },
  request: Request,
) => Promise<Staff | null>;

const SignInBody = z.object({ email: z.string().max(320), password: z.string().max(1_000) });
const SignedIn = z.object({ user: Known });

function signInRoutes({
  auth,
  staffOf,
  guard,
  noteSignIn,
  baseUrl,
  hasSimulator,
  sampleDoor,
}: {
  auth: Auth;
  guard: SignInGuard;
  noteSignIn: (staffId: string) => Promise<void>;
  baseUrl: string;
  hasSimulator: boolean;
  sampleDoor: SampleDoor;
  staffOf: StaffOf;
}): Router {
  const router = Router();
  const ask = (request: Request, body: unknown): Promise<globalThis.Response> => {
    const { method, originalUrl } = request;
    const headers = fromNodeHeaders(request.headers);
    headers.set(CALLER_HEADER, request.ip ?? '');
    const written = method === 'POST' && typeof body === 'string' ? { body } : {};
    const asked = new URL(originalUrl, baseUrl);
    return auth.handler(new globalThis.Request(asked, { method, headers, ...written }));
  };
  const serve = async (request: Request, response: Response): Promise<void> =>
    pass(await ask(request, request.body), response);

  /** Who I am and what I may do somewhere; renews the session. */
  router.get('/me', async (request, response) => {
    const { headers, response: session } = await auth.api.getSession({
      headers: fromNodeHeaders(request.headers),
      returnHeaders: true,
    });
    const staff = session ? await staffOf(session.user, request) : null;
    if (!staff) throw new NotSignedIn();
    for (const cookie of headers.getSetCookie()) response.append('set-cookie', cookie);
    const there = ACTIONS.filter((action) => hasSimulator || action !== 'simulator.use');
    const actions = there.filter((action) => mayDo(staff, { action, propertyId: null }));
    response.json({ ...staff, actions });
  });

  router.get('/get-session', serve);
  // The library reads without a limit, unless it is handed the text.
  const readText = text({ type: () => true, limit: '16kb' });
  router.post(WRITES, readText, serve);

  router.post('/sign-in/email', readText, async (request, response) => {
    // What the guard counts is what the library reads: nothing else is handed on, in no other form.
    const tried = readAs(SignInBody, jsonOf(request.body));
    demandOpen(sampleDoor, { email: tried.email, request });
    request.headers['content-type'] = 'application/json';
    const answer = await guard.watch(tried.email, {
      async run() {
        const result = await ask(request, JSON.stringify(tried));
        return { end: endOf(result), result };
      },
      findStaffId: () => findStaffId(auth, tried.email),
    });
    if (answer.ok) await noteSignIn(SignedIn.parse(await answer.clone().json()).user.id);
    await pass(answer, response);
  });
  return router;
}

async function findStaffId(auth: Auth, email: string): Promise<string | null> {
  const { adapter } = await auth.$context;
  const where = [{ field: 'email', value: email.toLowerCase() }];
  return Known.nullable().parse(await adapter.findOne({ model: 'user', where }))?.id ?? null;
}

/** Hands the library's answer on. @throws when it refused */
async function pass(answer: globalThis.Response, response: Response): Promise<void> {
  if (!answer.ok) throw await refusalOf(answer);
  for (const cookie of answer.headers.getSetCookie()) response.append('set-cookie', cookie);
  response
    .status(answer.status)
    .type('application/json')
    .send(await answer.text());
}

const endOf = ({ ok, status }: globalThis.Response): TryEnd => {
  if (ok) return 'let-in';
  return status === 401 ? 'wrong' : 'not-looked-at';
};

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return null;
  }
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

async function hasAdmin(auth: Auth, { emails, isOpen }: SampleDoor): Promise<boolean> {
  const { adapter } = await auth.$context;
  const where = [{ field: 'role', value: 'admin' }];
  const admins = Owned.array().parse(await adapter.findMany({ model: 'staffRight', where }));
  if (isOpen || admins.length === 0) return admins.length > 0;
  const ofSample = { field: 'email', operator: 'in' as const, value: [...emails] };
  const closed = Known.array().parse(await adapter.findMany({ model: 'user', where: [ofSample] }));
  return admins.some(({ userId }) => !closed.some(({ id }) => id === userId));
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
