import type { DocumentFailure } from '../domain/document.ts';

/** What went wrong outside, in words that decide what happens next (house-style section 8). */
export class ProviderError extends Error {
  override readonly name: string = 'ProviderError';
}

/** No answer, or a server error: worth trying again. */
export class ProviderUnavailable extends ProviderError {
  override readonly name = 'ProviderUnavailable';
}

/** Asked to slow down; `retryAfterMs` says for how long. */
export class ProviderRateLimited extends ProviderError {
  override readonly name = 'ProviderRateLimited';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Our credentials were refused: an operator must act. */
export class ProviderUnauthorized extends ProviderError {
  override readonly name = 'ProviderUnauthorized';
}

/** Understood and refused; trying the same again is of no use. */
export class ProviderRejected extends ProviderError {
  override readonly name = 'ProviderRejected';
  /** The provider's own code for the refusal, where it gave one. */
  readonly code: string | null;

  constructor(message: string, options: ErrorOptions & { code?: string } = {}) {
    super(message, options);
    this.code = options.code ?? null;
  }
}

/** A write was sent and its answer was lost: it may or may not have happened. Never sent again blindly. */
export class ProviderAmbiguous extends ProviderError {
  override readonly name = 'ProviderAmbiguous';
}

/** Nothing stands under that id. */
export class RecordNotFound extends Error {
  override readonly name = 'RecordNotFound';
}

/** A model's answer that does not fit its schema. */
export class ModelOutputInvalid extends Error {
  override readonly name = 'ModelOutputInvalid';
}

/** A webhook whose signature or handshake does not hold; it never reaches a workflow. */
export class WebhookRejected extends Error {
  override readonly name = 'WebhookRejected';
}

/** A signed webhook that cannot be parsed: kept raw, answered 200, reported. */
export class WebhookUnreadable extends Error {
  override readonly name = 'WebhookUnreadable';
}

/** A file that cannot be read as a document; `failure` says which remedy helps. */
export class DocumentUnreadable extends Error {
  override readonly name = 'DocumentUnreadable';
  readonly failure: DocumentFailure;

  constructor(failure: DocumentFailure, cause?: unknown) {
    super(`document is unreadable: ${failure}`, { cause });
    this.failure = failure;
  }
}

/** A file that cannot be read as a table; the message tells the person what to do with it. */
export class TableUnreadable extends Error {
  override readonly name = 'TableUnreadable';
}
