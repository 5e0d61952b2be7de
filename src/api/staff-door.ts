import type { PayloadCodec } from '@temporalio/common';
import type { RequestHandler, Router } from 'express';
import type { Config } from '../config.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Allow } from './allow.ts';
import { authorize } from './authorize.ts';
import { createForgeryGuard } from './forgery.ts';
import { codecRoutes } from './routes/codec.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import type { SignInPool } from './sign-in-options.ts';

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
  url,
  pool,
  codec,
  auditLog,
}: {
  config: Config;
  /** Whether the sample is in this house. */
  isSample: boolean;
  /** Where we listen. */
  url: string;
  pool: SignInPool;
  codec: PayloadCodec;
  auditLog: AuditLog;
}): StaffDoor {
  const baseUrl = config.NIGHTPORTER_PUBLIC_URL ?? url;
  const origins = [baseUrl, url, url.replace('127.0.0.1', 'localhost')];
  const secret = config.NIGHTPORTER_AUTH_SECRET;
  const signIn = createSignIn({ pool, secret, baseUrl, trustedOrigins: origins });
  const allow = authorize(signIn);
  const webUi = config.NIGHTPORTER_TEMPORAL_UI;
  const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(config.HOST);
  return {
    signIn,
    allow,
    refuseForgery: createForgeryGuard({ origins }),
    codec: codecRoutes({
      codec,
      auditLog,
      allow,
      webUiOrigin: webUi ? new URL(webUi).origin : null,
      // Behind a public address a program could name the Web UI's origin; then everybody signs in.
      isOpenToWebUi: isSample && isLoopback && !config.NIGHTPORTER_PUBLIC_URL,
    }),
  };
}
