/** One of `GET /alerts`. */
export type { AlertRow } from '../../ports/alerts.ts';
