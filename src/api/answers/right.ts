import type { Action, Role } from '../rights.ts';

/** One of `GET /rights`: an action, and the roles that may do it at their properties. */
export interface RightAnswer {
  action: Action;
  roles: Role[];
}
