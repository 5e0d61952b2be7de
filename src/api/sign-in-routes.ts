import type { betterAuth } from 'better-auth';
import { fromNodeHeaders } from 'better-auth/node';
import { Router, text, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotAllowed, NotSignedIn, RequestMalformed, TooOften } from './errors.ts';
import { readAs } from './read-as.ts';
import { ACTIONS, mayDo, type Staff } from './rights.ts';
import { demandOpen, type SampleDoor } from './sample-door.ts';
import type { SignInGuard, TryEnd } from './sign-in-guard.ts';
import { CALLER_HEADER, type signInOptions, type SignInSettings } from './sign-in-options.ts';

/** The sign-in library as it is set here. */
export type Auth = ReturnType<typeof betterAuth<ReturnType<typeof signInOptions>>>;
/** Who somebody is here; null without rights. */
export type StaffOf = (
  user: { id: string; name: string; email: string; deactivatedAt?: Date | null | undefined },
  request: Request,
) => Promise<Staff | null>;

// What staff need of the library. Whatever else it serves stays closed.
const WRITES = ['/sign-out', '/revoke-other-sessions'];

const Known = z.object({ id: z.string() });
const SignInBody = z.object({ email: z.string().max(320), password: z.string().max(1_000) });
const SignedIn = z.object({ user: Known });

interface SignInRoutesOptions extends Pick<
  SignInSettings,
  'baseUrl' | 'noteSignIn' | 'notePasswordChange'
> {
  auth: Auth;
  guard: SignInGuard;
  hasSimulator: boolean;
  sampleDoor: SampleDoor;
  staffOf: StaffOf;
}

/** `/api/auth`: in and out, who is here, and the own password. */
export function signInRoutes(options: SignInRoutesOptions): Router {
  const { auth, guard, staffOf } = options;
  const router = Router();
  const ask = (request: Request, body: unknown) => askLibrary(options, { request, body });
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
    const there = ACTIONS.filter((action) => options.hasSimulator || action !== 'simulator.use');
    const actions = there.filter((action) => mayDo(staff, { action, propertyId: null }));
    response.json({ ...staff, actions });
  });

  router.get('/get-session', serve);
  // The library reads without a limit, unless it is handed the text.
  const readText = text({ type: () => true, limit: '16kb' });
  router.post(WRITES, readText, serve);

  router.post('/change-password', readText, async (request, response) => {
    const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
    if (!session || !(await staffOf(session.user, request))) throw new NotSignedIn();
    const change = () => ask(request, request.body);
    const answer = await changeOwnPassword(session.user, { guard, change });
    if (answer.ok) await options.notePasswordChange(session.user.id);
    await pass(answer, response);
  });

  router.post('/sign-in/email', readText, async (request, response) => {
    // What the guard counts is what the library reads: nothing else is handed on, in no other form.
    const tried = readAs(SignInBody, jsonOf(request.body));
    demandOpen(options.sampleDoor, { email: tried.email, request });
    request.headers['content-type'] = 'application/json';
    const answer = await guard.watch(tried.email, {
      async run() {
        const result = await ask(request, JSON.stringify(tried));
        return { end: endOf(result), result };
      },
      findStaffId: () => findStaffId(auth, tried.email),
    });
    if (answer.ok) await options.noteSignIn(SignedIn.parse(await answer.clone().json()).user.id);
    await pass(answer, response);
  });
  return router;
}

async function findStaffId(auth: Auth, email: string): Promise<string | null> {
  const { adapter } = await auth.$context;
  const where = [{ field: 'email', value: email.toLowerCase() }];
  return Known.nullable().parse(await adapter.findOne({ model: 'user', where }))?.id ?? null;
}

/** The library's answer to a request whose body we have read. */
function askLibrary(
  { auth, baseUrl }: Pick<SignInRoutesOptions, 'auth' | 'baseUrl'>,
  { request, body }: { request: Request; body: unknown },
): Promise<globalThis.Response> {
  const { method, originalUrl } = request;
  const headers = fromNodeHeaders(request.headers);
  headers.set(CALLER_HEADER, request.ip ?? '');
  const written = method === 'POST' && typeof body === 'string' ? { body } : {};
  const asked = new URL(originalUrl, baseUrl);
  return auth.handler(new globalThis.Request(asked, { method, headers, ...written }));
}

/**
 * Whoever finds a desk open must not try out passwords there: they count as they do at the door.
 * @throws RequestMalformed when the present password is another
 */
async function changeOwnPassword(
  { id, email }: { id: string; email: string },
  { guard, change }: { guard: SignInGuard; change: () => Promise<globalThis.Response> },
): Promise<globalThis.Response> {
  const answer = await guard.watch(email, {
    async run() {
      const result = await change();
      const isWrong = result.status === 400 && (await codeOf(result)) === 'INVALID_PASSWORD';
      return { end: isWrong ? 'wrong' : endOf(result), result: isWrong ? null : result };
    },
    findStaffId: async () => id,
  });
  if (answer) return answer;
  const message = 'is not the password you have now';
  throw new RequestMalformed([{ field: 'currentPassword', message }]);
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
const Coded = z.object({ code: z.string() });

async function codeOf(answer: globalThis.Response): Promise<string | null> {
  const said = Coded.safeParse(
    await answer
      .clone()
      .json()
      .catch(() => null),
  );
  return said.success ? said.data.code : null;
}

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
