import type { PayloadCodec } from '@temporalio/common';
import type { RequestHandler, Router } from 'express';
import { isAtHome, type Config } from '../config.ts';
import type { LockoutRule } from '../domain/lockout.ts';
import type { Records } from '../ports/records.ts';
import type { Allow } from './allow.ts';
import { authorize } from './authorize.ts';
import { createForgeryGuard } from './forgery.ts';
import { codecRoutes } from './routes/codec.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import type { SignInPool } from './sign-in-options.ts';

const lockoutRule = (config: Config): LockoutRule => ({
  failuresMax: config.NIGHTPORTER_LOCKOUT_AFTER,
  firstMs: config.NIGHTPORTER_LOCKOUT_MS,
});

/** Everything by which staff come in. */
export interface StaffDoor {
  signIn: SignIn;
  allow: Allow;
  codec: Router;
  refuseForgery: RequestHandler;
}

/** Sign-in, rights, the guard against foreign pages, and the codec endpoint, on one address. */
export function createStaffDoor({
  config,
  isSample,
  sampleEmails,
  url,
  pool,
  codec,
  records: { auditLog, signInFailures, staffAccounts },
}: {
  config: Config;
  /** Whether the sample is in this house. */
  isSample: boolean;
  /** Under which its people sign in, were they ever here. */
  sampleEmails: readonly string[];
  /** Where we listen. */
  url: string;
  pool: SignInPool;
  codec: PayloadCodec;
  records: Pick<Records, 'auditLog' | 'signInFailures' | 'staffAccounts'>;
}): StaffDoor {
  const baseUrl = config.NIGHTPORTER_PUBLIC_URL ?? url;
  const origins = [baseUrl, url, url.replace('127.0.0.1', 'localhost')];
  const secret = config.NIGHTPORTER_AUTH_SECRET;
  const isOpenSample = isSample && isAtHome(config);
  const signIn = createSignIn({
    pool,
    secret,
    baseUrl,
    trustedOrigins: origins,
    lockout: { failures: signInFailures, rule: lockoutRule(config), auditLog },
    noteSignIn: (staffId) => staffAccounts.noteSignIn(staffId),
    notePasswordChange: (staffId) => staffAccounts.notePasswordChange(staffId),
    hasSimulator: isOpenSample,
    sampleDoor: { emails: sampleEmails, isOpen: isOpenSample },
  });
  const allow = authorize(signIn);
  const webUi = config.NIGHTPORTER_TEMPORAL_UI;
  return {
    signIn,
    allow,
    refuseForgery: createForgeryGuard({ origins }),
    codec: codecRoutes({
      codec,
      auditLog,
      allow,
      webUiOrigin: webUi ? new URL(webUi).origin : null,
      isOpenToWebUi: isOpenSample,
    }),
  };
}
