import { json, Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Records } from '../../ports/records.ts';
import { Conflict, Gone, NotAllowed } from '../errors.ts';
import { codeHashOf, linkAnswer, makeLink } from '../password-link.ts';
import { plainPage } from '../plain-page.ts';
import { readAs } from '../read-as.ts';
import { isCommand } from '../secret.ts';
import { PASSWORD_LENGTH_MIN } from '../sign-in-options.ts';
import type { SignIn } from '../sign-in.ts';

/** What opens the door. */
export const Asked = z.object({ code: z.string().min(1).max(200) });
/** The new password. */
export const NewPassword = Asked.extend({ password: z.string().max(200) });

/** Who lost every other way in. */
export const Locked = z.object({ email: z.email('must be an e-mail address').max(320) });

const LENGTH_MAX = 128;
const CLOSED =
  'This link opens no more: it was used, is older than three days, or a newer one was made. Ask an administrator for another.';

interface SetPasswordOptions {
  records: Pick<Records, 'signInFailures' | 'staffAccounts'>;
  signIn: Pick<SignIn, 'accountOf' | 'hashPassword'>;
  commandKey: string;
}

/** `/set-password`: a form for whoever has a one-time link. Looking at it uses nothing up, so a preview does no harm. */
export function setPasswordRoutes({ records, signIn, commandKey }: SetPasswordOptions): Router {
  const { staffAccounts, signInFailures } = records;
  const router = Router();
  const find = async (code: string) => staffAccounts.findByLink(codeHashOf(code));

  router.get('/', async (request, response) => {
    const { code } = readAs(Asked, request.query);
    const found = await find(code);
    show(response, found ? { status: 200, body: FORM({ ...found, code }) } : closed);
  });

  router.post(
    '/',
    json({ limit: '4kb' }),
    urlencoded({ extended: false, limit: '4kb' }),
    async (request, response) => {
      const { code, password } = readAs(NewPassword, request.body);
      const found = await find(code);
      if (!found) return refuse(request, response);
      const problem = problemOf(password);
      if (problem !== null) {
        return show(response, { status: 400, body: FORM({ ...found, code, problem }) });
      }
      const passwordHash = await signIn.hashPassword(password); // slow on purpose, so before the transaction
      const isSet = await staffAccounts.setPassword({ codeHash: codeHashOf(code), passwordHash });
      if (!isSet) return refuse(request, response);
      await signInFailures.clear(signIn.accountOf(found.email));
      return show(response, { status: 200, body: DONE });
    },
  );

  // The way back for the last administrator: whoever holds the master key can read everything anyway.
  router.post('/links', json({ limit: '4kb' }), async (request, response) => {
    if (!isCommand(request, commandKey)) {
      throw new NotAllowed('Only a command that holds the master key may do this.');
    }
    const email = readAs(Locked, request.body).email.toLowerCase();
    const account = (await staffAccounts.list()).find((one) => one.email === email);
    if (!account) throw new RecordNotFound(`nobody signs in as ${email}`);
    const { staffId, deactivatedAt } = account;
    if (deactivatedAt !== null) {
      throw new Conflict('This person was deactivated: an administrator lets them in again.');
    }
    const { link, path } = makeLink();
    await staffAccounts.makeSpareLink({ staffId, link });
    response.status(201).json(linkAnswer(staffId, { link, path }));
  });

  return router;
}

function refuse(request: Request, response: Response): void {
  if (request.is('json')) throw new Gone(CLOSED);
  show(response, closed);
}

function problemOf(password: string): string | null {
  if (password.length < PASSWORD_LENGTH_MIN) {
    return `It needs ${PASSWORD_LENGTH_MIN} characters or more, and this one has ${password.length}.`;
  }
  return password.length > LENGTH_MAX ? `It may have ${LENGTH_MAX} characters at most.` : null;
}

function show(response: Response, { status, body }: { status: number; body: string }): void {
  response.set('referrer-policy', 'no-referrer').set('cache-control', 'no-store');
  response.status(status).type('html').send(page(body));
}

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const page = (inner: string): string => plainPage({ title: 'a new password', inner });

const FORM = (by: { name: string; email: string; code: string; problem?: string }): string =>
  `<h1>A new password</h1>
<p>For ${escaped(by.name)}, who signs in as ${escaped(by.email)}.</p>
${by.problem === undefined ? '' : `<p role="alert"><strong>${escaped(by.problem)}</strong></p>`}
<form method="post" action="/set-password">
<input type="hidden" name="code" value="${escaped(by.code)}">
<input type="hidden" name="email" autocomplete="username" value="${escaped(by.email)}">
<p><label>Password, ${PASSWORD_LENGTH_MIN} characters or more<br>
<input name="password" type="password" required minlength="${PASSWORD_LENGTH_MIN}" maxlength="${LENGTH_MAX}" autocomplete="new-password"></label></p>
<p><button>Set this password</button></p>
</form>`;

const DONE = `<h1>Done</h1>
<p>You can <a href="/desk/">sign in</a> now. This link does not open again.</p>`;

const closed = { status: 410, body: `<h1>This link is closed</h1>\n<p>${CLOSED}</p>` };
