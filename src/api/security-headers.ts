import helmet from 'helmet';

/**
 * What a browser may do with our answers: scripts and data from here only, no frame around us. Styles may stand in the
 * page, since the desk's components write theirs there (docs/decisions/0017-the-desk.md).
 */
export const securityHeaders = helmet({
  // With `no-referrer` browsers write `Origin: null` on our own page's writes, which the guard against forgery refuses.
  referrerPolicy: { policy: 'same-origin' },
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
});
