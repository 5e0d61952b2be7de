import type { Action, Staff } from '../rights.ts';

/** `GET /api/auth/me`: who is signed in and what they may do somewhere. */
export interface Me extends Staff {
  actions: Action[];
}
