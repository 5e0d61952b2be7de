import type { ErrorRequestHandler } from 'express';
import {
  ProviderRateLimited,
  ProviderUnavailable,
  RecordNotFound,
  TableUnreadable,
  WebhookRejected,
} from '../ports/errors.ts';
import { logger } from '../logger.ts';
import type { ImportFault } from '../domain/import.ts';
import type { Problem } from './answers/problem.ts';

type Issues = NonNullable<Problem['issues']>;

/** A part of a request does not fit its schema. */
export class RequestMalformed extends Error {
  override readonly name = 'RequestMalformed';
  readonly issues: Issues;

  constructor(issues: Issues, message = 'Some fields are not as they must be.') {
    super(message);
    this.issues = issues;
  }
}

/** Nobody is signed in, or no longer. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';

  constructor(message = 'Sign in first.') {
    super(message);
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

/** Somebody tries too often. */
export class TooOften extends Error {
  override readonly name = 'TooOften';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** A file was read and nothing of it was taken; `faults` says why, by row and column. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly faults: readonly ImportFault[];

  constructor(faults: readonly ImportFault[]) {
    super(
      `Nothing was imported: ${faults.length} ${faults.length === 1 ? 'thing is' : 'things are'} wrong.`,
    );
    this.faults = faults;
  }
}

const KINDS = {
  malformed: {
    status: 400,
    title: 'The request is malformed',
    remedy: 'Correct it as /openapi.json describes this door, and send it again.',
  },
  'not-signed-in': {
    status: 401,
    title: 'Nobody is signed in',
    remedy: 'Sign in at /desk/, and try again.',
  },
  'not-proven': {
    status: 401,
    title: 'The sender is not proven',
    remedy: 'Send the secret, token or signature that this door needs: see docs/portal.md.',
  },
  'not-allowed': {
    status: 403,
    title: 'This is not allowed',
    remedy: 'Ask an administrator of the house for the right.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing',
    remedy: 'Check the address and the id in it.',
  },
  conflict: {
    status: 409,
    title: 'Things stand differently',
    remedy: 'Read how it stands now, then decide anew.',
  },
  gone: { status: 410, title: 'It is too late', remedy: 'Read how it ended.' },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send less at once.',
  },
  refused: {
    status: 422,
    title: 'The file was not taken',
    remedy: 'Correct what is named, and send the whole file again.',
  },
  'not-understood': {
    status: 415,
    title: 'The body is in a form that is not read here',
    remedy: 'Send it plain, in UTF-8.',
  },
  'too-often': {
    status: 429,
    title: 'Too many tries',
    remedy: 'Wait as long as the header retry-after says, then try again.',
  },
  unavailable: {
    status: 503,
    title: 'Something outside does not answer',
    remedy: 'Try again after the seconds of the header retry-after, with the same keys.',
  },
  broken: {
    status: 500,
    title: 'Something broke',
    remedy: 'Try again, and tell the operator if it stays.',
  },
} as const;

interface Answer {
  kind: keyof typeof KINDS;
  detail: string;
  issues?: Issues;
  faults?: readonly ImportFault[];
  retryAfterMs?: number;
}

const RETRY_AFTER_MS = 10_000;

/** Turns whatever a route threw into its answer; mounted last. The one place where that happens. */
export const answerErrors: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error); // express cuts the connection: half an answer must not look whole
    return;
  }
  const { kind, detail, issues, faults, retryAfterMs } = answerTo(error);
  if (kind === 'broken') {
    logger.error({ method: request.method, ...traceOf(error) }, 'request failed');
  }
  const { status, title, remedy } = KINDS[kind];
  const type = `urn:nightporter:problem:${kind}`;
  if (retryAfterMs !== undefined) {
    response.set('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  }
  const problem: Problem = {
    type,
    title,
    status,
    detail,
    remedy,
    ...(issues ? { issues } : {}),
    ...(faults ? { faults } : {}),
  };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
};

/** Why a request was refused, as its problem says; null where the fault is on our side. */
export function refusalOf(error: unknown): string | null {
  const { kind } = answerTo(error);
  return kind === 'broken' || kind === 'unavailable' ? null : kind;
}

function answerTo(error: unknown): Answer {
  return ofOurOwn(error) ?? ofProvider(error) ?? ofTransport(error) ?? BROKEN;
}

const BROKEN: Answer = {
  kind: 'broken',
  detail: 'The fault is on our side, and was noted.',
};

function ofOurOwn(error: unknown): Answer | null {
  if (error instanceof RequestMalformed) {
    const { message: detail, issues } = error;
    return { kind: 'malformed', detail, ...(issues.length > 0 ? { issues } : {}) };
  }
  if (error instanceof NotSignedIn) return { kind: 'not-signed-in', detail: error.message };
  if (error instanceof NotAllowed) return { kind: 'not-allowed', detail: error.message };
  if (error instanceof RecordNotFound) return { kind: 'not-found', detail: error.message };
  if (error instanceof Conflict) return { kind: 'conflict', detail: error.message };
  if (error instanceof Gone) return { kind: 'gone', detail: error.message };
  if (error instanceof TooOften) {
    return { kind: 'too-often', detail: error.message, retryAfterMs: error.retryAfterMs };
  }
  return ofFile(error);
}

function ofFile(error: unknown): Answer | null {
  if (error instanceof TableUnreadable) return { kind: 'refused', detail: error.message };
  if (!(error instanceof FileRefused)) return null;
  return { kind: 'refused', detail: error.message, faults: error.faults };
}

function ofProvider(error: unknown): Answer | null {
  if (error instanceof WebhookRejected) return { kind: 'not-proven', detail: error.message };
  const detail = 'What is needed for this does not answer now; nothing was changed.';
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
  if (status === 415)
    return { kind: 'not-understood', detail: 'Its encoding or character set is not read here.' };
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  return { kind: 'malformed', detail: 'The address or the body cannot be read.' };
}

/** Express's body readers say how many bytes they would have read. */
function tooLarge(error: Error): string {
  const limit = 'limit' in error ? error.limit : null;
  if (typeof limit !== 'number') return 'The body is larger than this door takes.';
  const size =
    limit >= MEGABYTE ? `${Math.floor(limit / MEGABYTE)} MB` : `${Math.floor(limit / 1024)} kB`;
  return `This door takes ${size} at most.`;
}

const MEGABYTE = 1024 * 1024;

/** What broke and where in our code; never the message, which may hold words of people. */
function traceOf(error: unknown): { error: string; cause?: string; at?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, cause, stack = '' } = error;
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return { error: name, ...(cause instanceof Error ? { cause: cause.name } : {}), at };
}
