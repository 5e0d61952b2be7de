import { createHash, timingSafeEqual } from 'node:crypto';
import { json, Router, urlencoded } from 'express';
import { z } from 'zod';
import type { AuditLog } from '../../ports/audit-log.ts';
import { Gone, NotAllowed } from '../errors.ts';
import { plainPage } from '../plain-page.ts';
import { readAs } from '../read-as.ts';
import { PASSWORD_LENGTH_MIN } from '../sign-in-options.ts';
import type { SignIn } from '../sign-in.ts';

/** What opens the door. */
export const Asked = z.object({ code: z.string().max(200) });
/** Who becomes the first admin. */
export const Body = Asked.extend({
  email: z.email('must be an e-mail address'),
  name: z.string().trim().min(1, 'must not be empty').max(100),
  password: z
    .string()
    .min(PASSWORD_LENGTH_MIN, `must have ${PASSWORD_LENGTH_MIN} characters or more`)
    .max(128),
});

interface FirstAdminOptions {
  signIn: Pick<SignIn, 'addStaff' | 'hasAdmin'>;
  auditLog: AuditLog;
  firstAdminCode: string;
}

/** `/first-admin`: a form for whoever has the code of the start screen, open until there is an admin. */
export function firstAdminRoutes({ signIn, auditLog, firstAdminCode }: FirstAdminOptions): Router {
  const router = Router();
  const doorkeeper = { isBusy: false };
  const check = async (code: string): Promise<void> => {
    if (!isSame(code, firstAdminCode)) throw new NotAllowed('This code does not open anything.');
    if (await signIn.hasAdmin()) throw new Gone('There is an admin already: sign in instead.');
  };

  router.get('/', async (request, response) => {
    const { code } = readAs(Asked, request.query);
    await check(code);
    response.set('referrer-policy', 'no-referrer').set('cache-control', 'no-store');
    response.type('html').send(page(FORM(code)));
  });

  router.post(
    '/',
    json({ limit: '4kb' }),
    urlencoded({ extended: false, limit: '4kb' }),
    async (request, response) => {
      await check(readAs(Asked, request.body).code);
      const { email, name, password } = readAs(Body, request.body);
      if (doorkeeper.isBusy) throw new Gone('Somebody else is being made admin just now.');
      doorkeeper.isBusy = true;
      try {
        await check(readAs(Asked, request.body).code); // nobody came in between
        const { staffId } = await signIn.addStaff({
          email,
          name,
          password,
          role: 'admin',
          propertyIds: 'all',
          onCallAt: [],
        });
        await auditLog.append({
          chain: 'house',
          key: `first-admin/${staffId}`,
          event: 'first-admin.made',
          facts: { staffId },
        });
        response.status(201);
        if (request.is('json')) response.json({ staffId });
        else response.type('html').send(page(DONE));
      } finally {
        doorkeeper.isBusy = false;
      }
    },
  );

  return router;
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(digestOf(one), digestOf(other));

const page = (inner: string): string => plainPage({ title: 'the first admin', inner });

// The code was compared with ours before it is shown: letters, digits, - and _ only.
const FORM = (code: string): string => `<h1>The first admin</h1>
<p>This account may do everything: import properties, add documents, decide.</p>
<form method="post" action="/first-admin">
<input type="hidden" name="code" value="${code}">
<p><label>Name<br><input name="name" required maxlength="100" autocomplete="name"></label></p>
<p><label>E-mail<br><input name="email" type="email" required autocomplete="username"></label></p>
<p><label>Password, ${PASSWORD_LENGTH_MIN} characters or more<br>
<input name="password" type="password" required minlength="${PASSWORD_LENGTH_MIN}" maxlength="128" autocomplete="new-password"></label></p>
<p><button>Make this the admin</button></p>
</form>`;

const DONE = `<h1>Done</h1>
<p>You can <a href="/">sign in</a> with that e-mail and password. This page does not open again.</p>`;
