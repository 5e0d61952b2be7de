import { betterAuth } from 'better-auth';
import { fromNodeHeaders } from 'better-auth/node';
import type { Request, Router } from 'express';
import { z } from 'zod';
import { isClosedSample, type SampleDoor } from './sample-door.ts';
import { ROLES, type Role, type Staff } from './rights.ts';
import { createSignInGuard } from './sign-in-guard.ts';
import { PASSWORD_LENGTH_MIN, signInOptions, type SignInSettings } from './sign-in-options.ts';
import { signInRoutes, type Auth, type StaffOf } from './sign-in-routes.ts';

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
      notePasswordChange: settings.notePasswordChange,
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
