import express from 'express';
import { authorize } from '../../../src/api/authorize.ts';
import { answerErrors } from '../../../src/api/errors.ts';
import { createForgeryGuard } from '../../../src/api/forgery.ts';
import { createSignIn, type NewStaff, type SignIn } from '../../../src/api/sign-in.ts';
import { createDatabase } from '../../../src/adapters/shared/database.ts';
import type { Records } from '../../../src/ports/records.ts';
import type { SignInSettings } from '../../../src/api/sign-in-options.ts';
import { startHouseRecords, type HouseRecords } from '../records/house-records.ts';
import { cookieOf, post, serveApp } from './signed-in.ts';

export const PASSWORD = 'kettle-harbour-7';
export const SECRET = 'a-secret-for-tests-only-0123456789-abcdef';

/** A small API behind sign-in, on a real PostgreSQL, as the role that the API has. */
export interface SignInHouse {
  url: string;
  signIn: SignIn;
  records: HouseRecords;
  postgres: HouseRecords['postgres'];
  pool: ReturnType<typeof createDatabase>['$client'];
  /** Signs in at the door; the cookie of the session. */
  cookieFor(email: string): Promise<string>;
  stop(): Promise<void>;
}

/** What sign-in counts and notes in: five wrong passwords lock for a minute. */
export function watchedBy(
  records: Pick<Records, 'auditLog' | 'signInFailures' | 'staffAccounts'>,
): Pick<SignInSettings, 'lockout' | 'noteSignIn' | 'notePasswordChange'> {
  const { auditLog, signInFailures: failures, staffAccounts } = records;
  const rule = { failuresMax: 5, firstMs: 60_000 };
  return {
    lockout: { failures, rule, auditLog },
    noteSignIn: (staffId) => staffAccounts.noteSignIn(staffId),
    notePasswordChange: (staffId) => staffAccounts.notePasswordChange(staffId),
  };
}

/** Starts the house with nobody in it. */
export async function startSignInHouse(): Promise<SignInHouse> {
  const records = await startHouseRecords();
  const { postgres } = records;
  const pool = createDatabase({ url: postgres.url, role: 'nightporter_app', poolMax: 4 }).$client;
  const made: { signIn?: SignIn } = {};
  const server = await serveApp((url) => {
    const watched = watchedBy(records);
    made.signIn = createSignIn({
      pool,
      secret: SECRET,
      baseUrl: url,
      trustedOrigins: [],
      ...watched,
    });
    return appBehind(made.signIn, url);
  });
  const { signIn } = made;
  if (!signIn) throw new Error('the app was not made');
  return {
    url: server.url,
    signIn,
    records,
    postgres,
    pool,
    async cookieFor(email) {
      const response = await signInAs(server.url, { email });
      if (response.status !== 200) throw new Error(`sign-in answered ${response.status}`);
      return cookieOf(response);
    },
    async stop() {
      await server.close();
      await pool.end();
      await records.stop();
    },
  };
}

/** An attempt at the door, from our own page unless said otherwise. */
export function signInAs(
  url: string,
  by: { email: string; password?: string; origin?: string; headers?: Record<string, string> },
): Promise<Response> {
  const { email, password = PASSWORD, origin = url, headers = {} } = by;
  return post(`${url}/api/auth/sign-in/email`, { origin, headers, body: { email, password } });
}

/** Somebody who may sign in. */
export function aStaffMember(changed: Partial<NewStaff> & { email: string }): NewStaff {
  return {
    name: 'Theo',
    password: PASSWORD,
    role: 'agent',
    propertyIds: ['elm-house'],
    onCallAt: [],
    ...changed,
  };
}

function appBehind(signIn: SignIn, url: string): express.Express {
  const allow = authorize(signIn);
  const app = express();
  app.use('/api/auth', signIn.router);
  app.use(createForgeryGuard({ origins: [url] }));
  app.use(express.json());
  app.get('/who', async (request, response) => {
    response.json(await allow(request, { action: 'alert.read', propertyId: null }));
  });
  app.post('/properties/:id/approvals', async (request, response) => {
    const propertyId = request.params.id;
    response.json(await allow(request, { action: 'approval.decide', propertyId }));
  });
  app.post('/open', (_request, response) => {
    response.json({ isOpen: true });
  });
  app.use(answerErrors);
  return app;
}
