import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { WebhookRejected } from '../ports/errors.ts';

/** The header in which a resident portal shows its shared secret. */
const SECRET_HEADER = 'x-nightporter-secret';

/** The header in which an operator's command shows that it was started by whoever holds the master key. */
const COMMAND_HEADER = 'x-nightporter-command';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether a request shows the secret; compared in constant time. An unset secret is never shown. */
export function showsSecret(request: Request, secret: string | undefined): boolean {
  return secret !== undefined && shows(request, { header: SECRET_HEADER, value: secret });
}

/** Whether an operator's command asks. The portal's secret is known to the portal's developers and opens less. */
export function isCommand(request: Request, commandKey: string): boolean {
  return shows(request, { header: COMMAND_HEADER, value: commandKey });
}

/** Whether a request shows a bearer token. An unset token is never shown. */
export function showsToken(request: Request, token: string | undefined): boolean {
  return (
    token !== undefined && shows(request, { header: 'authorization', value: `Bearer ${token}` })
  );
}

function shows(request: Request, { header, value }: { header: string; value: string }): boolean {
  const shown = request.get(header);
  return shown !== undefined && timingSafeEqual(digestOf(shown), digestOf(value));
}

/** @throws WebhookRejected when the secret is not shown */
export function demandSecret(request: Request, secret: string | undefined): void {
  if (!showsSecret(request, secret)) {
    throw new WebhookRejected(`the header ${SECRET_HEADER} is missing or wrong`);
  }
}
