import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth';
import { logger } from '../logger.ts';
import type { SampleDoor } from './sample-door.ts';
import type { LockoutSettings } from './sign-in-guard.ts';

/** The header in which our own router tells the sign-in library who is calling; what a client sends in it is replaced. */
export const CALLER_HEADER = 'x-nightporter-caller';

/** The one pool of the house, in the words of the sign-in library. */
export type SignInPool = NonNullable<BetterAuthOptions['database']>;

/** What sign-in stands on. */
export interface SignInSettings {
  pool: SignInPool;
  /** 32 characters or more; signs the session cookies. */
  secret: string;
  /** Where browsers reach the API; cookies are `Secure` when it is https. */
  baseUrl: string;
  /** Further origins that may use our cookies, such as localhost beside 127.0.0.1. */
  trustedOrigins: string[];
  lockout: LockoutSettings;
  noteSignIn: (staffId: string) => Promise<void>;
  notePasswordChange: (staffId: string) => Promise<void>;
  /** Whether there is a phone simulator, of which people are then told. */
  hasSimulator?: boolean;
  /** Sign-ins that everybody knows; absent where there never were any. */
  sampleDoor?: SampleDoor;
}

/** Fewer characters are refused, for a first password and for a changed one. */
export const PASSWORD_LENGTH_MIN = 12;

// A shift, and the night after it in which on-call may be woken; counted anew once an hour while in use.
const SESSION_S = 12 * 60 * 60;
const SESSION_RENEWED_AFTER_S = 60 * 60;
// Per address of the caller, right or wrong: an office signs in together, a guesser gets nowhere.
const SIGN_INS_A_MINUTE = 10;

const times = { createdAt: 'created_at', updatedAt: 'updated_at' };
const userId = {
  type: 'string',
  required: true,
  fieldName: 'user_id',
  references: { model: 'user', field: 'id', onDelete: 'cascade' },
} as const;

/** The tables of the library under our names: `migrations/0003_sign_in.sql`. */
const tables = {
  user: {
    modelName: 'staff_users',
    fields: { ...times, emailVerified: 'email_verified' },
    additionalFields: {
      deactivatedAt: {
        type: 'date',
        required: false,
        input: false,
        fieldName: 'deactivated_at',
      },
    },
  },
  session: {
    modelName: 'staff_sessions',
    fields: {
      ...times,
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
    },
  },
  account: {
    modelName: 'staff_accounts',
    fields: {
      ...times,
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: {
    modelName: 'staff_verifications',
    fields: { ...times, expiresAt: 'expires_at' },
  },
} as const satisfies BetterAuthOptions;

/** Rights and duties of staff, beside the tables of the library, so that one transaction writes all of them. */
const staffTables = {
  id: 'staff-tables',
  schema: {
    staffRight: {
      modelName: 'staff_rights',
      fields: {
        userId,
        role: { type: 'string', required: true },
        propertyId: { type: 'string', required: false, fieldName: 'property_id' },
      },
    },
    onCallDuty: {
      modelName: 'on_call_duties',
      fields: {
        userId,
        propertyId: { type: 'string', required: true, fieldName: 'property_id' },
      },
    },
  },
} as const satisfies BetterAuthPlugin;

/** How the sign-in library is set: e-mail and password, sessions in our tables, nobody signs up, nothing phones home. */
export function signInOptions({
  pool,
  secret,
  baseUrl,
  trustedOrigins,
}: Omit<SignInSettings, 'lockout' | 'noteSignIn' | 'notePasswordChange'>) {
  return {
    appName: 'Night Porter',
    baseURL: baseUrl,
    basePath: '/api/auth',
    // Given as a list: a single secret could be overruled from the environment.
    secrets: [{ version: 1, value: secret }],
    secret,
    trustedOrigins,
    database: pool,
    telemetry: { enabled: false },
    // No level is named: with one, the library also writes to the console.
    logger: { log: (_level, message) => noteProblem(message) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
    },
    ...tables,
    session: {
      ...tables.session,
      expiresIn: SESSION_S,
      updateAge: SESSION_RENEWED_AFTER_S,
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'staff_sign_in_limits',
      fields: { lastRequest: 'last_request' },
      customRules: {
        '/sign-in/email': { window: 60, max: SIGN_INS_A_MINUTE },
        '/get-session': false,
      },
    },
    advanced: {
      cookiePrefix: 'nightporter',
      useSecureCookies: baseUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // Said outright, since the library drops both checks where it believes to be under test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      // Any client can send x-forwarded-for; ours is set by the router.
      ipAddress: { ipAddressHeaders: [CALLER_HEADER] },
      database: { generateId: () => crypto.randomUUID() },
    },
    plugins: [staffTables],
  } satisfies BetterAuthOptions;
}

/** What follows the colon may be a person's: it is left out. */
function noteProblem(message: string): void {
  logger.warn({ problem: message.split(':')[0] }, 'sign-in library reported a problem');
}
