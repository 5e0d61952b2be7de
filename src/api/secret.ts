import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { WebhookRejected } from '../ports/errors.ts';

/** The header in which a resident portal shows its shared secret. */
const SECRET_HEADER = 'x-nightporter-secret';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether a request shows the secret; compared in constant time. An unset secret is never shown. */
export function showsSecret(request: Request, secret: string | undefined): boolean {
  const shown = request.get(SECRET_HEADER);
  return (
    secret !== undefined &&
    shown !== undefined &&
    timingSafeEqual(digestOf(shown), digestOf(secret))
  );
}

/** @throws WebhookRejected when the secret is not shown */
export function demandSecret(request: Request, secret: string | undefined): void {
  if (!showsSecret(request, secret)) {
    throw new WebhookRejected(`the header ${SECRET_HEADER} is missing or wrong`);
  }
}
