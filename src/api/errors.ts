import type { ErrorRequestHandler } from 'express';
import { ZodError } from 'zod';
import {
  ProviderRateLimited,
  ProviderUnavailable,
  RecordNotFound,
  WebhookRejected,
} from '../ports/errors.ts';
import { logger } from '../logger.ts';
import type { Problem } from './answers/problem.ts';

/** Nobody is signed in, or no longer. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';

  constructor() {
    super('Sign in first.');
  }
}

/** Somebody is signed in and may not do this, or a foreign page asked for it. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** What was asked for does not fit how things stand; the message tells the person what to do. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** A body of more bytes than are taken here. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  readonly status = 413;
  readonly limit: number;

  constructor(limit: number) {
    super('the body is too large');
    this.limit = limit;
  }
}

/** It was there and can no longer be done. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

const KINDS = {
  malformed: { status: 400, title: 'The request is malformed' },
  'not-signed-in': { status: 401, title: 'Nobody is signed in' },
  'not-proven': { status: 401, title: 'The sender is not proven' },
  'not-allowed': { status: 403, title: 'This is not allowed' },
  'not-found': { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'Things stand differently' },
  gone: { status: 410, title: 'It is too late' },
  'too-large': { status: 413, title: 'The body is too large' },
  'not-understood': { status: 415, title: 'The body is in a form that is not read here' },
  unavailable: { status: 503, title: 'Something outside does not answer' },
  broken: { status: 500, title: 'Something broke' },
} as const;

interface Answer {
  kind: keyof typeof KINDS;
  detail: string;
  issues?: Problem['issues'];
  retryAfterMs?: number;
}

const RETRY_AFTER_MS = 10_000;

/** Turns whatever a route threw into its answer; mounted last. The one place where that happens. */
export const answerErrors: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error); // express cuts the connection: half an answer must not look whole
    return;
  }
  const { kind, detail, issues, retryAfterMs } = answerTo(error);
  if (kind === 'broken') {
    logger.error({ method: request.method, ...traceOf(error) }, 'request failed');
  }
  const { status, title } = KINDS[kind];
  const type = `urn:nightporter:problem:${kind}`;
  if (retryAfterMs !== undefined) {
    response.set('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  }
  const problem: Problem = { type, title, status, detail, ...(issues ? { issues } : {}) };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
};

function answerTo(error: unknown): Answer {
  return ofOurOwn(error) ?? ofProvider(error) ?? ofTransport(error) ?? BROKEN;
}

const BROKEN: Answer = {
  kind: 'broken',
  detail: 'The error was noted; try again, and tell the operator if it stays.',
};

function ofOurOwn(error: unknown): Answer | null {
  if (error instanceof ZodError) {
    return {
      kind: 'malformed',
      detail: 'Some fields are not as they must be.',
      ...issuesOf(error),
    };
  }
  if (error instanceof NotSignedIn) return { kind: 'not-signed-in', detail: error.message };
  if (error instanceof NotAllowed) return { kind: 'not-allowed', detail: error.message };
  if (error instanceof RecordNotFound) return { kind: 'not-found', detail: error.message };
  if (error instanceof Conflict) return { kind: 'conflict', detail: error.message };
  if (error instanceof Gone) return { kind: 'gone', detail: error.message };
  return null;
}

function ofProvider(error: unknown): Answer | null {
  if (error instanceof WebhookRejected) return { kind: 'not-proven', detail: error.message };
  const detail = 'Try again a little later; nothing was changed.';
  if (error instanceof ProviderUnavailable) {
    return { kind: 'unavailable', detail, retryAfterMs: RETRY_AFTER_MS };
  }
  if (error instanceof ProviderRateLimited) {
    return { kind: 'unavailable', detail, retryAfterMs: error.retryAfterMs };
  }
  return null;
}

/** Express and its body readers say by a status what was wrong. Their messages quote the body: they stay here. */
function ofTransport(error: unknown): Answer | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status } = error;
  if (status === 413) return { kind: 'too-large', detail: tooLarge(error) };
  if (status === 415) return { kind: 'not-understood', detail: 'Send it plain, in UTF-8.' };
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  return { kind: 'malformed', detail: 'The address or the body cannot be read.' };
}

/** Express's body readers say how many bytes they would have read. */
function tooLarge(error: Error): string {
  const limit = 'limit' in error ? error.limit : null;
  if (typeof limit !== 'number') return 'Send less at once.';
  const size =
    limit >= MEGABYTE ? `${Math.floor(limit / MEGABYTE)} MB` : `${Math.floor(limit / 1024)} kB`;
  return `Send ${size} at most.`;
}

const MEGABYTE = 1024 * 1024;

function issuesOf({ issues }: ZodError): Pick<Answer, 'issues'> {
  return { issues: issues.map(({ path, message }) => ({ field: path.join('.'), message })) };
}

/** What broke and where in our code; never the message, which may hold words of people. */
function traceOf(error: unknown): { error: string; cause?: string; at?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, cause, stack = '' } = error;
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return { error: name, ...(cause instanceof Error ? { cause: cause.name } : {}), at };
}
