import type { Request } from 'express';

// What a proxy that hands a request on says of it (RFC 7239, and what is usual beside it).
const HANDED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'via'];
const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether somebody on this very machine asks, by a name of the machine's own. A request that a proxy on this machine
 * hands on is somebody else's, and so is one of a page whose name was bent to point here.
 */
export function isFromThisMachine(request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const isNear = address === '::1' || /^(::ffff:)?127\./.test(address);
  const isHandedOn = HANDED_ON.some((header) => request.get(header) !== undefined);
  return isNear && !isHandedOn && OWN_NAMES.includes(request.hostname);
}
